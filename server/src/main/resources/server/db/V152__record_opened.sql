-- Records that a letter opened to the person concerned, who may look for their entry.
CREATE TABLE record_opened (
  record uuid PRIMARY KEY,
  placed text                               -- the log in whose index it stands; null: in none yet
);
REVOKE UPDATE, DELETE, TRUNCATE ON record_opened FROM ${role};
GRANT UPDATE (placed) ON record_opened TO ${role};

-- The index by which they find it: whoever has the opening computes the locator and unmasks the
-- place. Some rows are random, so that nobody can count letters.
CREATE TABLE ledger_find (
  origin  text    NOT NULL,
  locator bytea   NOT NULL CHECK (length(locator) = 16),
  masked  bytea   NOT NULL CHECK (length(masked) = 8),
  written boolean NOT NULL DEFAULT false,
  PRIMARY KEY (origin, locator)
);
CREATE INDEX ledger_find_waiting ON ledger_find (origin) WHERE NOT written;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_find FROM ${role};
GRANT UPDATE (written) ON ledger_find TO ${role};
