-- Rules tried on what is kept. A result names accounts and shows hits, so it goes after some weeks.
create table watch_backtest (
  id uuid primary key,
  -- the log whose process runs it
  log text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  title text not null,
  -- digest of the set that is tried
  candidate bytea not null check (length(candidate) = 32),
  from_at timestamptz,
  to_at timestamptz,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  share double precision not null default 0,
  events bigint not null default 0,
  per_second bigint not null default 0,
  -- why there is no result
  words text,
  -- JSON
  result text,
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null)),
  check ((state = 'done') = (result is not null))
);
create index watch_backtest_made on watch_backtest (made_at desc);
create index watch_backtest_candidate on watch_backtest (candidate, ended_at desc) where state = 'done';
