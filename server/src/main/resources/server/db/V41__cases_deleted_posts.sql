create index deleted_post_account on deleted_post (platform, account);

-- beyond the limit of one account no more pictures are copied
alter table picture drop constraint picture_state_check;
alter table picture add constraint picture_state_check
  check (state in ('wanted', 'kept', 'missing', 'too large', 'too many', 'sealed'));
