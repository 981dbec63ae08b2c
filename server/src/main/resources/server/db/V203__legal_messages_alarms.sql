-- Who wrote the reference of an order is not proven by it, and an authority sends the same one again when
-- it makes its order clearer: each is taken in, with the earlier ones named beside it.
ALTER TABLE legal_order DROP CONSTRAINT legal_order_authority_reference_key;
CREATE INDEX legal_order_reference ON legal_order (authority, reference);
ALTER TABLE legal_disclosure DROP CONSTRAINT legal_disclosure_authority_reference_key;
CREATE INDEX legal_disclosure_reference ON legal_disclosure (authority, reference);

-- Who ordered the silence under which law, or how one knows; empty where none is ordered, and of orders
-- from before.
ALTER TABLE legal_order ADD COLUMN silence_reason text NOT NULL DEFAULT '';
-- The silence as it came, empty where none did; null of orders and requests from before. What is moved later
-- makes the same order no other one.
ALTER TABLE legal_order ADD COLUMN silence_ordered text;
ALTER TABLE legal_disclosure
  ADD COLUMN silence_ordered text,
  -- Holders who were told that data leaves hear that none does, once the silence is over.
  ADD COLUMN recant_due boolean NOT NULL DEFAULT false;
CREATE INDEX legal_disclosure_recant ON legal_disclosure (silence_until) WHERE recant_due;
-- That an order was taken back is told once its silence is over, too.
DROP INDEX legal_order_notice;
CREATE INDEX legal_order_notice ON legal_order (silent_until)
  WHERE state IN ('carried-out', 'taken-back') AND notice_sent_at IS NULL;

-- When the topmost Received line of a mail says that it came: a hint, and proof of nothing.
ALTER TABLE legal_message ADD COLUMN arrived_at timestamptz;

-- Of forms and mails whose hour runs: each once, however often the server starts.
CREATE TABLE legal_message_alarm (
  message   uuid        NOT NULL REFERENCES legal_message,
  minute    int         NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (message, minute)
);
