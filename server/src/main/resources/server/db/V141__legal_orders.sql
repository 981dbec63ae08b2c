-- Removal orders of authorities. The clock starts at receipt.
CREATE TABLE legal_order (
  id             uuid        PRIMARY KEY,
  authority      uuid        NOT NULL REFERENCES legal_authority,
  reference      text        NOT NULL,
  ground         text        NOT NULL,
  issued_at      timestamptz,
  received_at    timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  platform       text        NOT NULL,
  -- As the order named it; empty where it named posts alone.
  account_named  text        NOT NULL,
  -- The contact that the order itself names, and as it is compared.
  contact        text        NOT NULL,
  contact_key    text        NOT NULL,
  -- Non-disclosure always ends.
  silent_until   timestamptz,
  source         text        NOT NULL CHECK (source IN ('desk', 'api')),
  entered_by     uuid        NOT NULL,
  record         uuid        NOT NULL,
  state          text        NOT NULL DEFAULT 'open'
                 CHECK (state IN ('open', 'removing', 'carried-out', 'not-possible', 'refused',
                                  'taken-back')),
  bundle         uuid,
  acted_record   uuid,
  refusal        text,
  reason         text        NOT NULL DEFAULT '',
  ended_at       timestamptz,
  answered_at    timestamptz,
  notice_sent_at timestamptz,
  UNIQUE (authority, reference)
);
CREATE INDEX legal_order_open ON legal_order (due_at) WHERE ended_at IS NULL;
CREATE INDEX legal_order_ended ON legal_order (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX legal_order_notice ON legal_order (silent_until)
  WHERE state = 'carried-out' AND notice_sent_at IS NULL;
CREATE INDEX legal_order_contact ON legal_order (contact_key);

CREATE TABLE legal_order_post (
  order_id uuid NOT NULL REFERENCES legal_order,
  place    int  NOT NULL,
  named    text NOT NULL,
  post     text,
  account  text,
  -- Why it was not found.
  missing  text,
  -- The order to act.
  act      uuid,
  outcome  text CHECK (outcome IN ('removed', 'not-there', 'failed')),
  answer   text,
  PRIMARY KEY (order_id, place)
);
CREATE INDEX legal_order_post_account ON legal_order_post (account) WHERE account IS NOT NULL;

-- Each once, whoever raises it and however often the server starts; 0 stands for the receipt.
CREATE TABLE legal_alarm (
  order_id  uuid        NOT NULL REFERENCES legal_order,
  minute    int         NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, minute)
);

-- What happened with an order, as sentences without names.
CREATE TABLE legal_order_log (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id uuid        NOT NULL REFERENCES legal_order,
  at       timestamptz NOT NULL,
  words    text        NOT NULL
);
CREATE INDEX legal_order_log_order ON legal_order_log (order_id, id);

-- What holders were told.
CREATE TABLE legal_notice (
  id       uuid        PRIMARY KEY,
  order_id uuid        NOT NULL REFERENCES legal_order,
  account  text        NOT NULL,
  title    text        NOT NULL,
  body     text        NOT NULL,
  sent_at  timestamptz NOT NULL
);
CREATE INDEX legal_notice_order ON legal_notice (order_id);
