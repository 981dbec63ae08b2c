-- What a server of V200 left beside that: requests for data, messages, an authority's history, platforms that
-- are told of holds; a release of data is part of its request, and gone once it is dropped.
SET search_path TO server;

INSERT INTO legal_authority (id, name, state, may, added_by, added_at, verified_by, verified_at,
                             verified_contact, verified_how, second_person) VALUES
  (md5('office')::uuid, 'Office of the Vale', 'DE', '{disclosure}', md5('administrator')::uuid, now() - interval '9 days',
   md5('second')::uuid, now() - interval '5 days', '+00 555 0103', 'Called their switchboard.', true),
  (md5('bureau')::uuid, 'Bureau of the Vale', 'DE', '{disclosure}', md5('administrator')::uuid, now() - interval '9 days',
   md5('second')::uuid, now() - interval '5 days', '+00 555 0104', 'Called their switchboard.', true);
INSERT INTO legal_authority_log (authority, at, by, words) VALUES
  (md5('office')::uuid, now() - interval '9 days', md5('administrator')::uuid, 'Entered: Office of the Vale (DE), may disclose.'),
  (md5('office')::uuid, now() - interval '8 days', md5('second')::uuid, 'Changed: Office of the Vale (DE), may disclose.'),
  (md5('office')::uuid, now() - interval '5 days', md5('second')::uuid, 'Verified through +00 555 0103.'),
  (md5('bureau')::uuid, now() - interval '9 days', md5('administrator')::uuid, 'Entered: Bureau of the Vale (DE), may disclose.'),
  (md5('bureau')::uuid, now() - interval '8 days', md5('second')::uuid, 'Changed: Bureau of the Vale (DE), may disclose.'),
  (md5('bureau')::uuid, now() - interval '7 days', md5('lead')::uuid, 'Verified through +00 555 0104.'),
  (md5('bureau')::uuid, now() - interval '6 days', md5('administrator')::uuid, 'Contact added: +00 555 0104.'),
  (md5('bureau')::uuid, now() - interval '5 days', md5('second')::uuid, 'Verified through +00 555 0104.');

INSERT INTO legal_disclosure (id, authority, instrument, urgent, reference, ground, received_at, platform, data,
                              contact, contact_key, silence, silence_reason, silence_until, source, entered_by, record,
                              state, proposed_by, proposed_at, proposed_data, released_by, released_at, alone, bundle,
                              acted_record, denial, ended_at, told_at, reviewed_by, reviewed_at, review)
SELECT md5('request ' || account)::uuid, md5('bureau')::uuid, 'warrant', false, 'BV ' || account, 'A theft of bells.',
       now() - interval '4 days', 'square', '{subscriber,public-posts}', '+00 555 0199', '005550199',
       CASE WHEN silent THEN 'prohibited' END, CASE WHEN silent THEN 'The warrant says so.' ELSE '' END,
       CASE WHEN silent THEN now() + interval '20 days' END, 'desk', md5('lead')::uuid, md5('decided')::uuid, state,
       CASE WHEN proposed THEN md5('lead')::uuid END, CASE WHEN proposed THEN now() - interval '3 days' END,
       CASE WHEN proposed THEN '{subscriber}'::text[] END, CASE WHEN released THEN md5('administrator')::uuid END,
       CASE WHEN released THEN now() - interval '2 days' END, CASE WHEN released THEN false END,
       CASE WHEN released THEN md5('bundle ' || account)::uuid END,
       CASE WHEN released THEN md5('decided')::uuid END, CASE WHEN state = 'refused' THEN 'too-wide' END,
       CASE WHEN state IN ('refused', 'handed-over', 'taken-back') THEN now() - interval '1 day' END,
       CASE told WHEN 'before' THEN now() - interval '3 days' WHEN 'then' THEN now() - interval '2 days'
                 WHEN 'after' THEN now() - interval '12 hours' END,
       CASE WHEN account = '407' THEN md5('second')::uuid END, CASE WHEN account = '407' THEN now() END,
       CASE WHEN account = '407' THEN 'In order.' ELSE '' END
  FROM (VALUES ('401', 'open', false, false, false, ''), ('402', 'open', false, false, false, 'before'),
               ('403', 'proposed', true, false, false, ''), ('404', 'collecting', true, true, true, ''),
               ('405', 'ready', true, true, false, 'before'), ('406', 'ready', true, true, false, 'then'),
               ('407', 'handed-over', true, true, false, 'after'), ('408', 'taken-back', true, true, false, 'then'),
               ('409', 'refused', false, false, false, ''))
       AS d (account, state, proposed, released, silent, told);
INSERT INTO legal_disclosure_account (disclosure, place, named, account, missing, proposed)
SELECT id, 1, '@h' || right(reference, 3), right(reference, 3), '', proposed_at IS NOT NULL FROM legal_disclosure;
INSERT INTO legal_disclosure_notice (id, disclosure, account, title, body, sent_at)
SELECT md5('letter ' || right(reference, 3))::uuid, id, right(reference, 3),
       'An authority asked for data of your account', 'We hand data of your account over.', told_at
  FROM legal_disclosure WHERE told_at IS NOT NULL;
INSERT INTO legal_disclosure_log (disclosure, at, words) VALUES
  (md5('request 406')::uuid, now() - interval '47 hours', 'The file was downloaded.'),
  (md5('request 406')::uuid, now() - interval '46 hours', 'The file was downloaded.'),
  (md5('request 407')::uuid, now() - interval '47 hours', 'The file was downloaded.');

INSERT INTO legal_request (id, authority, reference, ground, received_at, platform, account, posts, case_id, source,
                           entered_by, record)
VALUES (md5('asked')::uuid, md5('bureau')::uuid, 'BV 9', 'Ask Bell@Tower.example about it.', now() - interval '4 days',
        'square', '101', '{}', 1, 'desk', md5('lead')::uuid, md5('decided')::uuid);
INSERT INTO legal_message (id, source, reference, platform, received_at, wish, authority, state, named, ground, account,
                           posts, contact, contact_key, text, record, order_id)
VALUES (md5('form')::uuid, 'form', 'F 1', 'square', now() - interval '4 days', 'removal', 'Court of the Vale', 'DE',
        'CV 301', 'A threat.', '@h301', '{}', 'clerk@court.example', 'clerk@courtexample',
        'Call +49 (30) 5550123-456 at night.', md5('decided')::uuid, md5('order 301')::uuid);

INSERT INTO legal_hold (id, authority, reference, term, platform, account, captured, received_at, until, entered_by, record)
VALUES (md5('hold of data')::uuid, md5('bureau')::uuid, 'BV 206', 'disclosure', 'square', '206', true,
        now() - interval '4 days', now() + interval '86 days', md5('lead')::uuid, md5('decided')::uuid);
INSERT INTO held_account (platform, account, until) VALUES ('square', '206', now() + interval '86 days');
INSERT INTO legal_platform_hold (platform, account, until, record)
SELECT platform, account, until, record FROM legal_hold WHERE account = '206';
