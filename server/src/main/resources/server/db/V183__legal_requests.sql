-- What authorities ask to look at, which binds nobody: each is a report in its account's case.
CREATE TABLE legal_request (
  id          uuid        PRIMARY KEY,
  authority   uuid        NOT NULL REFERENCES legal_authority,
  reference   text        NOT NULL,
  ground      text        NOT NULL,
  received_at timestamptz NOT NULL,
  platform    text        NOT NULL,
  account     text        NOT NULL,
  posts       text[]      NOT NULL,
  case_id     bigint      NOT NULL,
  source      text        NOT NULL,
  entered_by  uuid        NOT NULL,
  record      uuid        NOT NULL,
  answered_at timestamptz,
  answer      text        NOT NULL DEFAULT '',
  UNIQUE (authority, reference)
);
CREATE INDEX legal_request_received ON legal_request (received_at);
