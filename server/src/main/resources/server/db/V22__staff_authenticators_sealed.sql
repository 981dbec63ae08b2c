-- What stands plain there is sealed when the server starts.
COMMENT ON COLUMN staff_member.totp_secret IS
  'Sealed with the key DIR/keys/portable/staff: KEY.BASE64URL, the member''s id as associated data.';
