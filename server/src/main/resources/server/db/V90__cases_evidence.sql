-- What rules concluded, beside what people report.
alter table cases
  -- the fourth term of the priority, in seconds; below nothing while all of its verdicts are over
  -- their rule's limit and nobody reported
  add column surfaced_s integer not null default 0,
  -- the sum over its different rules of their greatest weight, those over their limit left out
  add column rule_weight integer not null default 0,
  add column rules integer not null default 0,
  add column verdicts integer not null default 0,
  -- an appeal took the violation back
  add column overturned boolean not null default false;

-- Every verdict that surfaced an account. What it read goes with the copies of its case; that there
-- was one, by which rule, stays, so that it never counts twice and its rule's record remains.
create table evidence (
  verdict bytea primary key check (length(verdict) = 32),
  case_id bigint not null,
  rule text not null,
  version text not null,
  rule_set bytea not null check (length(rule_set) = 32),
  description text not null,
  clause text not null,
  weight integer not null check (weight between 1 and 10),
  over_limit boolean not null,
  at timestamptz not null,
  event text,
  post text,
  -- two JSON objects; text, so that any character that JSON can write can be kept
  seen text,
  counters text,
  record uuid not null
);
create index evidence_case on evidence (case_id, rule, version, at);

-- Marks for staff, read by the clock and swept after; an empty post marks the account itself.
create table account_tag (
  platform text not null,
  account text not null,
  post text not null,
  tag text not null,
  rule text not null,
  version text not null,
  description text not null,
  verdict bytea not null check (length(verdict) = 32),
  at timestamptz not null,
  until timestamptz not null,
  primary key (platform, account, post, tag, rule),
  check (until > at and until <= at + interval '720 hours')
);
create index account_tag_until on account_tag (until);
