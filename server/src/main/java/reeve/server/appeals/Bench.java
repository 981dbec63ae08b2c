package reeve.server.appeals;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.decisions.Decision;
import reeve.server.decisions.Reconsidering;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.staff.StaffId;

/** Who may hear an appeal: somebody who took no part, or, in a town of one, the one. */
@Component
class Bench {
  /** After this time without anybody else the sole administrator decides. */
  static final Duration ALONE_AFTER = Duration.ofDays(7);

  private final Reconsidering decisions;
  private final Cases cases;
  private final Roster roster;

  Bench(Reconsidering decisions, Cases cases, Roster roster) {
    this.decisions = decisions;
    this.cases = cases;
    this.roster = roster;
  }

  /** Whether a member may hear an appeal, and if not why. */
  enum Seat {
    /** They took no part. */
    SECOND_PERSON,
    /** They took part, but nobody else is there, and the week is over. */
    ALONE,
    TOOK_PART,
    OWN_ACCOUNT,
    /** A guest of something else. */
    NOT_INVITED;

    boolean may() {
      return this == SECOND_PERSON || this == ALONE;
    }

    /** Why not, for pages. */
    public String words() {
      return switch (this) {
        case SECOND_PERSON, ALONE -> "";
        case TOOK_PART -> "You took part in this decision; somebody else must hear the appeal.";
        case OWN_ACCOUNT ->
            "Your own account is the subject, reported it or is mentioned; somebody else must hear"
                + " the appeal.";
        case NOT_INVITED -> "You were invited to another appeal.";
      };
    }
  }

  Seat seat(Appeal appeal, Decision decision, Member member, Instant now) {
    if (!member.mayLookAt(appeal.thing())) {
      return Seat.NOT_INVITED;
    }
    if (touched(appeal, new Actor.Staff(member.id().value()))) {
      return Seat.OWN_ACCOUNT;
    }
    if (!decisions.hands(decision).contains(new Actor.Staff(member.id().value()))) {
      return Seat.SECOND_PERSON;
    }
    boolean weekOver = !now.isBefore(appeal.filedAt().plus(ALONE_AFTER));
    boolean alone = member.is(Role.ADMINISTRATOR) && nobodyElse(appeal, decision);
    return weekOver && alone ? Seat.ALONE : Seat.TOOK_PART;
  }

  /** Whether no active member of the staff could hear it as a second person. */
  boolean nobodyElse(Appeal appeal, Decision decision) {
    Set<Actor.Staff> hands = decisions.hands(decision);
    return roster.active(Role.REVIEWER).stream()
        .map(StaffId::value)
        .map(Actor.Staff::new)
        .allMatch(member -> hands.contains(member) || touched(appeal, member));
  }

  private boolean touched(Appeal appeal, Actor.Staff member) {
    CaseId of = appeal.caseId();
    return of != null && cases.conflict(of, member);
  }
}
