-- Keys that may send events to the rules; those made before may not.
alter table api_key add column may_send_events boolean not null default false;
