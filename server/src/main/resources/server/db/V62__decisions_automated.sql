-- A rule that acts decides without a person.
ALTER TABLE decision ALTER COLUMN decided_by DROP NOT NULL;
ALTER TABLE decision ADD COLUMN rule text;
ALTER TABLE decision ADD COLUMN rule_version text;
-- The digest of event, rule and version that it followed from, in hex.
ALTER TABLE decision ADD COLUMN verdict text;
ALTER TABLE decision ADD CONSTRAINT decision_somebody CHECK (
  (decided_by IS NULL) = (rule IS NOT NULL) AND (rule IS NULL) = (rule_version IS NULL)
  AND (rule IS NULL) = (verdict IS NULL));
CREATE UNIQUE INDEX decision_verdict ON decision (verdict) WHERE verdict IS NOT NULL;
CREATE INDEX decision_automated ON decision (decided_at) WHERE rule IS NOT NULL;
