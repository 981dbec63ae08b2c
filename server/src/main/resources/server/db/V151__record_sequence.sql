-- The place of the last record that a batch holds: the records of a batch are those between the
-- place before and this one, in the order of reading. Null where it holds none, as a link does.
ALTER TABLE ledger_batch
  ADD COLUMN tx  xid8,
  ADD COLUMN seq bigint,
  ADD CONSTRAINT ledger_batch_place CHECK ((tx IS NULL) = (seq IS NULL));
CREATE INDEX ledger_batch_places ON ledger_batch (origin, tx, seq) WHERE tx IS NOT NULL;

-- With which key a log was begun: another server with a key of its own must not go on in its name.
CREATE TABLE ledger_key (
  origin   text PRIMARY KEY,
  verifier text NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_key FROM ${role};
