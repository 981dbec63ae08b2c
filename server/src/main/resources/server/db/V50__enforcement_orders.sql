-- One row for each account that ever got an order: its lock gives the numbers out one by one.
CREATE TABLE order_line (
  platform    text        NOT NULL,
  account     text        NOT NULL,
  last_number bigint      NOT NULL,
  -- No later order of the account is tried before this time, so that none overtakes.
  not_before  timestamptz NOT NULL,
  PRIMARY KEY (platform, account)
) WITH (fillfactor = 80);

CREATE TABLE order_to_act (
  id        uuid        PRIMARY KEY,
  bundle    uuid        NOT NULL,
  platform  text        NOT NULL,
  account   text        NOT NULL,
  number    bigint      NOT NULL,
  kind      text        NOT NULL,
  -- JSON; emptied when the order is closed, so that letters are not kept twice.
  action    text,
  cause     uuid        NOT NULL,
  issued_at timestamptz NOT NULL,
  leaves_at timestamptz NOT NULL,
  -- Never falls from one number of an account to the next, while both are open.
  next_try  timestamptz NOT NULL,
  -- Rises before each try: an order with a try may have been carried out.
  tries     integer     NOT NULL DEFAULT 0,
  state     text        NOT NULL DEFAULT 'due'
            CHECK (state IN ('due', 'done', 'refused', 'superseded', 'withdrawn')),
  answer    text,
  until     timestamptz,
  closed_at timestamptz,
  by_hand   boolean     NOT NULL DEFAULT false,
  -- The end of a measure in force whose lapse is not yet in the record.
  lapses_at timestamptz,
  UNIQUE (platform, account, number)
) WITH (fillfactor = 80);

CREATE INDEX order_to_act_due ON order_to_act (platform, next_try, number) WHERE state = 'due';
CREATE INDEX order_to_act_bundle ON order_to_act (bundle);
CREATE INDEX order_to_act_closed ON order_to_act (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX order_to_act_lapse ON order_to_act (lapses_at) WHERE lapses_at IS NOT NULL;
