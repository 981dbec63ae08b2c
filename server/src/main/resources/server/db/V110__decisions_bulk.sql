-- A decision over many accounts of a cluster. Each account is decided by itself, in a transaction of
-- its own, with its own statement, record and orders.
create table bulk (
  id uuid primary key,
  cluster_id bigint not null,
  title text not null,
  -- what was chosen on the page, without posts: each account has its own
  form text not null,
  state text not null
    check (state in ('waiting', 'running', 'stopped', 'done', 'refused', 'withdrawn')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  -- whether it is large enough to need somebody else, and whether there was anybody
  large boolean not null,
  second_person boolean not null,
  -- who approved or refused, and their words
  closed_by uuid,
  closed_at timestamptz,
  words text not null default '',
  sample uuid,
  record uuid not null
);
create index bulk_open on bulk (proposed_at) where state in ('waiting', 'running');

create table bulk_account (
  bulk uuid not null references bulk,
  place integer not null,
  platform text not null,
  account text not null,
  handle text not null,
  case_id bigint,
  -- what was opened of it and breaks the clause, one "kind id" a line; empty where a sample sufficed
  items text not null,
  sampled boolean not null,
  followers bigint,
  made_at timestamptz,
  cleared integer not null,
  state text not null
    check (state in ('waits', 'decided', 'left-out', 'undoing', 'undone')),
  -- why it was left out, or could not be undone
  why text,
  decision uuid,
  tries integer not null default 0,
  undo_by uuid,
  undo_reason text,
  primary key (bulk, place),
  unique (bulk, platform, account),
  check (state in ('waits', 'left-out') or decision is not null)
);
create index bulk_account_work on bulk_account (bulk, place) where state in ('waits', 'undoing');

-- A random sample of a cluster's accounts; anybody can draw it again from its seed.
create table bulk_sample (
  id uuid primary key,
  cluster_id bigint not null,
  clause text not null,
  seed bigint not null,
  -- platform and native id with a space between
  covers text[] not null,
  drawn text[] not null,
  drawn_by uuid not null,
  drawn_at timestamptz not null,
  record uuid not null
);
create index bulk_sample_cluster on bulk_sample (cluster_id, clause, drawn_at desc);
