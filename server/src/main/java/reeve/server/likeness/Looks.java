package reeve.server.likeness;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseId;
import reeve.server.cases.CaseLikeness;
import reeve.server.cases.Cases;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.LookUps;
import reeve.server.staff.Member;

/** Who may look at whom, and that they did. */
@Component
class Looks {
  private static final Kind VIEWED = new Kind("likeness.viewed", 1);

  private final LookUps lookUps;
  private final Cases cases;
  private final CaseLikeness likeness;
  private final Records records;

  Looks(LookUps lookUps, Cases cases, CaseLikeness likeness, Records records) {
    this.lookUps = lookUps;
    this.cases = cases;
    this.likeness = likeness;
    this.records = records;
  }

  /**
   * The first of some named accounts that has no case and for which the member gave no reason: a
   * look at it needs one.
   */
  Optional<AccountRef> wantsReason(List<AccountRef> named, Member member) {
    Map<AccountRef, CaseLikeness.Past> pasts = likeness.pasts(named);
    return named.stream()
        .filter(account -> !pasts.containsKey(account) && !lookUps.given(member, account))
        .findFirst();
  }

  /** The page that asks for the reason, and leads back. */
  String ask(AccountRef account, String next) {
    return lookUps.ask(account, next);
  }

  void requireNoConflict(Search search, List<AccountRef> seeds, Member member) {
    if (member.isPartOf(seeds)
        || (search.caseId() != null
            && cases.conflict(new CaseId(search.caseId()), new Actor.Staff(member.id().value())))) {
      throw new Refused(
          LikenessProblem.CONFLICT,
          "Your own account is one of these, or is touched by the case: somebody else must look.");
    }
  }

  /** Notes who saw whom. */
  @Transactional
  public void viewed(Asking.Answer answer, Actor by) {
    records.append(
        new Entry(
            VIEWED,
            answer.seeds().size() == 1 ? answer.seeds().getFirst().account() : null,
            by,
            null,
            Map.of(),
            Map.of(
                "seeds",
                answer.seeds().stream().map(Asking.Seed::name).toList(),
                "accounts",
                answer.rows().stream().map(Asking.Row::name).toList())));
  }
}
