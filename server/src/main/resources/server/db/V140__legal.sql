-- Authorities: who may order what, and whether somebody made sure of it.
CREATE TABLE legal_authority (
  id                   uuid        PRIMARY KEY,
  name                 text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  state                text        NOT NULL CHECK (state ~ '^[A-Z]{2}$'),
  may                  text[]      NOT NULL
                       CHECK (may <@ ARRAY['removal', 'preservation', 'disclosure']),
  certificate          text,
  certificate_sha256   text,
  certificate_holder   text,
  certificate_until    timestamptz,
  -- The notice 12 hours ahead of its first order.
  noticed_at           timestamptz,
  added_by             uuid        NOT NULL,
  added_at             timestamptz NOT NULL,
  verified_by          uuid,
  verified_at          timestamptz,
  verified_contact     text,
  verified_how         text,
  second_person        boolean,
  ended_at             timestamptz,
  CHECK ((verified_by IS NULL) = (verified_at IS NULL))
);

CREATE TABLE legal_contact (
  id           uuid        PRIMARY KEY,
  authority    uuid        NOT NULL REFERENCES legal_authority,
  value        text        NOT NULL CHECK (length(value) BETWEEN 1 AND 300),
  -- As it is compared.
  key          text        NOT NULL,
  source       text        NOT NULL,
  from_message boolean     NOT NULL,
  added_by     uuid        NOT NULL,
  added_at     timestamptz NOT NULL
);
CREATE INDEX legal_contact_authority ON legal_contact (authority);
CREATE INDEX legal_contact_key ON legal_contact (key) WHERE from_message;
