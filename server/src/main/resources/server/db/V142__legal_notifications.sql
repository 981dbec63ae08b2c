-- What staff tells law enforcement unasked, since a life is in danger.
CREATE TABLE legal_notification (
  id          uuid        PRIMARY KEY,
  case_id     bigint      NOT NULL,
  platform    text        NOT NULL,
  account     text        NOT NULL,
  danger      text        NOT NULL,
  -- Null where it is not known: then one's own state or Europol.
  state       text        CHECK (state ~ '^[A-Z]{2}$'),
  place       text        NOT NULL,
  authority   uuid        NOT NULL REFERENCES legal_authority,
  contact     text        NOT NULL,
  text        text        NOT NULL,
  record      uuid        NOT NULL,
  started_by  uuid        NOT NULL,
  started_at  timestamptz NOT NULL,
  released_by uuid,
  released_at timestamptz,
  -- Whether nobody but who started it was there.
  alone       boolean,
  dropped_at  timestamptz,
  sent_at     timestamptz,
  receipt     text        NOT NULL DEFAULT '',
  reviewed_by uuid,
  reviewed_at timestamptz,
  review      text        NOT NULL DEFAULT '',
  CHECK (released_at IS NULL OR dropped_at IS NULL)
);
CREATE INDEX legal_notification_waits ON legal_notification (started_at)
  WHERE released_at IS NULL AND dropped_at IS NULL;
CREATE INDEX legal_notification_started ON legal_notification (started_at);
