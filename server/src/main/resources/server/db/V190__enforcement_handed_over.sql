-- What a platform handed over on an order to act: sealed under a key that lies outside (AES-256-GCM).
CREATE TABLE handed_over (
  order_id uuid        PRIMARY KEY,
  at       timestamptz NOT NULL,
  bytes    bigint      NOT NULL,
  sha256   text        NOT NULL,
  sealed   text        NOT NULL
);
