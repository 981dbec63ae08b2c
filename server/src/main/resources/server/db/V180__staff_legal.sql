-- Whoever works orders of authorities has a role for it, beside that of a lead and below that of an
-- administrator. Leads did this until now: they keep it until an administrator takes it from them,
-- so that no order is left without anybody while its clock runs.
ALTER TABLE staff_member DROP CONSTRAINT staff_member_role_check;
ALTER TABLE staff_member ADD CONSTRAINT staff_member_role_check
  CHECK (role IN ('GUEST', 'REVIEWER', 'LEAD', 'LEGAL', 'LEAD_AND_LEGAL', 'ADMINISTRATOR')
         AND (role = 'GUEST') = (guest_of IS NOT NULL));
UPDATE staff_member SET role = 'LEAD_AND_LEGAL' WHERE role = 'LEAD';
-- Also of invitations that nobody has used yet.
UPDATE staff_link SET role = 'LEAD_AND_LEGAL' WHERE role = 'LEAD' AND used_at IS NULL;
