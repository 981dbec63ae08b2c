-- What a record commits to: form 1 its two halves, form 2 its columns too.
ALTER TABLE record ADD COLUMN form smallint NOT NULL DEFAULT 1 CHECK (form IN (1, 2));

-- The order of reading hangs on transaction ids, which rise within one cluster alone. Each cluster
-- that these records have lived in counts on from where the one before ended.
CREATE TABLE record_clusters (
  number   int    PRIMARY KEY,
  cluster  text   NOT NULL,                -- its system identifier
  base     bigint NOT NULL CHECK (base >= 0)
);
INSERT INTO record_clusters
SELECT 1, (SELECT system_identifier::text FROM pg_catalog.pg_control_system()), 0
WHERE NOT EXISTS (SELECT FROM record WHERE tx >= pg_snapshot_xmax(pg_current_snapshot()));
REVOKE UPDATE, DELETE, TRUNCATE ON record_clusters FROM ${role};

CREATE FUNCTION record_base() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  BEGIN ATOMIC SELECT base FROM record_clusters ORDER BY number DESC LIMIT 1; END;

-- The number of this transaction in the order of reading.
CREATE FUNCTION record_tx() RETURNS xid8
  LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT (pg_current_xact_id()::text::bigint + record_base())::text::xid8; END;

-- Every record below it has been committed, or never will be.
CREATE FUNCTION record_horizon() RETURNS xid8
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + record_base())::text::xid8;
  END;

ALTER TABLE record ALTER COLUMN tx SET DEFAULT record_tx();

-- From which the pseudonyms of accounts in published rows are made.
CREATE TABLE record_secret (
  pseudonyms bytea NOT NULL CHECK (length(pseudonyms) = 32)
);
INSERT INTO record_secret
SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON record_secret FROM ${role};
