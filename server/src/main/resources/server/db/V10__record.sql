-- What happened, appended once. The order of reading is (tx, seq), below the oldest transaction
-- that is still open: an ascending number alone is not a cursor.
CREATE TABLE record (
  seq           bigint GENERATED ALWAYS AS IDENTITY,
  id            uuid        NOT NULL PRIMARY KEY,
  tx            xid8        NOT NULL DEFAULT pg_current_xact_id(),
  at            timestamptz NOT NULL,
  kind          text        NOT NULL,
  version       int         NOT NULL,
  platform      text,
  subject_kind  text        CHECK (subject_kind IN ('account', 'post')),
  native_id     text,
  actor         text        NOT NULL,
  cause         uuid,
  -- The four that an erasure empties. Personal data stands here and nowhere else.
  public_bytes  bytea,
  public_salt   bytea       CHECK (length(public_salt) = 16),
  private_bytes bytea,
  private_salt  bytea       CHECK (length(private_salt) = 16),
  commitment    bytea       NOT NULL CHECK (length(commitment) = 32),
  CHECK ((platform IS NULL) = (native_id IS NULL) AND (platform IS NULL) = (subject_kind IS NULL))
);
CREATE UNIQUE INDEX record_order ON record (tx, seq);
CREATE INDEX record_subject ON record (platform, native_id, seq) WHERE platform IS NOT NULL;
CREATE INDEX record_seq ON record (seq);

REVOKE UPDATE, DELETE, TRUNCATE ON record FROM ${role};
GRANT UPDATE (public_bytes, public_salt, private_bytes, private_salt) ON record TO ${role};
