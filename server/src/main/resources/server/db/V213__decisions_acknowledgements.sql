-- How far those who reported were told that their report came. Begins at the newest record: what was
-- reported before this stood here is passed over.
CREATE TABLE decision_acknowledged (
  one    boolean     PRIMARY KEY DEFAULT true CHECK (one),
  -- The place of the last record that was looked at.
  tx     xid8        NOT NULL,
  seq    bigint      NOT NULL,
  -- What was recorded before it is passed over: it was switched off.
  since  timestamptz,
  -- Of the letters that were written last.
  bundle uuid,
  -- When everything there was had been looked at.
  ran_at timestamptz
);
WITH newest AS (SELECT tx, seq FROM record ORDER BY tx DESC, seq DESC LIMIT 1)
INSERT INTO decision_acknowledged (tx, seq)
SELECT tx, seq FROM newest
UNION ALL
SELECT '0'::xid8, 0 WHERE NOT EXISTS (SELECT FROM newest);
