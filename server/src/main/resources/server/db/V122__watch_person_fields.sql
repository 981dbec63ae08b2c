-- What the fields of a profile say, a line each: rules read it, and likeness where they lead.
alter table watch_person add column fields text not null default '';
