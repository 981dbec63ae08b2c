-- Whether a case needs a post is asked for each that an author deleted.
create index flagged_post_native on flagged_post (native_id) where not sealed;
