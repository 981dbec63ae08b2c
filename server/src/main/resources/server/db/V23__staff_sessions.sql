-- Sessions of those who have at least shown a password or a link; the id itself is nowhere.
CREATE TABLE staff_session (
  -- SHA-256 of the id
  hash       bytea       NOT NULL PRIMARY KEY,
  made_at    timestamptz NOT NULL,
  touched_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Sealed as authenticators are, the hash in hex as associated data.
  attributes text        NOT NULL
);
CREATE INDEX staff_session_expires ON staff_session (expires_at);
