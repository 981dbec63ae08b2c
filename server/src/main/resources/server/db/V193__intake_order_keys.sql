-- Keys that hand in orders of authorities do nothing else.
ALTER TABLE api_key ADD COLUMN may_order boolean NOT NULL DEFAULT false;
ALTER TABLE api_key ADD CHECK (NOT (may_order AND (may_report OR may_read OR may_send_events)));
