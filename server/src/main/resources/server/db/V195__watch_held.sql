-- Events of held accounts, copied before the event log lets them go.
CREATE TABLE watch_held (
  log       text   NOT NULL,
  platform  text   NOT NULL,
  account   text   NOT NULL,
  -- The first offset of the log that was not looked at for this account.
  next_read bigint NOT NULL,
  PRIMARY KEY (log, platform, account)
);
CREATE TABLE watch_held_event (
  log      text        NOT NULL,
  position bigint      NOT NULL,
  platform text        NOT NULL,
  account  text        NOT NULL,
  at       timestamptz NOT NULL,
  kind     text        NOT NULL,
  post     text,
  fields   text        NOT NULL,
  PRIMARY KEY (log, position)
);
CREATE INDEX watch_held_event_account ON watch_held_event (platform, account);
CREATE INDEX watch_held_event_post ON watch_held_event (platform, post) WHERE post IS NOT NULL;
