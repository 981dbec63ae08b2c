-- Whether it was looked at whether a decision makes a statement for the DSA Transparency Database.
ALTER TABLE decision ADD COLUMN stated boolean NOT NULL DEFAULT false;
CREATE INDEX decision_unstated ON decision (leaves_at) WHERE NOT stated;

-- Statements of reasons in the form of the DSA Transparency Database, and whether it has them.
CREATE TABLE decision_statement (
  decision  uuid        PRIMARY KEY,
  -- Random, so that nobody outside can tell which decision it is.
  puid      text        NOT NULL UNIQUE,
  body      text        NOT NULL,
  -- asked: it was sent, and the answer is not known.
  state     text        NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'asked', 'sent', 'failed', 'dropped')),
  -- Sent in a batch of its own, after a batch was refused without saying which one was wrong.
  alone     boolean     NOT NULL DEFAULT false,
  tries     integer     NOT NULL DEFAULT 0,
  next_try  timestamptz NOT NULL,
  words     text        NOT NULL DEFAULT '',
  made_at   timestamptz NOT NULL,
  closed_at timestamptz,
  CHECK ((state IN ('waiting', 'asked')) = (closed_at IS NULL))
);
CREATE INDEX decision_statement_due ON decision_statement (next_try)
  WHERE state IN ('waiting', 'asked');
CREATE INDEX decision_statement_closed ON decision_statement (state, closed_at);
CREATE INDEX decision_statement_made ON decision_statement (made_at, decision);
