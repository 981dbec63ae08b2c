-- Each code is good once; the row goes with its use.
CREATE TABLE staff_recovery (
  member uuid  NOT NULL REFERENCES staff_member,
  hash   bytea NOT NULL,
  PRIMARY KEY (member, hash)
);

-- One-time links; the token itself is nowhere.
CREATE TABLE staff_link (
  hash    bytea       NOT NULL PRIMARY KEY,
  purpose text        NOT NULL CHECK (purpose IN ('FIRST', 'INVITE', 'RESET', 'SAMPLE', 'GUEST')),
  role    text        NOT NULL,
  -- Whom it is for: a member whose sign-in is set anew, or who is made already.
  member  uuid        REFERENCES staff_member,
  made_by uuid        REFERENCES staff_member,
  expires timestamptz NOT NULL,
  used_at timestamptz
);

-- A guest's one thing to look at, for example an appeal; null for all others.
ALTER TABLE staff_member ADD COLUMN guest_of text;
ALTER TABLE staff_member DROP CONSTRAINT staff_member_role_check;
ALTER TABLE staff_member ADD CONSTRAINT staff_member_role_check
  CHECK (role IN ('GUEST', 'REVIEWER', 'LEAD', 'ADMINISTRATOR')
         AND (role = 'GUEST') = (guest_of IS NOT NULL));

-- Tries to sign in, by name as typed and by address; a right one takes its row away.
CREATE TABLE staff_try (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    bytea       NOT NULL,
  address text        NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX staff_try_name ON staff_try (name, at);
CREATE INDEX staff_try_address ON staff_try (address, at);

-- Why a member looked at an account without a case of theirs.
CREATE TABLE staff_look_up (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  member     uuid        NOT NULL REFERENCES staff_member,
  platform   text        NOT NULL,
  account_id text        NOT NULL,
  reason     text        NOT NULL,
  at         timestamptz NOT NULL
);
CREATE INDEX staff_look_up_member ON staff_look_up (member, platform, account_id, at);
