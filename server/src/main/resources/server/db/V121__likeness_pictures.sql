-- Pictures that were shown: what each looks like, and by which name the index knows it.
create table likeness_picture (
  sha256 text primary key,
  id bigint generated always as identity,
  -- whose connector gives its bytes
  platform text not null,
  -- of a picture that could be read and says something
  pdq text,
  -- SHA-256 of the first picture that looks like it; null while it waits to be looked at
  name text,
  tries integer not null default 0,
  next_try timestamptz
);
create index likeness_picture_due on likeness_picture (next_try) where next_try is not null;
create index likeness_picture_named on likeness_picture (id) where name is not null;
create index likeness_picture_first on likeness_picture (pdq) where name = sha256;

-- Who showed a picture before it had its name, for the index of one log.
create table likeness_shown (
  log text not null,
  sha256 text not null,
  account text not null,
  avatar boolean not null,
  at timestamptz not null,
  primary key (log, sha256, account, avatar)
);
