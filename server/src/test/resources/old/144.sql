-- What a server of V144 left behind: leads work orders, records are of form 1, no platform is told of holds.
-- Ids are the MD5 of names, so that tests can name them.
SET search_path TO server;

INSERT INTO staff_member (id, name, role, guest_of, password, active, created_at) VALUES
  (md5('reviewer')::uuid, 'Rika', 'REVIEWER', NULL, 'argon2', true, now() - interval '90 days'),
  (md5('lead')::uuid, 'Leto', 'LEAD', NULL, 'argon2', true, now() - interval '90 days'),
  (md5('gone')::uuid, 'Gorm', 'LEAD', NULL, 'argon2', false, now() - interval '90 days'),
  (md5('administrator')::uuid, 'Ada', 'ADMINISTRATOR', NULL, 'argon2', true, now() - interval '90 days'),
  (md5('second')::uuid, 'Sven', 'ADMINISTRATOR', NULL, 'argon2', true, now() - interval '90 days'),
  (md5('guest')::uuid, 'guest-1', 'GUEST', 'appeal:1', NULL, true, now() - interval '1 day');
INSERT INTO staff_link (hash, purpose, role, member, made_by, expires, used_at) VALUES
  (sha256('invited'), 'INVITE', 'LEAD', NULL, md5('administrator')::uuid, now() + interval '1 day', NULL),
  (sha256('anew'), 'RESET', 'LEAD', md5('lead')::uuid, md5('administrator')::uuid, now() + interval '1 day', NULL),
  (sha256('used'), 'INVITE', 'LEAD', NULL, md5('administrator')::uuid, now() - interval '80 days', now() - interval '90 days'),
  (sha256('reviews'), 'INVITE', 'REVIEWER', NULL, md5('administrator')::uuid, now() + interval '1 day', NULL),
  (sha256('leads'), 'INVITE', 'ADMINISTRATOR', NULL, md5('administrator')::uuid, now() + interval '1 day', NULL);

-- Form 1: SHA-256(SHA-256(0x00 || public salt || public) || SHA-256(0x01 || private salt || private)).
CREATE FUNCTION pg_temp.remember(name text, what text, who text, account text, open text, closed text,
                                 age interval) RETURNS void LANGUAGE sql AS $$
  INSERT INTO record (id, at, kind, version, platform, subject_kind, native_id, actor, public_bytes,
                      public_salt, private_bytes, private_salt, commitment)
  SELECT md5(name)::uuid, now() - age, what, 1, CASE WHEN account <> '' THEN 'square' END,
         CASE WHEN account <> '' THEN 'account' END, nullif(account, ''), who, p, ps, q, qs,
         sha256(sha256('\x00'::bytea || ps || p) || sha256('\x01'::bytea || qs || q))
    FROM (SELECT convert_to(open, 'UTF8') AS p, decode(md5('p' || name), 'hex') AS ps,
                 convert_to(closed, 'UTF8') AS q, decode(md5('q' || name), 'hex') AS qs) halves
$$;
SELECT pg_temp.remember('reported', 'cases.reported', 'person:square:90', '101', '{}', '{"comment":"the Crimson Dawn"}', interval '40 days');
SELECT pg_temp.remember('decided', 'decisions.decided', 'staff:' || md5('reviewer')::uuid, '101', '{"policy":"spam"}', '{"note":"words"}', interval '39 days');
SELECT pg_temp.remember('erased', 'cases.reported', 'person:square:91', '102', '{}', '{"comment":"forgotten"}', interval '38 days');
SELECT pg_temp.remember('changed', 'legal.authority-changed', 'staff:' || md5('second')::uuid, '', '{}', '{"authority":"' || md5('police')::uuid || '"}', interval '30 days');
SELECT pg_temp.remember('changed again', 'legal.authority-changed', 'staff:' || md5('second')::uuid, '', '{}', '{"authority":"' || md5('ministry')::uuid || '"}', interval '30 days');
SELECT pg_temp.remember('answered for', 'legal.authority-changed', 'staff:' || md5('second')::uuid, '', '{}', '{"authority":"' || md5('court')::uuid || '"}', interval '36 days');
SELECT pg_temp.remember('sure', 'legal.authority-verified', 'staff:' || md5('administrator')::uuid, '', '{}', '{"authority":"' || md5('court')::uuid || '"}', interval '35 days');
UPDATE record SET public_bytes = NULL, public_salt = NULL, private_bytes = NULL, private_salt = NULL
 WHERE id = md5('erased')::uuid;

INSERT INTO decision (id, bundle, case_id, platform, account, handle, origin, source, measures, clause,
                      policy_version, posts, fields, to_holder, note, decided_by, agreement, second_person,
                      decided_at, leaves_at, appeal_until, state, record)
SELECT md5(it)::uuid, md5(it)::uuid, n, 'square', '101', 'h101', 'live', 'reports', 'warn', 'spam/bulk', 1, '',
       '', 'You posted the same often.', '', md5('reviewer')::uuid, '', false, now() - interval '39 days',
       now() - interval '39 days', now() + interval '140 days', state, md5('decided')::uuid
  FROM (VALUES ('stands', 1, 'standing'), ('withdrawn', 2, 'withdrawn'), ('undone', 3, 'undone'),
               ('replaced', 4, 'replaced'), ('overturned', 5, 'overturned')) AS d (it, n, state);
INSERT INTO letter (id, decision, platform, account, audience, title, body, appeal_until, written_at) VALUES
  (md5('to the holder')::uuid, md5('stands')::uuid, 'square', '101', 'holder', 'A warning', 'Why.', now() + interval '140 days', now() - interval '39 days'),
  (md5('to a reporter')::uuid, md5('stands')::uuid, 'square', '90', 'reporter', 'Thank you', 'It was warned.', now() + interval '140 days', now() - interval '39 days'),
  (md5('to who appealed')::uuid, NULL, 'square', '101', 'appellant', 'Your appeal', 'It stands.', NULL, now() - interval '20 days');

INSERT INTO order_line (platform, account, last_number, not_before) VALUES
  ('square', '101', 5, now()), ('square', '302', 1, now());
INSERT INTO order_to_act (id, bundle, platform, account, number, kind, action, cause, issued_at, leaves_at,
                          next_try, tries, state, answer, closed_at)
SELECT md5('act ' || number)::uuid, md5('stands')::uuid, 'square', '101', number, kind, action,
       md5('decided')::uuid, now() - interval '39 days', now() - interval '39 days',
       now() - interval '1 minute', tries, state, answer,
       CASE WHEN state <> 'due' THEN now() - interval '38 days' END
  FROM (VALUES (1, 'warn', NULL, 1, 'done', NULL), (2, 'limit', NULL, 3, 'refused', 'No such account.'),
               (3, 'suspend', NULL, 1, 'superseded', NULL), (4, 'warn', NULL, 0, 'withdrawn', NULL),
               (5, 'suspend', '{"kind":"suspend","until":null}', 1, 'due', NULL))
       AS o (number, kind, action, tries, state, answer);

INSERT INTO platforms (id, title, added_at) VALUES ('harbour', 'The harbour', now() - interval '50 days');
INSERT INTO api_key (id, name, platform, may_report, may_read, may_send_events, hash, created_at, created_by)
VALUES (md5('key')::uuid, 'Their tool', 'harbour', true, true, true, sha256('key'), now() - interval '50 days', md5('administrator')::uuid);

INSERT INTO legal_authority (id, name, state, may, added_by, added_at, verified_by, verified_at,
                             verified_contact, verified_how, second_person) VALUES
  (md5('court')::uuid, 'Court of the Vale', 'DE', '{removal,preservation}', md5('administrator')::uuid, now() - interval '50 days',
   md5('second')::uuid, now() - interval '20 days', '+00 555 0101', 'Called the registry of the court.', true),
  (md5('police')::uuid, 'Harbour Police', 'GR', '{removal}', md5('administrator')::uuid, now() - interval '50 days',
   md5('second')::uuid, now() - interval '20 days', '+00 555 0102', 'Called their switchboard.', true),
  (md5('ministry')::uuid, 'Ministry of the Vale', 'DE', '{preservation}', md5('administrator')::uuid, now() - interval '50 days',
   NULL, NULL, NULL, NULL, NULL);
INSERT INTO legal_contact (id, authority, value, key, source, from_message, added_by, added_at) VALUES
  (md5('contact of the court')::uuid, md5('court')::uuid, '+00 555 0101', '005550101', 'The register', false, md5('administrator')::uuid, now() - interval '49 days'),
  (md5('contact of the police')::uuid, md5('police')::uuid, '+00 555 0102', '005550102', 'The register', false, md5('administrator')::uuid, now() - interval '49 days'),
  (md5('contact in a letter')::uuid, md5('ministry')::uuid, 'office@ministry.example', 'office@ministryexample', 'Their letter', true, md5('administrator')::uuid, now() - interval '49 days');

INSERT INTO legal_order (id, authority, reference, ground, received_at, due_at, platform, account_named, contact,
                         contact_key, silent_until, source, entered_by, record, state, bundle, acted_record, ended_at,
                         notice_sent_at, refusal, reason)
SELECT md5('order ' || account)::uuid, md5('court')::uuid, 'CV ' || account, 'Instructs to commit an offence.',
       now() - age, now() - age + interval '1 hour', 'square', '', 'desk@court.example', 'desk@courtexample',
       CASE WHEN account = '308' THEN now() + interval '30 days' END, 'desk', md5('lead')::uuid,
       md5('decided')::uuid, state, CASE WHEN state = 'removing' THEN md5('removing')::uuid END,
       CASE WHEN state = 'removing' THEN md5('decided')::uuid END,
       CASE WHEN state NOT IN ('open', 'removing') THEN now() - age + interval '30 minutes' END,
       CASE WHEN account IN ('303', '306', '307') THEN now() - age + interval '31 minutes' END,
       CASE WHEN state = 'refused' THEN 'forged' END, ''
  FROM (VALUES ('301', 'open', interval '10 minutes'), ('302', 'removing', interval '20 minutes'),
               ('303', 'carried-out', interval '30 days'), ('304', 'not-possible', interval '30 days'),
               ('305', 'refused', interval '30 days'), ('306', 'taken-back', interval '30 days'),
               ('307', 'carried-out', interval '200 days'), ('308', 'taken-back', interval '30 days'))
       AS o (account, state, age);
INSERT INTO legal_order_post (order_id, place, named, post, account, missing, act, outcome, answer)
SELECT id, 1, 'https://square.example/@h/' || account, '9' || account, account, '',
       CASE WHEN state = 'removing' THEN md5('removal')::uuid END,
       CASE WHEN state IN ('carried-out', 'taken-back') THEN 'removed' WHEN state = 'not-possible' THEN 'not-there' END, ''
  FROM (SELECT id, state, right(reference, 3) AS account FROM legal_order) o;
INSERT INTO order_to_act (id, bundle, platform, account, number, kind, action, cause, issued_at, leaves_at,
                          next_try, tries, state, closed_at)
VALUES (md5('removal')::uuid, md5('removing')::uuid, 'square', '302', 1, 'remove-posts', NULL, md5('decided')::uuid,
        now() - interval '15 minutes', now() - interval '15 minutes', now() - interval '15 minutes', 1, 'done',
        now() - interval '14 minutes');

INSERT INTO legal_hold (id, authority, reference, term, platform, account, captured, received_at, until, extended,
                        released_at, entered_by, record)
SELECT md5('hold ' || reference)::uuid, md5('court')::uuid, reference, term, 'square', account, captured,
       now() - interval '25 days', now() + until, extended,
       CASE WHEN released THEN now() - interval '2 days' END, md5('lead')::uuid, md5('decided')::uuid
  FROM (VALUES ('stands', 'us', '201', true, interval '65 days', false, false),
               ('extended', 'us', '202', false, interval '155 days', true, false),
               ('released', 'us', '203', true, interval '65 days', false, true),
               ('lapsed', 'european-preservation-order', '204', true, interval '-1 day', false, false),
               ('shorter', 'european-preservation-order', '205', true, interval '35 days', false, false),
               ('longer', 'terrorist-content', '205', true, interval '155 days', false, false))
       AS h (reference, term, account, captured, until, extended, released);
INSERT INTO held_account (platform, account, until)
SELECT platform, account, max(CASE WHEN released_at IS NULL THEN until ELSE released_at END)
  FROM legal_hold GROUP BY platform, account;

INSERT INTO legal_notification (id, case_id, platform, account, danger, state, place, authority, contact, text,
                                record, started_by, started_at)
VALUES (md5('notification')::uuid, 1, 'square', '101', 'A fire is announced.', 'DE', 'The post names a street.',
        md5('court')::uuid, '+00 555 0101', 'To the court.', md5('decided')::uuid, md5('lead')::uuid, now() - interval '1 day');
