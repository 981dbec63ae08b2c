-- Who changed an authority before its history was kept stands in the record alone: they are no second person
-- for what they changed.
CREATE TEMPORARY TABLE registry_record ON COMMIT DROP AS
SELECT (convert_from(private_bytes, 'UTF8')::json ->> 'authority')::uuid AS authority, kind, at,
       substr(actor, length('staff:') + 1)::uuid AS by
  FROM record
 WHERE kind IN ('legal.authority-changed', 'legal.authority-verified')
   AND private_bytes IS NOT NULL AND actor LIKE 'staff:%';

UPDATE legal_authority a SET second_person = false
 WHERE second_person AND EXISTS (
   SELECT FROM registry_record c
    WHERE c.authority = a.id AND c.by = a.verified_by AND c.kind = 'legal.authority-changed'
      AND c.at <= a.verified_at
      AND NOT EXISTS (SELECT FROM registry_record v
                       WHERE v.authority = a.id AND v.kind = 'legal.authority-verified'
                         AND v.at > c.at AND v.at < a.verified_at));

UPDATE legal_authority a
   SET changed_by = ARRAY(
     SELECT unnest(a.changed_by)
      UNION
     SELECT c.by FROM registry_record c
      WHERE c.authority = a.id AND c.kind = 'legal.authority-changed'
        AND NOT EXISTS (SELECT FROM registry_record v
                         WHERE v.authority = a.id AND v.kind = 'legal.authority-verified'
                           AND v.at > c.at AND v.by <> c.by
                           AND v.at < coalesce(a.verified_at, 'infinity')))
 WHERE second_person IS NOT TRUE;
