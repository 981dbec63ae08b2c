-- What law enforcement is told unasked may also be a suspicion, without a danger to life.
ALTER TABLE legal_notification ADD COLUMN about text NOT NULL DEFAULT 'danger'
  CHECK (about IN ('danger', 'suspicion'));
ALTER TABLE legal_notification ALTER COLUMN about DROP DEFAULT;
