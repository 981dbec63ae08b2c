-- Who waits for approval. The row goes with the decision; the record keeps what happened.
CREATE TABLE admission_waiting (
  platform     text        NOT NULL,
  account_id   text        NOT NULL,
  handle       text        NOT NULL,
  display_name text        NOT NULL,
  bio          text        NOT NULL,
  reason       text        NOT NULL,
  origin       text        NOT NULL,
  signed_up_at timestamptz NOT NULL,
  PRIMARY KEY (platform, account_id)
);
CREATE INDEX admission_waiting_oldest ON admission_waiting (signed_up_at, platform, account_id);
