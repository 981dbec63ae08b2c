-- Who changed an entry since a second person last made sure of it: they do not verify it.
ALTER TABLE legal_authority ADD COLUMN changed_by uuid[] NOT NULL DEFAULT '{}';
-- Told where no state is known; of no state itself.
ALTER TABLE legal_authority ADD COLUMN europol boolean NOT NULL DEFAULT false;

-- Whoever verified what they had changed themselves was no second person.
UPDATE legal_authority a SET second_person = false
 WHERE second_person AND EXISTS (
   SELECT 1 FROM legal_authority_log l
    WHERE l.authority = a.id AND l.by = a.verified_by AND l.words NOT LIKE 'Verified through %'
      AND l.at <= a.verified_at
      AND l.at > coalesce(
        (SELECT max(v.at) FROM legal_authority_log v
          WHERE v.authority = a.id AND v.at < a.verified_at AND v.words LIKE 'Verified through %'),
        '-infinity'));

UPDATE legal_authority a SET changed_by = coalesce(
  (SELECT array_agg(DISTINCT l.by) FROM legal_authority_log l
    WHERE l.authority = a.id AND l.words NOT LIKE 'Verified through %'), '{}')
 WHERE second_person IS NOT TRUE;

-- Mail addresses and ends of numbers that came in the name of an authority, and when.
CREATE TABLE legal_named (
  -- The message, the order, the request or the contact in which it stood.
  source uuid        NOT NULL,
  key    text        NOT NULL,
  at     timestamptz NOT NULL,
  PRIMARY KEY (source, key)
);
CREATE INDEX legal_named_key ON legal_named (key, at);

-- Of what came before.
WITH said AS (
  SELECT id, received_at AS at,
         concat_ws(E'\n', contact, authority, named, ground, account, text) AS words
    FROM legal_message
  UNION ALL
  SELECT id, received_at, concat_ws(E'\n', contact, ground) FROM legal_order
  UNION ALL
  SELECT id, received_at, concat_ws(E'\n', contact, ground, danger, averts, officer)
    FROM legal_disclosure
  UNION ALL
  SELECT id, received_at, ground FROM legal_request
  UNION ALL
  SELECT id, added_at, value FROM legal_contact WHERE from_message
), mails AS (
  SELECT id, at, rtrim(lower(m[1]), '.-') AS key
    FROM said, regexp_matches(words, '([[:alnum:]._%+''-]{1,64}@[[:alnum:].-]{1,255})', 'g') m
), runs AS (
  SELECT id, at, m[1] AS run
    FROM said, regexp_matches(words, '(\d[\d ()/.+-]*\d)', 'g') m
), numbers AS (
  SELECT id, at, right(regexp_replace(left(run, i), '\D', '', 'g'), 6) AS key
    FROM runs, generate_series(1, length(run)) i
   WHERE substr(run, i, 1) ~ '\d' AND substr(run, i + 1, 1) !~ '\d'
)
INSERT INTO legal_named (source, key, at)
SELECT id, key, at FROM mails
 UNION
SELECT id, key, at FROM numbers WHERE length(key) = 6;

-- States whose authorities are told nothing unasked.
CREATE TABLE legal_excluded_state (
  state       text        PRIMARY KEY CHECK (state ~ '^[A-Z]{2}$'),
  why         text        NOT NULL,
  excluded_by uuid        NOT NULL,
  excluded_at timestamptz NOT NULL
);
