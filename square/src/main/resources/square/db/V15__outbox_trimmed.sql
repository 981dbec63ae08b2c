-- Where whoever reads the outbox was, and when: the least place of all readers.
create table outbox_marks (
  at     timestamptz primary key,
  epoch  integer not null,
  tx     xid8 not null,
  id     bigint not null,
  reader text not null,                                  -- who is there
  waits  timestamptz                                     -- since when what came after that place waits for it
);

-- Runs of the job that removes what all have read.
create table outbox_trims (
  at      timestamptz primary key,
  removed bigint not null,
  trouble text
);
