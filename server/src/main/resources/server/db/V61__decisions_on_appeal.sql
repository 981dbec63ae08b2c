ALTER TABLE decision DROP CONSTRAINT decision_state_check;
ALTER TABLE decision ADD CONSTRAINT decision_state_check
  CHECK (state IN ('standing', 'withdrawn', 'undone', 'replaced', 'overturned'));
ALTER TABLE letter DROP CONSTRAINT letter_audience_check;
ALTER TABLE letter ADD CONSTRAINT letter_audience_check
  CHECK (audience IN ('holder', 'reporter', 'appellant'));
ALTER TABLE letter ADD COLUMN bundle uuid;
CREATE INDEX letter_bundle ON letter (bundle) WHERE bundle IS NOT NULL;
