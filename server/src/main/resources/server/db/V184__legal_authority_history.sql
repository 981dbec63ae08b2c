-- What happened with an authority, as sentences; who did it stands beside them for pages of staff.
CREATE TABLE legal_authority_log (
  id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  authority uuid        NOT NULL REFERENCES legal_authority,
  at        timestamptz NOT NULL,
  by        uuid        NOT NULL,
  words     text        NOT NULL
);
CREATE INDEX legal_authority_log_of ON legal_authority_log (authority, id);

-- Of those that stand already: what their rows still tell. The records have the rest.
INSERT INTO legal_authority_log (authority, at, by, words)
SELECT authority, at, by, words FROM (
  SELECT id AS authority, added_at AS at, added_by AS by, 'Entered.' AS words FROM legal_authority
  UNION ALL
  SELECT authority, added_at, added_by, 'Contact added: ' || value FROM legal_contact
  UNION ALL
  SELECT id, verified_at, verified_by, 'Verified through ' || coalesce(verified_contact, '')
    FROM legal_authority WHERE verified_at IS NOT NULL) happened
 ORDER BY at;
