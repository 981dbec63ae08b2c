-- The square: who is there, what they wrote, who reads whom, and its two doors (outbox, orders).
-- Ids of accounts, posts, pictures and reports are time-ordered: (milliseconds since 1970 << 20) | tail,
-- so that "newest first" is the order of the primary key. Imported rows take the time of their source.

-- Text for full-text search: scripts written without spaces (Han, kana, hangul, Thai, Lao, Khmer,
-- Myanmar) are cut into single characters.
create function spaced(body text) returns text
  language sql immutable parallel safe
  return case when octet_length(body) = length(body) then body
    else regexp_replace(body, '([\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF])', ' \1 ', 'g') end;

-- Its words ('simple' knows no language), and the words that a query asks for.
create function words(body text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector('pg_catalog.simple'::regconfig, spaced(body));

create function asked(query text) returns tsquery
  language sql immutable parallel safe
  return websearch_to_tsquery('pg_catalog.simple'::regconfig, spaced(query));

create table accounts (
  id               bigint primary key,
  handle           text not null check (handle ~ '^[A-Za-z0-9_]{1,30}$'),
  display_name     text not null default '',
  bio              text not null default '',
  location         text not null default '',
  fields           jsonb not null default '[]',          -- [{"name": .., "value": ..}], at most 4
  avatar           text,                                 -- pictures.sha256
  locked           boolean not null default false,       -- follows need an answer
  language         text,
  default_visibility text not null default 'public' check (default_visibility in ('public', 'unlisted', 'private')),
  created_at       timestamptz not null default now(),
  origin           text not null default 'live' check (origin in ('live', 'sample', 'imported')),
  state            text not null default 'active' check (state in ('pending', 'active', 'refused')),
  sign_up_reason   text,
  mail             text,                                 -- lower case; null: nobody can sign in by mail
  password         text,                                 -- Argon2id, encoded; null: no password sign-in
  suspended_until  timestamptz,                          -- compared with the clock when read; infinity: permanently
  limited_until    timestamptz,                          -- likewise
  last_order       bigint not null default 0,            -- number of the last order obeyed
  town             text,                                 -- where it was imported from
  native_id        text,                                 -- its id there
  client           text,
  source_followers bigint,                               -- as the source reported them
  source_following bigint,
  check ((town is null) = (native_id is null))
);
create unique index accounts_handle on accounts (lower(handle) collate "C" text_pattern_ops);
create unique index accounts_mail on accounts (mail) where mail is not null;
create unique index accounts_import on accounts (town, native_id) where town is not null;
create index accounts_pending on accounts (id) where state = 'pending';
create index accounts_words on accounts using gin (words(display_name));

create table posts (
  id          bigint primary key,
  account_id  bigint not null references accounts,
  at          timestamptz not null default now(),
  text        text not null,
  spoiler     text not null default '',                  -- shown before the text; part of it in events
  sensitive   boolean not null default false,
  language    text,
  visibility  text not null check (visibility in ('public', 'unlisted', 'private', 'direct')),
  reply_to    bigint,                                    -- posts.id
  boost_of    bigint,                                    -- posts.id: this row is a boost, its text is empty
  origin      text not null default 'live' check (origin in ('live', 'sample', 'imported')),
  client      text,
  idempotency text,                                      -- the client's key of this request
  deleted_at  timestamptz,                               -- by its author; the text is erased
  removed_at  timestamptz,                               -- by an order
  sealed_at   timestamptz,                               -- by an order
  town        text,
  native_id   text,
  check ((town is null) = (native_id is null)),
  check (boost_of is null or visibility in ('public', 'unlisted'))
);
create index posts_account on posts (account_id, id desc);
create index posts_count on posts (account_id)
  where deleted_at is null and removed_at is null and sealed_at is null;
create index posts_public on posts (id desc) where visibility = 'public' and boost_of is null;
create index posts_replies on posts (reply_to, id) where reply_to is not null;
create unique index posts_boost on posts (boost_of, account_id) where boost_of is not null and deleted_at is null;
create unique index posts_import on posts (town, native_id) where town is not null;
create unique index posts_idempotency on posts (account_id, idempotency) where idempotency is not null;
create index posts_words on posts using gin (words(spoiler || ' ' || text))
  where visibility = 'public' and boost_of is null;

-- Hashtags of public posts, lower case, without '#'.
create table post_tags (
  tag     text collate "C" not null,
  post_id bigint not null references posts,
  primary key (tag, post_id)
);
create index post_tags_post on post_tags (post_id);

create table mentions (
  post_id    bigint not null references posts,
  account_id bigint not null references accounts,
  primary key (post_id, account_id)
);
create index mentions_account on mentions (account_id, post_id desc);

-- The bytes of a picture, as re-encoded by the square, once however often it is used.
create table pictures (
  sha256    text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  type      text not null,
  width     integer not null,
  height    integer not null,
  bytes     bytea not null,
  preview   bytea not null,                              -- JPEG or PNG, at most 640 pixels a side
  preview_type text not null,
  sealed_at timestamptz
);
alter table pictures alter column bytes set storage external;
alter table pictures alter column preview set storage external;

-- A picture of a post, or one uploaded for a post that is not written yet (post_id null).
create table media (
  id          bigint primary key,
  account_id  bigint not null references accounts,
  post_id     bigint references posts,
  position    smallint not null default 0,
  sha256      text not null references pictures,
  description text not null default '',
  key         text not null,                             -- unguessable part of its address
  created_at  timestamptz not null default now()
);
create index media_post on media (post_id, position) where post_id is not null;
create index media_loose on media (created_at) where post_id is null;
create index media_picture on media (sha256);

create table favourites (
  account_id bigint not null references accounts,
  post_id    bigint not null references posts,
  id         bigint generated by default as identity,
  at         timestamptz not null default now(),
  primary key (account_id, post_id)
);
create index favourites_post on favourites (post_id, account_id);

create table follows (
  follower bigint not null references accounts,
  target   bigint not null references accounts,
  id       bigint generated by default as identity,
  at       timestamptz not null default now(),
  primary key (follower, target),
  check (follower <> target)
);
create index follows_target on follows (target, follower);

create table follow_requests (
  follower bigint not null references accounts,
  target   bigint not null references accounts,
  id       bigint generated by default as identity,
  at       timestamptz not null default now(),
  primary key (follower, target),
  check (follower <> target)
);
create index follow_requests_target on follow_requests (target, id);

create table blocks (
  account_id bigint not null references accounts,
  target     bigint not null references accounts,
  id         bigint generated by default as identity,
  at         timestamptz not null default now(),
  primary key (account_id, target),
  check (account_id <> target)
);
create index blocks_target on blocks (target, account_id);

create table mutes (
  account_id bigint not null references accounts,
  target     bigint not null references accounts,
  id         bigint generated by default as identity,
  at         timestamptz not null default now(),
  until      timestamptz,
  primary key (account_id, target),
  check (account_id <> target)
);

create table notifications (
  id           bigint primary key,
  account_id   bigint not null references accounts,
  kind         text not null check (kind in ('mention', 'follow', 'follow_request', 'favourite', 'reblog')),
  from_account bigint not null references accounts,
  post_id      bigint references posts,
  at           timestamptz not null default now()
);
create index notifications_account on notifications (account_id, id desc);

create table markers (
  account_id bigint not null references accounts,
  timeline   text not null check (timeline in ('home', 'notifications')),
  last_read  bigint not null,
  version    integer not null default 1,
  at         timestamptz not null default now(),
  primary key (account_id, timeline)
);

-- What members read and flag by. A version is the whole set; the highest is in force.
create table square_rules (
  version  integer not null,
  id       text not null check (id ~ '^[0-9]{1,9}$'),
  position integer not null,
  text     text not null,
  hint     text not null default '',
  since    timestamptz not null default now(),
  primary key (version, id)
);
insert into square_rules (version, id, position, text, hint) values
  (1, '1', 1, 'No support for violent groups', 'Praising, promoting, recruiting or acting for a group that uses violence against people. Reporting on it, arguing against it and remembering its victims are welcome.'),
  (1, '2', 2, 'No threats of violence', 'Threatening to hurt or kill somebody, or calling on others to do so.'),
  (1, '3', 3, 'No spam or deception', 'Unwanted advertising, scams, posing as somebody else.'),
  (1, '4', 4, 'No harassment', 'Targeted insults, publishing private details, piling on.'),
  (1, '5', 5, 'Nothing illegal', 'What the law forbids, whether or not it is named above.');

create table reports (
  id           bigint primary key,
  reporter     bigint not null references accounts,
  subject      bigint not null references accounts,
  posts        bigint[] not null,
  category     text not null check (category in ('spam', 'legal', 'violation', 'other')),
  rules        text[] not null,
  rule_version integer not null,
  comment      text not null,
  origin       text not null default 'live' check (origin in ('live', 'sample', 'imported')),
  at           timestamptz not null default now(),
  town         text,
  native_id    text,
  check ((town is null) = (native_id is null))
);
create index reports_reporter on reports (reporter, id desc);
create unique index reports_import on reports (town, native_id) where town is not null;

-- When an account was last captured (docs/events.md, "capture").
create table captures (
  account_id bigint primary key references accounts,
  at         timestamptz not null
);

-- Orders that the square obeyed. The id is stored in the transaction that obeys.
create table obeyed (
  order_id   uuid primary key,
  account_id bigint not null references accounts,
  number     bigint not null,
  action     text not null,
  at         timestamptz not null
);
create index obeyed_account on obeyed (account_id, number);

-- What an order took, so that a reinstatement gives back exactly that. An account's sanctions are
-- what its rows with undone_at null say.
create table taken (
  order_id   uuid not null references obeyed,
  account_id bigint not null references accounts,
  part       text not null check (part in ('suspend', 'limit', 'post', 'seal', 'field')),
  item       text not null default '',                   -- post id, or name of the field
  until      timestamptz,                                -- of suspend and limit
  value      jsonb,                                      -- of a field: what stood there
  undone_at  timestamptz,
  primary key (order_id, part, item)
);
create index taken_account on taken (account_id, part) where undone_at is null;

create table letters (
  id           text primary key,
  account_id   bigint not null references accounts,
  statement    boolean not null,
  title        text not null,
  body         text not null,
  decision     text,
  appeal_until timestamptz,
  at           timestamptz not null,
  read_at      timestamptz
);
create index letters_account on letters (account_id, at desc);

create table appeals (
  id         bigint primary key,
  account_id bigint not null references accounts,
  decision   text not null,
  text       text not null,
  at         timestamptz not null,
  unique (account_id, decision)
);

create table one_time_links (
  token_sha256 text primary key,
  account_id   bigint not null references accounts,
  expires_at   timestamptz not null,
  used_at      timestamptz
);

-- Mail addresses that may not sign up again, as keyed hashes.
create table banned_mail (
  hash       bytea primary key,
  account_id bigint not null references accounts
);
create index banned_mail_account on banned_mail (account_id);

create table apps (
  id            bigint primary key,
  name          text not null,
  website       text,
  redirect_uris text[] not null,
  scopes        text not null,
  client_id     text not null unique,
  secret_sha256 bytea not null,
  created_at    timestamptz not null default now()
);

create table oauth_codes (
  sha256       bytea primary key,
  app_id       bigint not null references apps,
  account_id   bigint not null references accounts,
  redirect_uri text not null,
  scopes       text not null,
  challenge    text,                                     -- PKCE S256
  expires_at   timestamptz not null,
  used_at      timestamptz
);

create table oauth_tokens (
  sha256     bytea primary key,
  app_id     bigint not null references apps,
  account_id bigint references accounts,                 -- null: the application itself
  scopes     text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index oauth_tokens_account on oauth_tokens (account_id) where revoked_at is null;

-- Browsers signed in to the pages.
create table sessions (
  sha256     bytea primary key,
  account_id bigint not null references accounts,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id);

-- The outbox is read in the order (epoch, tx, id), and only below the oldest transaction still
-- running. Transaction ids rise within one cluster alone, so each cluster that this schema has lived
-- in is an epoch of its own: a copy restored elsewhere goes on in the next one.
create table outbox_epochs (
  epoch   integer primary key,
  cluster text not null                                  -- the cluster's system identifier
);
insert into outbox_epochs select 1, system_identifier::text from pg_catalog.pg_control_system();

create function outbox_epoch() returns integer
  language sql stable parallel safe
  begin atomic select max(epoch) from outbox_epochs; end;

create table outbox (
  epoch integer not null default outbox_epoch(),
  tx    xid8 not null default pg_current_xact_id(),
  id    bigint generated always as identity,
  body  text not null,                                   -- one JSON object, docs/events.md
  primary key (epoch, tx, id)
);
