-- A search may begin with all who carry a tag.
create index account_tag_tag on account_tag (tag, until);
