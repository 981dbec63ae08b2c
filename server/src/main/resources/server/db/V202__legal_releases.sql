-- Each release of data stays a row, whatever becomes of it: a second look afterwards sees them all.
CREATE TABLE legal_release (
  id            uuid        PRIMARY KEY,
  disclosure    uuid        NOT NULL REFERENCES legal_disclosure,
  proposed_by   uuid        NOT NULL,
  released_by   uuid        NOT NULL,
  released_at   timestamptz NOT NULL,
  -- Whether it was who had proposed it.
  alone         boolean     NOT NULL,
  data          text[]      NOT NULL,
  data_from     timestamptz,
  data_until    timestamptz,
  accounts      text[]      NOT NULL,
  -- Of the orders to act.
  bundle        uuid        NOT NULL,
  record        uuid        NOT NULL,
  -- When the answers of platforms were taken up, or deleted; null while they are awaited.
  collected_at  timestamptz,
  -- When its file was first downloaded. From then on it is not dropped.
  downloaded_at timestamptz,
  dropped_at    timestamptz,
  reviewed_by   uuid,
  reviewed_at   timestamptz,
  review        text        NOT NULL DEFAULT '',
  CHECK (dropped_at IS NULL OR downloaded_at IS NULL)
);
CREATE INDEX legal_release_of ON legal_release (disclosure, released_at);
CREATE INDEX legal_release_awaited ON legal_release (disclosure) WHERE collected_at IS NULL;
CREATE UNIQUE INDEX legal_release_stands ON legal_release (disclosure) WHERE dropped_at IS NULL;

INSERT INTO legal_release
  (id, disclosure, proposed_by, released_by, released_at, alone, data, data_from, data_until,
   accounts, bundle, record, collected_at, downloaded_at, reviewed_by, reviewed_at, review)
SELECT gen_random_uuid(), d.id, d.proposed_by, d.released_by, d.released_at, d.alone,
       d.proposed_data, d.proposed_from, d.proposed_until,
       ARRAY(SELECT DISTINCT a.account FROM legal_disclosure_account a
              WHERE a.disclosure = d.id AND a.proposed AND a.account IS NOT NULL),
       d.bundle, d.acted_record,
       CASE WHEN d.state <> 'collecting' THEN d.released_at END,
       (SELECT min(l.at) FROM legal_disclosure_log l
         WHERE l.disclosure = d.id AND l.at >= d.released_at
           AND l.words = 'The file was downloaded.'),
       d.reviewed_by, d.reviewed_at, d.review
  FROM legal_disclosure d WHERE d.released_at IS NOT NULL;

-- What holders were told of: of which data, in which bundle of orders to act. Without data it says
-- that nothing leaves.
ALTER TABLE legal_disclosure_notice
  ADD COLUMN number     bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN data       text[] NOT NULL DEFAULT '{}',
  ADD COLUMN data_from  timestamptz,
  ADD COLUMN data_until timestamptz,
  ADD COLUMN bundle     uuid;
UPDATE legal_disclosure_notice n
   SET data = d.proposed_data, data_from = d.proposed_from, data_until = d.proposed_until,
       bundle = CASE WHEN n.sent_at = d.released_at THEN d.bundle END
  FROM legal_disclosure d WHERE d.id = n.disclosure AND d.released_at IS NOT NULL;

DROP INDEX legal_disclosure_silence;
ALTER TABLE legal_disclosure
  DROP COLUMN released_by,
  DROP COLUMN released_at,
  DROP COLUMN alone,
  DROP COLUMN bundle,
  DROP COLUMN acted_record,
  DROP COLUMN reviewed_by,
  DROP COLUMN reviewed_at,
  DROP COLUMN review,
  -- Names what is proposed: who releases says which proposal they read.
  ADD COLUMN proposal uuid;
UPDATE legal_disclosure SET proposal = gen_random_uuid() WHERE proposed_at IS NOT NULL;
-- Since when all are told of what is released now; it was kept beyond a drop.
UPDATE legal_disclosure SET told_at = NULL WHERE state IN ('open', 'proposed');
CREATE INDEX legal_disclosure_silence ON legal_disclosure (silence_until)
  WHERE state IN ('collecting', 'ready', 'handed-over') AND told_at IS NULL;
