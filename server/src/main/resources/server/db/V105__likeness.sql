-- How people left an account, as the index of likenesses took it: the latest word.
create table likeness_standing (
  platform text not null,
  account text not null,
  standing text not null check (standing in ('none', 'suspended', 'cleared')),
  -- of the decision that suspended it
  clause text,
  at timestamptz not null,
  -- when a decision on it was last taken back
  overturned_at timestamptz,
  primary key (platform, account)
);

-- Findings that leaned on an account of which a decision was taken back: for another look.
create table likeness_leaned (
  platform text not null,
  seed text not null,
  resemblance bytea not null,
  case_id bigint not null,
  account_platform text not null,
  account text not null,
  found_at timestamptz not null,
  overturned_at timestamptz not null,
  looked_at timestamptz,
  looked_by uuid,
  primary key (platform, seed, resemblance)
);
create index likeness_leaned_open on likeness_leaned (overturned_at) where looked_at is null;
