-- Releases that were dropped before they stayed rows: of which data their letters told is not known any more.
-- That it was something, and not what is released since, is told by a time at which nothing was: such a
-- holder is told anew of what leaves, or hears that nothing does.
UPDATE legal_disclosure_notice n
   SET data = d.data, data_from = '0001-01-01 00:00:00+00', data_until = NULL
  FROM legal_disclosure d
 WHERE d.id = n.disclosure AND n.bundle IS NULL
   AND n.title = 'An authority asked for data of your account'
   AND NOT EXISTS (SELECT FROM legal_release r
                    WHERE r.disclosure = d.id AND r.dropped_at IS NULL AND r.released_at <= n.sent_at);

-- Who was told of a release that was dropped was not told of the next one.
UPDATE legal_disclosure d SET told_at = NULL
 WHERE d.state IN ('collecting', 'ready', 'handed-over')
   AND EXISTS (SELECT FROM legal_release r
                WHERE r.disclosure = d.id AND r.dropped_at IS NULL AND r.released_at > d.told_at);
