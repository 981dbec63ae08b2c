-- A letter with an opening is longer than the 2 KB from which PostgreSQL compresses, which costs more than
-- it saves: an opening is random to any compression.
ALTER TABLE letter SET (toast_tuple_target = 8160);
