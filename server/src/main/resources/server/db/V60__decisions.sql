CREATE TABLE decision (
  id               uuid        PRIMARY KEY,
  -- The orders that are withdrawn together: the decision's own id, or the appeal's.
  bundle           uuid        NOT NULL,
  -- NULL in a batch, which decides on accounts and not on cases.
  case_id          bigint,
  batch            text,
  platform         text        NOT NULL,
  account          text        NOT NULL,
  handle           text        NOT NULL,
  origin           text        NOT NULL,
  source           text        NOT NULL CHECK (source IN ('reports', 'authority', 'reeve')),
  -- Codes joined by commas, empty for "no violation".
  measures         text        NOT NULL,
  clause           text,
  policy_version   integer,
  -- Native ids, one a line.
  posts            text        NOT NULL,
  fields           text        NOT NULL,
  until            timestamptz,
  protected_speech text,
  to_holder        text        NOT NULL,
  note             text        NOT NULL,
  decided_by       uuid        NOT NULL,
  agreed_by        uuid,
  agreement        text        NOT NULL,
  second_person    boolean     NOT NULL,
  decided_at       timestamptz NOT NULL,
  leaves_at        timestamptz NOT NULL,
  appeal_until     timestamptz NOT NULL,
  state            text        NOT NULL DEFAULT 'standing'
                   CHECK (state IN ('standing', 'withdrawn', 'undone', 'replaced')),
  -- The decision that this one took the place of, on appeal.
  replaces         uuid,
  record           uuid        NOT NULL,
  -- What the reviewer typed, to be shown again after a withdrawal.
  form             text
);
CREATE INDEX decision_case ON decision (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX decision_account ON decision (platform, account);
CREATE INDEX decision_decider ON decision (decided_by, leaves_at) WHERE batch IS NULL;
CREATE UNIQUE INDEX decision_batch ON decision (batch, platform, account) WHERE batch IS NOT NULL;

-- What people were told. An appeal names the letter, never the decision, so that two people cannot
-- find out that they were told of the same one.
CREATE TABLE letter (
  id           uuid        PRIMARY KEY,
  decision     uuid,
  platform     text        NOT NULL,
  account      text        NOT NULL,
  audience     text        NOT NULL CHECK (audience IN ('holder', 'reporter')),
  title        text        NOT NULL,
  body         text        NOT NULL,
  appeal_until timestamptz,
  written_at   timestamptz NOT NULL
);
CREATE INDEX letter_decision ON letter (decision);

CREATE TABLE decision_draft (
  case_id  bigint      NOT NULL,
  member   uuid        NOT NULL,
  form     text        NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, member)
);

-- A decision that bears on what may be protected speech, until a lead has agreed or not.
CREATE TABLE decision_proposal (
  id          uuid        PRIMARY KEY,
  case_id     bigint      NOT NULL,
  form        text        NOT NULL,
  proposed_by uuid        NOT NULL,
  proposed_at timestamptz NOT NULL,
  record      uuid        NOT NULL,
  state       text        NOT NULL DEFAULT 'waiting'
              CHECK (state IN ('waiting', 'agreed', 'declined', 'overtaken')),
  lead        uuid,
  words       text,
  closed_at   timestamptz
);
CREATE UNIQUE INDEX decision_proposal_waiting ON decision_proposal (case_id)
  WHERE state = 'waiting';

-- Posts hidden from everybody, staff included, and what the law asked next.
CREATE TABLE seal (
  id         uuid        PRIMARY KEY,
  case_id    bigint      NOT NULL,
  platform   text        NOT NULL,
  account    text        NOT NULL,
  posts      text        NOT NULL,
  sealed_by  uuid        NOT NULL,
  sealed_at  timestamptz NOT NULL,
  record     uuid        NOT NULL,
  handled_by uuid,
  handled_at timestamptz,
  words      text        NOT NULL DEFAULT ''
);
CREATE INDEX seal_open ON seal (sealed_at) WHERE handled_at IS NULL;
