-- One for each decision that somebody asked to look at again.
CREATE TABLE appeal (
  id             uuid        PRIMARY KEY,
  decision       uuid        NOT NULL UNIQUE,
  case_id        bigint,
  side           text        NOT NULL CHECK (side IN ('holder', 'reporter')),
  filed_at       timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  record         uuid        NOT NULL,
  state          text        NOT NULL DEFAULT 'open'
                 CHECK (state IN ('open', 'decided', 'taken-back')),
  claimed_by     uuid,
  claimed_until  timestamptz,
  guest_invited  timestamptz,
  outcome        text        CHECK (outcome IN ('upheld', 'changed', 'overturned')),
  reason         text        NOT NULL DEFAULT '',
  note           text        NOT NULL DEFAULT '',
  decided_by     uuid,
  decided_at     timestamptz,
  leaves_at      timestamptz,
  decided_record uuid,
  second_person  boolean,
  -- The decision in the place of the first, where it was changed.
  new_decision   uuid
);
CREATE INDEX appeal_open ON appeal (due_at) WHERE state = 'open';
CREATE INDEX appeal_decided ON appeal (decided_at) WHERE state = 'decided';

-- Everything that came in as an appeal, also what led to none.
CREATE TABLE appeal_voice (
  id       uuid        PRIMARY KEY,
  appeal   uuid        REFERENCES appeal,
  letter   text        NOT NULL,
  platform text        NOT NULL,
  account  text        NOT NULL,
  text     text        NOT NULL,
  filed_at timestamptz NOT NULL,
  heard    text        NOT NULL
           CHECK (heard IN ('heard', 'repeated', 'too-late', 'not-standing', 'set-aside')),
  why      text        NOT NULL DEFAULT '',
  seen_at  timestamptz
);
CREATE INDEX appeal_voice_appeal ON appeal_voice (appeal);
CREATE INDEX appeal_voice_aside ON appeal_voice (filed_at) WHERE heard = 'set-aside';
