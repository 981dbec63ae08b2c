CREATE TABLE staff_member (
  id               uuid        NOT NULL PRIMARY KEY,
  name             text        NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  role             text        NOT NULL CHECK (role IN ('REVIEWER', 'LEAD', 'ADMINISTRATOR')),
  -- Their own account on a platform: they decide nothing that touches it.
  account_platform text,
  account_id       text,
  password         text,
  -- Base32
  totp_secret      text,
  -- The last time step whose code was taken: a code is good once.
  totp_step        bigint      NOT NULL DEFAULT 0,
  active           boolean     NOT NULL DEFAULT true,
  -- Rises with every change that ends the member's sessions.
  epoch            int         NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL,
  CHECK ((account_platform IS NULL) = (account_id IS NULL))
);
CREATE UNIQUE INDEX staff_member_name ON staff_member (lower(name));

CREATE TABLE staff_lease (
  name    text        NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
  number  bigint      NOT NULL,
  expires timestamptz NOT NULL
);
