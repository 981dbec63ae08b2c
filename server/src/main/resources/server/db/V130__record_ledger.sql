-- The entries of ledgers: a row for each batch that was appended, which nothing changes afterwards.
-- A batch begins where the one before ends, so that the key keeps two writers apart.
CREATE TABLE ledger_batch (
  origin   text   NOT NULL,
  first    bigint NOT NULL CHECK (first >= 0),
  size     bigint NOT NULL CHECK (size > first),
  root     bytea  NOT NULL CHECK (length(root) = 32),
  entries  bytea  NOT NULL CHECK (length(entries) = 32 * (size - first)),
  PRIMARY KEY (origin, first)
);
-- Digests do not compress.
ALTER TABLE ledger_batch ALTER COLUMN entries SET STORAGE EXTERNAL;

REVOKE UPDATE, DELETE, TRUNCATE ON ledger_batch FROM ${role};
