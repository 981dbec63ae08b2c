-- Accounts whose copies nobody ends before a time, whatever becomes of their cases.
CREATE TABLE held_account (
  platform text        NOT NULL,
  account  text        NOT NULL,
  until    timestamptz NOT NULL,
  PRIMARY KEY (platform, account)
);
CREATE INDEX held_account_until ON held_account (until);
