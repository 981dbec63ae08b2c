-- Emptying a table asks no row: whoever has the database in hand is refused there, too.
create function refuse_truncate_under_hold() returns trigger
  language plpgsql set search_path from current as $$
begin
  if exists (select from holds) then
    raise exception 'accounts are held: % is emptied when no hold stands', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger kept_truncate before truncate on kept
  for each statement execute function refuse_truncate_under_hold();
create trigger holds_truncate before truncate on holds
  for each statement execute function refuse_truncate_under_hold();

-- Whoever comes with another search path gets the same words.
alter function refuse_under_hold() set search_path from current;
