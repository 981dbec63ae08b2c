-- What a request for data was taken in from.
ALTER TABLE legal_message ADD COLUMN disclosure uuid REFERENCES legal_disclosure;
CREATE INDEX legal_message_disclosure ON legal_message (disclosure) WHERE disclosure IS NOT NULL;
CREATE INDEX legal_message_order ON legal_message (order_id) WHERE order_id IS NOT NULL;
