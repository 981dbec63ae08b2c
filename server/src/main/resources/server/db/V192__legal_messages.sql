-- What came in the name of an authority and waits for a person: forms of the platform, and mails.
CREATE TABLE legal_message (
  id          uuid        PRIMARY KEY,
  source      text        NOT NULL CHECK (source IN ('form', 'mail')),
  reference   text        NOT NULL UNIQUE,
  platform    text        NOT NULL,
  received_at timestamptz NOT NULL,
  -- What it says; nothing of it is proven but by a signature.
  wish        text        NOT NULL,
  authority   text        NOT NULL,
  state       text        NOT NULL,
  named       text        NOT NULL,
  ground      text        NOT NULL,
  account     text        NOT NULL,
  posts       text[]      NOT NULL,
  contact     text        NOT NULL,
  contact_key text        NOT NULL,
  text        text        NOT NULL,
  -- Of a mail: what its signature proves, and of whom.
  verdict     text,
  why         text        NOT NULL DEFAULT '',
  signer      uuid        REFERENCES legal_authority,
  signed_at   timestamptz,
  sha256      text        UNIQUE,
  bytes       bigint      NOT NULL DEFAULT 0,
  attachments text        NOT NULL DEFAULT '[]',
  -- The file, under a key that lies outside (AES-256-GCM).
  sealed      text,
  record      uuid        NOT NULL,
  order_id    uuid        REFERENCES legal_order,
  closed_at   timestamptz,
  closed_why  text        NOT NULL DEFAULT ''
);
CREATE INDEX legal_message_waits ON legal_message (received_at) WHERE closed_at IS NULL;
CREATE INDEX legal_message_contact ON legal_message (contact_key);

ALTER TABLE legal_order DROP CONSTRAINT legal_order_source_check;
ALTER TABLE legal_order ADD CHECK (source IN ('desk', 'api', 'form', 'mail'));

-- Orders that came by a form: who asked the authority itself, through a contact of the registry.
CREATE TABLE legal_order_confirmed (
  order_id uuid        PRIMARY KEY REFERENCES legal_order,
  contact  text        NOT NULL,
  how      text        NOT NULL,
  by       uuid        NOT NULL,
  at       timestamptz NOT NULL
);
