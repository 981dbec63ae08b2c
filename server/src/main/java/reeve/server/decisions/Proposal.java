package reeve.server.decisions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * A decision that waits for a lead, because the posts may be protected speech.
 *
 * @param words the lead's, once closed
 */
record Proposal(
    UUID id,
    CaseId caseId,
    DecisionForm form,
    Actor.Staff proposedBy,
    Instant proposedAt,
    RecordId record,
    State state,
    @Nullable String words) {

  /** What became of it. */
  enum State {
    WAITING,
    AGREED,
    DECLINED,
    /** The case was decided otherwise. */
    OVERTAKEN
  }
}
