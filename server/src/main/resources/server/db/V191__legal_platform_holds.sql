-- Until when each platform was told to hold an account, and because of which record.
CREATE TABLE legal_platform_hold (
  platform text        NOT NULL,
  account  text        NOT NULL,
  until    timestamptz NOT NULL,
  record   uuid        NOT NULL,
  PRIMARY KEY (platform, account)
);
