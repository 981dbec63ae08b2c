-- Who made a member what they are: invited them, gave them their role, or let them set a new sign-in;
-- and when. Nobody for the first one, who came with the program's link.
alter table staff_member
  add column made_by uuid references staff_member,
  add column made_at timestamptz;
