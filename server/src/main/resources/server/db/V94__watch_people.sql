-- What streams have told of accounts so far, as far as a process has followed them: rules read it
-- with each event. It moves with the cursor of that process's log.
create table watch_person (
  log text not null,
  platform text not null,
  account text not null,
  handle text not null,
  display_name text not null,
  bio text not null,
  location text not null,
  avatar text,
  state text not null,
  created_at timestamptz not null,
  followers bigint not null,
  following bigint not null,
  posts bigint not null,
  primary key (log, platform, account)
);
