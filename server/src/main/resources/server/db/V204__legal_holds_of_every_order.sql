-- One mechanism holds whatever an authority orders, also an order to remove; and an order to preserve is
-- taken in although nobody was found or the platform did not answer, which is tried again.
ALTER TABLE legal_hold
  -- One that was released or lapsed may come again, and one reference may stand for two terms.
  DROP CONSTRAINT legal_hold_authority_reference_platform_account_key,
  -- Null until somebody is found.
  ALTER COLUMN account DROP NOT NULL,
  -- Null of an order to remove: who entered that stands with it.
  ALTER COLUMN entered_by DROP NOT NULL,
  -- Whom the order names, in its words; why nobody was found, or what did not answer.
  ADD COLUMN named text NOT NULL DEFAULT '',
  ADD COLUMN missing text NOT NULL DEFAULT '',
  -- Whether it was taken in from a form, which proves nothing and stands for no order that came otherwise.
  ADD COLUMN by_form boolean NOT NULL DEFAULT false,
  -- The order to remove posts that holds, too; null of an order to preserve.
  ADD COLUMN removal uuid REFERENCES legal_order,
  -- When the platform showed what there was, if anything; null while it has not answered.
  ADD COLUMN seen_at timestamptz,
  ADD COLUMN tries int NOT NULL DEFAULT 0,
  ADD COLUMN next_try timestamptz,
  -- When the duty person was called: at receipt, and before it lapses.
  ADD COLUMN called_at timestamptz,
  ADD COLUMN lapse_called_at timestamptz;
UPDATE legal_hold SET named = account, seen_at = received_at;
CREATE INDEX legal_hold_reference ON legal_hold (authority, reference);
CREATE INDEX legal_hold_removal ON legal_hold (removal) WHERE removal IS NOT NULL;
CREATE INDEX legal_hold_tries ON legal_hold (next_try) WHERE released_at IS NULL AND seen_at IS NULL;

-- What happened with an order to preserve, as sentences without names.
CREATE TABLE legal_hold_log (
  id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hold  uuid        NOT NULL REFERENCES legal_hold,
  at    timestamptz NOT NULL,
  words text        NOT NULL
);
CREATE INDEX legal_hold_log_of ON legal_hold_log (hold, id);
INSERT INTO legal_hold_log (hold, at, words)
  SELECT id, received_at, 'Received, and held.' FROM legal_hold ORDER BY received_at;
INSERT INTO legal_hold_log (hold, at, words)
  SELECT id, released_at, 'Released.' FROM legal_hold WHERE released_at IS NOT NULL;

-- Orders to remove that came before: six months from their receipt, in UTC wherever this runs.
INSERT INTO legal_hold (id, authority, reference, term, platform, account, named, captured,
                        received_at, until, record, removal)
SELECT gen_random_uuid(), o.authority, o.reference, 'terrorist-content', o.platform, p.account,
       p.account, false, o.received_at, o.until, o.record, o.id
  FROM (SELECT legal_order.*,
               (received_at AT TIME ZONE 'UTC' + interval '6 months') AT TIME ZONE 'UTC' AS until
          FROM legal_order) o
  JOIN (SELECT DISTINCT order_id, account FROM legal_order_post WHERE account IS NOT NULL) p
    ON p.order_id = o.id
 WHERE o.state NOT IN ('refused', 'taken-back') AND o.until > now();
