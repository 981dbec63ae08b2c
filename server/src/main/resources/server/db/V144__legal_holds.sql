-- Orders to preserve. Each holds what is kept of one account until a time, and discloses nothing.
CREATE TABLE legal_hold (
  id          uuid        PRIMARY KEY,
  authority   uuid        NOT NULL REFERENCES legal_authority,
  reference   text        NOT NULL,
  term        text        NOT NULL
              CHECK (term IN ('us', 'terrorist-content', 'european-preservation-order')),
  platform    text        NOT NULL,
  account     text        NOT NULL,
  captured    boolean     NOT NULL,
  received_at timestamptz NOT NULL,
  until       timestamptz NOT NULL,
  extended    boolean     NOT NULL DEFAULT false,
  released_at timestamptz,
  entered_by  uuid        NOT NULL,
  record      uuid        NOT NULL,
  UNIQUE (authority, reference, platform, account)
);
CREATE INDEX legal_hold_account ON legal_hold (platform, account) WHERE released_at IS NULL;
CREATE INDEX legal_hold_until ON legal_hold (until);
