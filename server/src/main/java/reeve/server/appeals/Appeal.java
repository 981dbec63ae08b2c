package reeve.server.appeals;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.decisions.DecisionId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * An appeal as it stands.
 *
 * @param caseId null where the decision was one of a batch
 * @param claim who hears it; also a lapsed one
 * @param ending null while open
 */
record Appeal(
    UUID id,
    DecisionId decision,
    @Nullable CaseId caseId,
    Side side,
    Instant filedAt,
    Instant dueAt,
    RecordId record,
    State state,
    @Nullable Claim claim,
    @Nullable Instant guestInvited,
    @Nullable Ending ending) {

  /** Who asked. */
  enum Side {
    /** The holder, against a sanction. */
    HOLDER,
    /** A reporter, against "no violation". */
    REPORTER;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** For pages. */
    public String words() {
      return switch (this) {
        case HOLDER -> "by the holder, against a sanction";
        case REPORTER -> "by a reporter, against “no violation”";
      };
    }
  }

  /** The life of an appeal. */
  enum State {
    OPEN,
    DECIDED,
    /** The decision was undone before anybody heard the appeal. */
    TAKEN_BACK;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** What an appeal came to. */
  enum Outcome {
    UPHELD,
    CHANGED,
    OVERTURNED;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A lease, until it lapses by the clock. */
  record Claim(Actor.Staff holder, Instant until) {}

  /**
   * How it was decided.
   *
   * @param leavesAt before this time it can be withdrawn
   * @param replacement the decision that took the place of the first
   */
  record Ending(
      Outcome outcome,
      String reason,
      String note,
      Actor.Staff by,
      Instant at,
      Instant leavesAt,
      RecordId record,
      boolean secondPerson,
      @Nullable DecisionId replacement) {}

  /** As a guest's invitation names it. */
  String thing() {
    return "appeal:" + id;
  }

  boolean claimedBy(Actor.Staff member, Instant now) {
    return claim != null && claim.holder().equals(member) && claim.until().isAfter(now);
  }

  boolean claimedByOther(Actor.Staff member, Instant now) {
    return claim != null && !claim.holder().equals(member) && claim.until().isAfter(now);
  }
}
