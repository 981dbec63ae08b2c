-- Since when nothing shows a picture; its bytes go some days later.
alter table pictures add column unused_since timestamptz;
create index pictures_unused on pictures (unused_since) where unused_since is not null;
create index accounts_avatar on accounts (avatar) where avatar is not null;

-- Runs of the job that removes them.
create table picture_sweeps (
  at       timestamptz primary key,
  unused   integer not null,                             -- marked in this run
  removed  integer not null,
  bytes    bigint not null,
  trouble  text
);
