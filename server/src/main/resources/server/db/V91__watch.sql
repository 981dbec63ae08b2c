-- How far a verdict log of a process has been carried on.
create table watch_emitted (
  log text primary key,
  position bigint not null,
  at timestamptz not null
);

-- Hits of each version of a rule by the hour of the event; stage is 'live' or 'shadow'.
create table watch_hour (
  stage text not null check (stage in ('live', 'shadow')),
  rule text not null,
  version text not null,
  hour timestamptz not null,
  hits bigint not null,
  over_limit bigint not null,
  primary key (stage, rule, version, hour)
);

-- What a rule in shadow would have surfaced or marked: one row an account, with its newest hit.
create table watch_shadow (
  rule text not null,
  version text not null,
  platform text not null,
  account text not null,
  origin text not null,
  hits bigint not null,
  over_limit bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  event text not null,
  post text,
  seen text not null,
  counters text not null,
  primary key (rule, version, platform, account)
);

-- A rule that acts passed its limit: since then it only surfaces, until somebody lets it go on.
create table watch_trip (
  id bigint generated always as identity primary key,
  rule text not null,
  version text not null,
  at timestamptz not null,
  event text not null,
  record uuid not null,
  cleared_at timestamptz,
  cleared_by uuid
);
create unique index watch_trip_open on watch_trip (rule, version) where cleared_at is null;

-- How far a process has followed a stream.
create table watch_cursor (
  log text not null,
  stream text not null,
  cursor text not null,
  at timestamptz not null,
  primary key (log, stream)
);
