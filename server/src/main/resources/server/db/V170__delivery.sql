-- What is to leave, or has left.
CREATE TABLE delivery_message (
  id        uuid        PRIMARY KEY,
  key       text        NOT NULL UNIQUE,
  channel   text        NOT NULL,
  way       text        NOT NULL CHECK (way IN ('mail', 'webhook', 'upload')),
  target    text        NOT NULL,
  title     text        NOT NULL,
  -- Sealed; gone once it is sent or dropped.
  content   text,
  -- The record of handing it in.
  record    uuid,
  handed_at timestamptz NOT NULL,
  -- From when it counts how long it was tried: since it was handed in, or sent again by hand.
  since     timestamptz NOT NULL,
  state     text        NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
  tries     integer     NOT NULL DEFAULT 0,
  next_try  timestamptz NOT NULL,
  words     text        NOT NULL DEFAULT '',
  closed_at timestamptz,
  CHECK ((state IN ('waiting', 'failed')) = (content IS NOT NULL)),
  CHECK ((state = 'waiting') = (closed_at IS NULL))
);
CREATE INDEX delivery_message_due ON delivery_message (next_try) WHERE state = 'waiting';
CREATE INDEX delivery_message_closed ON delivery_message (state, closed_at)
  WHERE state <> 'waiting';

-- A channel without a row is off.
CREATE TABLE delivery_channel (
  name        text        PRIMARY KEY,
  is_on       boolean     NOT NULL,
  switched_by uuid        NOT NULL,
  switched_at timestamptz NOT NULL
);

-- What webhooks are signed with, sealed; target is the SHA-256 of the address, which may be a
-- secret itself.
CREATE TABLE delivery_secret (
  target  text        PRIMARY KEY,
  sealed  text        NOT NULL,
  made_at timestamptz NOT NULL
);
