-- Whose orders a key hands in; without an authority those of any, entered by the staff's own tool.
CREATE TABLE legal_key (
  key       uuid PRIMARY KEY,
  authority uuid REFERENCES legal_authority
);
