-- Accounts and posts are rows for ever: they are emptied, never deleted. Whoever writes these rows has
-- read or locked what they name in the same transaction; asking once more for each row was a tenth of
-- the work of a flood of flags, of a takedown and of an import.
alter table reports
  drop constraint reports_reporter_fkey,
  drop constraint reports_subject_fkey;
alter table obeyed drop constraint obeyed_account_id_fkey;
alter table taken
  drop constraint taken_order_id_fkey,
  drop constraint taken_account_id_fkey;
alter table letters drop constraint letters_account_id_fkey;
alter table posts drop constraint posts_account_id_fkey;
alter table post_tags drop constraint post_tags_post_id_fkey;
alter table mentions drop constraint mentions_post_id_fkey;
