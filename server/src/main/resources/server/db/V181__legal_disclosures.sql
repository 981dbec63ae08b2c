-- What authorities want to be told of accounts: under an order, or since somebody is in danger.
CREATE TABLE legal_disclosure (
  id                uuid        PRIMARY KEY,
  authority         uuid        NOT NULL REFERENCES legal_authority,
  instrument        text        NOT NULL
                    CHECK (instrument IN ('subpoena', 'warrant', 'production-order',
                                          'judicial-production-order', 'emergency')),
  -- A European Production Order of 8 hours.
  urgent            boolean     NOT NULL,
  reference         text        NOT NULL,
  ground            text        NOT NULL,
  issued_at         timestamptz,
  received_at       timestamptz NOT NULL,
  -- Null where neither the law nor the order names a time.
  due_at            timestamptz,
  platform          text        NOT NULL,
  data              text[]      NOT NULL,
  -- Of posts and sign-ins; null: no bound.
  data_from         timestamptz,
  data_until        timestamptz,
  -- The contact that the request itself names, and as it is compared.
  contact           text        NOT NULL,
  contact_key       text        NOT NULL,
  -- Why the holder is not told before, and until when. Silence always ends.
  silence           text        CHECK (silence IN ('prohibited', 'imminent-threat',
                                                   'child-exploitation',
                                                   'terrorism-investigation')),
  silence_reason    text        NOT NULL DEFAULT '',
  silence_until     timestamptz,
  -- Of an emergency: who is in danger, of what, why the data averts it, who signed.
  danger            text        NOT NULL DEFAULT '',
  averts            text        NOT NULL DEFAULT '',
  officer           text        NOT NULL DEFAULT '',
  source            text        NOT NULL,
  entered_by        uuid        NOT NULL,
  record            uuid        NOT NULL,
  state             text        NOT NULL DEFAULT 'open'
                    CHECK (state IN ('open', 'proposed', 'collecting', 'ready', 'handed-over',
                                     'refused', 'taken-back')),
  -- What somebody wants to hand over.
  proposed_by       uuid,
  proposed_at       timestamptz,
  proposed_data     text[],
  proposed_from     timestamptz,
  proposed_until    timestamptz,
  -- Of an emergency: the contact of the registry through which it was confirmed, and how.
  confirmed_contact text        NOT NULL DEFAULT '',
  confirmed_how     text        NOT NULL DEFAULT '',
  released_by       uuid,
  released_at       timestamptz,
  alone             boolean,
  -- Of the orders to act.
  bundle            uuid,
  acted_record      uuid,
  denial            text,
  reason            text        NOT NULL DEFAULT '',
  ended_at          timestamptz,
  receipt           text        NOT NULL DEFAULT '',
  told_at           timestamptz,
  reviewed_by       uuid,
  reviewed_at       timestamptz,
  review            text        NOT NULL DEFAULT '',
  UNIQUE (authority, reference),
  CHECK ((silence IS NULL) = (silence_until IS NULL)),
  CHECK ((released_at IS NULL) OR (proposed_at IS NOT NULL))
);
CREATE INDEX legal_disclosure_open ON legal_disclosure (due_at) WHERE ended_at IS NULL;
CREATE INDEX legal_disclosure_ended ON legal_disclosure (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX legal_disclosure_silence ON legal_disclosure (silence_until)
  WHERE state = 'handed-over' AND told_at IS NULL;
CREATE INDEX legal_disclosure_contact ON legal_disclosure (contact_key);

CREATE TABLE legal_disclosure_account (
  disclosure uuid    NOT NULL REFERENCES legal_disclosure,
  place      int     NOT NULL,
  named      text    NOT NULL,
  account    text,
  -- Why it was not found.
  missing    text    NOT NULL,
  -- Whether it is part of what is proposed.
  proposed   boolean NOT NULL DEFAULT false,
  -- The order to act that hands over; what the platform answered where that was no file.
  act        uuid,
  answer     text    NOT NULL DEFAULT '',
  PRIMARY KEY (disclosure, place)
);
CREATE INDEX legal_disclosure_account_account ON legal_disclosure_account (account)
  WHERE account IS NOT NULL;

-- Each once: at receipt (0), at a quarter, the half, three quarters of its time, and at its end.
CREATE TABLE legal_disclosure_alarm (
  disclosure uuid        NOT NULL REFERENCES legal_disclosure,
  quarter    int         NOT NULL CHECK (quarter BETWEEN 0 AND 4),
  raised_at  timestamptz NOT NULL,
  PRIMARY KEY (disclosure, quarter)
);

CREATE TABLE legal_disclosure_log (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  disclosure uuid        NOT NULL REFERENCES legal_disclosure,
  at         timestamptz NOT NULL,
  words      text        NOT NULL
);
CREATE INDEX legal_disclosure_log_of ON legal_disclosure_log (disclosure, id);

-- What holders were told.
CREATE TABLE legal_disclosure_notice (
  id         uuid        PRIMARY KEY,
  disclosure uuid        NOT NULL REFERENCES legal_disclosure,
  account    text        NOT NULL,
  title      text        NOT NULL,
  body       text        NOT NULL,
  sent_at    timestamptz NOT NULL
);
CREATE INDEX legal_disclosure_notice_of ON legal_disclosure_notice (disclosure);

-- What is handed over: one ZIP file, sealed under a key that lies outside.
CREATE TABLE legal_package (
  disclosure uuid        PRIMARY KEY REFERENCES legal_disclosure,
  made_at    timestamptz NOT NULL,
  bytes      bigint      NOT NULL,
  sha256     text        NOT NULL,
  -- Null once it is deleted.
  sealed     text,
  erased_at  timestamptz
);
CREATE INDEX legal_package_kept ON legal_package (made_at) WHERE sealed IS NOT NULL;

-- While an order to disclose is open, what it is about is held.
ALTER TABLE legal_hold DROP CONSTRAINT legal_hold_term_check;
ALTER TABLE legal_hold ADD CONSTRAINT legal_hold_term_check
  CHECK (term IN ('us', 'terrorist-content', 'european-preservation-order', 'disclosure'));
