-- What is known of a hash. Entries of one hash are one; those that ended stay, and match nothing.
CREATE TABLE bank_entry (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text        NOT NULL,
  hash       text        NOT NULL,
  labels     text        NOT NULL, -- separated by ;
  severity   text        NOT NULL,
  source     text        NOT NULL,
  added_at   timestamptz NOT NULL,
  expires_at timestamptz,
  agreed     integer     NOT NULL,
  disagreed  integer     NOT NULL,
  ended      boolean     NOT NULL DEFAULT false, -- its end is recorded
  UNIQUE (kind, hash)
);
CREATE INDEX bank_entry_ending ON bank_entry (expires_at) WHERE NOT ended AND expires_at IS NOT NULL;

-- One row. Whoever adds entries locks it first, so that their ids become visible in their order.
CREATE TABLE bank_state (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  entries bigint  NOT NULL
);
INSERT INTO bank_state (entries) VALUES (0);

-- One row: pictures that came while too many waited. Of its own, so that intake waits for nobody.
CREATE TABLE bank_passed (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  pictures bigint  NOT NULL
);
INSERT INTO bank_passed (pictures) VALUES (0);

-- Pictures of public posts that are still to be looked up.
CREATE TABLE bank_picture (
  platform text        NOT NULL,
  post     text        NOT NULL,
  sha256   text        NOT NULL,
  account  text        NOT NULL,
  at       timestamptz NOT NULL,
  tries    integer     NOT NULL DEFAULT 0,
  next_try timestamptz,          -- null where it was given up
  trouble  text,
  PRIMARY KEY (platform, post, sha256)
);
CREATE INDEX bank_picture_due ON bank_picture (next_try) WHERE next_try IS NOT NULL;
