-- That an account resembles others, beside what people report and rules conclude.
alter table cases
  -- the fifth term of the priority, in seconds
  add column resembled_s integer not null default 0,
  add column resemblances integer not null default 0;

-- Each finding is taken once. Its words go with the copies of its case; that there was one stays.
create table resemblance (
  id bytea primary key check (length(id) = 16),
  case_id bigint not null,
  cause text not null check (cause in ('evasion', 'asked')),
  at timestamptz not null,
  percent integer not null check (percent between 1 and 99),
  clause text,
  -- reasons and what speaks against, as JSON; null once the copies ended or a post was sealed
  body text,
  record uuid not null
);
create index resemblance_case on resemblance (case_id, at);

-- The accounts that it resembles, in the order given.
create table resemblance_seed (
  id bytea not null references resemblance,
  place integer not null,
  platform text not null,
  account text not null,
  primary key (id, place)
);
create index resemblance_seed_account on resemblance_seed (platform, account);
