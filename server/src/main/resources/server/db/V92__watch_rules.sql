-- The text of a rule, a list or a bank of phrases, once; named by the SHA-256 of its UTF-8.
create table watch_text (
  digest bytea primary key check (length(digest) = 32),
  body text not null,
  -- one that nothing names any more is kept some days, to show what changed meanwhile
  kept_at timestamptz not null
);

-- A set that was live, as files. Verdicts name its digest; two that differ in comments of lists
-- alone have the same.
create table watch_set (
  id bigint generated always as identity primary key,
  digest bytea not null check (length(digest) = 32)
);
create index watch_set_digest on watch_set (digest);
create table watch_set_file (
  set_id bigint not null references watch_set,
  path text not null,
  text bytea not null references watch_text,
  primary key (set_id, path)
);
create index watch_set_file_text on watch_set_file (text);

-- What was live, in its order; the last one is. Nobody made the first of a sample town.
create table watch_live (
  number bigint primary key,
  set_id bigint not null references watch_set,
  at timestamptz not null,
  made_by uuid,
  approved_by uuid,
  why text not null,
  record uuid not null
);

-- The workspace; who saved is null where the text came with the program.
create table watch_draft (
  path text primary key,
  text bytea not null references watch_text,
  saved_at timestamptz not null,
  saved_by uuid
);
create index watch_draft_text on watch_draft (text);

-- Changes of what is live that wait for somebody else, or did.
create table watch_proposal (
  id uuid primary key,
  made_by uuid not null,
  made_at timestamptz not null,
  -- what was asked for, as its page says it
  title text not null,
  why text not null,
  state text not null check (state in ('waiting', 'live', 'refused', 'withdrawn')),
  closed_by uuid,
  closed_at timestamptz,
  -- the refusal's reason
  words text,
  record uuid not null,
  check ((state = 'waiting') = (closed_at is null))
);
create index watch_proposal_waiting on watch_proposal (made_at) where state = 'waiting';
create table watch_proposal_file (
  proposal uuid not null references watch_proposal,
  path text not null,
  -- null where there was, or shall be, none
  before bytea references watch_text,
  after bytea references watch_text,
  primary key (proposal, path)
);
create index watch_proposal_file_before on watch_proposal_file (before);
create index watch_proposal_file_after on watch_proposal_file (after);

-- One row, locked by whoever changes the draft or what is live.
create table watch_book (
  one boolean primary key default true check (one),
  revision bigint not null
);

revoke update on watch_text from ${role};
revoke update, delete, truncate on watch_set, watch_set_file, watch_live from ${role};
