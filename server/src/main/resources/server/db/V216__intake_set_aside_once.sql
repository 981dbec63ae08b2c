-- What was taken in stands where it belongs; that it had been set aside, and why, stays.
UPDATE set_aside SET content = '' WHERE taken_in_at IS NOT NULL;
