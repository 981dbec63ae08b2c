-- Evidence bundles that were made or tried. The file lies in a directory of the process that made it.
CREATE TABLE bundle (
  id          uuid        NOT NULL PRIMARY KEY,
  -- the directory whose process makes and keeps it
  store       text        NOT NULL,
  case_id     bigint      NOT NULL,
  platform    text        NOT NULL,
  account     text        NOT NULL,
  handle      text        NOT NULL,
  -- of one decision alone: its record
  decision    uuid,
  with_private boolean    NOT NULL,
  made_by     uuid        NOT NULL,
  made_at     timestamptz NOT NULL,
  -- the record of its start
  record      uuid        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'gone')),
  share       double precision NOT NULL DEFAULT 0,
  -- how many seals there were on the account when it was read; one more, and the file goes
  seals       bigint      NOT NULL DEFAULT 0,
  bytes       bigint      NOT NULL DEFAULT 0,
  sha256      text        CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  items       int         NOT NULL DEFAULT 0,
  pictures    int         NOT NULL DEFAULT 0,
  -- whether a stamping service confirmed the time; else why not, where one is configured
  stamped     boolean     NOT NULL DEFAULT false,
  stamp_words text,
  -- why there is no file, or no longer
  words       text,
  ended_at    timestamptz,
  CHECK ((state = 'running') = (ended_at IS NULL)),
  CHECK (state <> 'done' OR sha256 IS NOT NULL)
);
CREATE INDEX bundle_case ON bundle (case_id, made_at DESC);
CREATE INDEX bundle_kept ON bundle (store, made_at) WHERE state IN ('running', 'done');
