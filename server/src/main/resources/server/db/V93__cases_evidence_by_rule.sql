-- What one rule surfaced, newest first.
create index evidence_rule on evidence (rule, at);
