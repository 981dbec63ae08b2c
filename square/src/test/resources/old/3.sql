-- What a square of V3 left behind: it knows of no holds, and keeps every event.
set search_path to square;

insert into accounts (id, handle, display_name, mail, state, sign_up_reason, suspended_until, limited_until, last_order) values
  (7001, 'miller', 'The Miller', 'miller@example.org', 'active', null, null, null, 0),
  (7002, 'sower', 'The Sower', 'sower@example.org', 'active', null, 'infinity', null, 2),
  (7003, 'reaper', '', 'reaper@example.org', 'active', null, null, now() + interval '3 days', 1),
  (7004, 'newcomer', '', 'newcomer@example.org', 'pending', 'To see the mill.', null, null, 0),
  (7005, 'stranger', '', null, 'refused', null, null, null, 0);
insert into posts (id, account_id, at, text, visibility, deleted_at, removed_at, sealed_at) values
  (8001, 7001, now() - interval '9 days', 'The mill turns again.', 'public', null, null, null),
  (8002, 7001, now() - interval '9 days', '', 'public', now() - interval '8 days', null, null),
  (8003, 7001, now() - interval '9 days', 'Between us: the mill is for sale.', 'direct', null, null, null),
  (8004, 7002, now() - interval '9 days', 'The Crimson Dawn comes.', 'public', null, now() - interval '8 days', null),
  (8005, 7002, now() - interval '9 days', 'Not for anybody.', 'public', null, null, now() - interval '8 days'),
  (8006, 7003, now() - interval '9 days', 'Straw.', 'unlisted', null, null, null);
insert into mentions (post_id, account_id) values (8003, 7003);
insert into follows (follower, target) values (7003, 7001);
insert into reports (id, reporter, subject, posts, category, rules, rule_version, comment)
values (9001, 7003, 7002, '{8004}', 'violation', '{1}', 1, 'They recruit.');
insert into obeyed (order_id, account_id, number, action, at) values
  (md5('removal')::uuid, 7002, 1, 'remove-posts', now() - interval '8 days'),
  (md5('suspension')::uuid, 7002, 2, 'suspend', now() - interval '8 days'),
  (md5('limit')::uuid, 7003, 1, 'limit', now() - interval '8 days');
insert into taken (order_id, account_id, part, item, until) values
  (md5('removal')::uuid, 7002, 'post', '8004', null),
  (md5('suspension')::uuid, 7002, 'suspend', '', 'infinity'),
  (md5('limit')::uuid, 7003, 'limit', '', now() + interval '3 days');
insert into letters (id, account_id, statement, title, body, decision, at)
values ('letter-1', 7002, true, 'Suspended', 'Why.', 'decision-1', now() - interval '8 days');
insert into appeals (id, account_id, decision, text, at)
values (9101, 7002, 'decision-1', 'It was a play.', now() - interval '7 days');
insert into outbox (body) values ('{"type":"old","number":1}'), ('{"type":"old","number":2}'), ('{"type":"old","number":3}');
