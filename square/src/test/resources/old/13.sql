-- What a square of V13 added: holds, and what was kept for them.
set search_path to square;

insert into holds (account_id, until) values
  (7002, now() + interval '30 days'), (7003, now() - interval '1 hour');
insert into kept (account_id, part, item, value, at) values
  (7002, 'post', '8007', '{"text":"Burn the granary."}', now() - interval '1 day'),
  (7003, 'post', '8008', '{"text":"Chaff."}', now() - interval '1 day'),
  (7003, 'sign-in', '', '{}', now() - interval '1 day');
