package reeve.server.bundle;

import java.util.List;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Who may have what. */
@Component
final class Entitled {
  private final Cases cases;

  Entitled(Cases cases) {
    this.cases = cases;
  }

  /** A case that the member may work on: never one about their own account. */
  Case open(CaseId id, Member member) {
    Case of =
        cases
            .find(id)
            .orElseThrow(
                () -> new Refused(BundleProblem.NO_SUCH_CASE, "There is no case " + id + "."));
    if (member.isPartOf(List.of(of.account()))) {
      throw new Refused(BundleProblem.YOUR_OWN, "This case is about your own account.");
    }
    return of;
  }

  /**
   * Whether private and direct posts may be in a bundle of theirs. That such a post is kept tells
   * that one of its recipients showed it, so it leaves by the desk of legal alone.
   */
  boolean mayTakePrivate(Member member) {
    return member.is(Role.LEGAL);
  }

  /** Whether they may have this file. */
  boolean mayTake(BundleRow row, Member member) {
    return !row.withPrivate() || mayTakePrivate(member);
  }
}
