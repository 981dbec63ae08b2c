-- Every version of a policy that was ever in force, as its file read. Never changed, never deleted.
create table policy_version (
  policy text not null,
  version integer not null check (version > 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  title text not null,
  text text not null,
  loaded_at timestamptz not null,
  primary key (policy, version)
);
revoke update, delete, truncate on policy_version from ${role};
