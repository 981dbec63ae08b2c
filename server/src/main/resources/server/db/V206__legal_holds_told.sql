-- Orders to preserve that stood before platforms were told of holds: no platform was told of these, so that
-- what an account's holder deleted was lost there. Each counts as told of a hold that is over, which tells it
-- of the one that stands.
INSERT INTO legal_platform_hold (platform, account, until, record)
SELECT DISTINCT ON (platform, account) platform, account, timestamptz '1970-01-01 00:00:00+00', record
  FROM legal_hold
 WHERE account IS NOT NULL AND released_at IS NULL AND until > now()
 ORDER BY platform, account, until DESC
ON CONFLICT (platform, account) DO NOTHING;
