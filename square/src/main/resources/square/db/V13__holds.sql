-- Accounts of which nothing is lost before a time, whoever deletes it. Nobody but the door sees this.
create table holds (
  account_id bigint primary key,
  until      timestamptz not null
);
create index holds_until on holds (until);

-- What went from everybody's sight while its account was held, as it was.
create table kept (
  id         bigint generated always as identity primary key,
  account_id bigint not null,
  part       text not null check (part in ('post', 'profile', 'sign-up', 'sign-in', 'upload')),
  item       text not null default '',                   -- post id
  value      jsonb not null,
  pictures   text[] not null default '{}',               -- pictures.sha256
  at         timestamptz not null                        -- when it went
);
create index kept_account on kept (account_id, part, item);
create index kept_pictures on kept using gin (pictures);

-- Whoever has the database in hand is refused, too: first the hold ends, then what it kept may go.
create function refuse_under_hold() returns trigger
  language plpgsql as $$
begin
  if exists (select from holds h where h.account_id = old.account_id) then
    raise exception 'account % is held: what is kept of it is deleted when the hold ends', old.account_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger kept_under_hold before delete or update on kept
  for each row execute function refuse_under_hold();
