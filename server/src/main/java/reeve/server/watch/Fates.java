package reeve.server.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Outcomes;
import reeve.server.cases.Outcomes.Outcome;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;

/** What became of the accounts that a rule surfaced, or in shadow would have. */
@Component
final class Fates {
  private static final int LOOKED_AT = 1_000;

  private final ShadowRows shadows;
  private final Outcomes outcomes;

  Fates(ShadowRows shadows, Outcomes outcomes) {
    this.shadows = shadows;
    this.outcomes = outcomes;
  }

  /**
   * An account and what became of it.
   *
   * @param others live rules with evidence on it, this one left out
   * @param outcome null where there never was a case
   */
  record Fate(
      AccountRef account,
      Origin origin,
      long hits,
      long overLimit,
      Instant at,
      Set<String> others,
      @Nullable Outcome outcome) {}

  /**
   * Accounts of one origin.
   *
   * @param accounts the newest thousand at the most
   * @param known had a case
   * @param reported had one with a report in it
   * @param byOthers had evidence of other rules
   */
  record Sum(
      String origin,
      long accounts,
      long known,
      long reported,
      long byOthers,
      long waits,
      long violations,
      long noViolation,
      long overturned) {}

  List<Fate> shadowed(String rule, String version, int most) {
    List<ShadowRows.Shadowed> found = shadows.of(rule, version, most);
    Map<AccountRef, Outcome> known =
        outcomes.of(found.stream().map(ShadowRows.Shadowed::account).toList());
    return found.stream()
        .map(one ->
            fate(
                rule,
                one.account(),
                one.origin(),
                one.hits(),
                one.overLimit(),
                one.lastAt(),
                known.get(one.account())))
        .toList();
  }

  List<Fate> surfaced(String rule, int most) {
    List<Outcomes.Found> found = outcomes.foundBy(rule, most);
    Map<AccountRef, Outcome> known =
        outcomes.of(found.stream().map(Outcomes.Found::account).toList());
    List<Fate> fates = new ArrayList<>();
    for (Outcomes.Found one : found) {
      Outcome outcome = known.get(one.account());
      fates.add(
          fate(
              rule,
              one.account(),
              outcome == null ? Origin.LIVE : outcome.origin(),
              one.verdicts(),
              one.overLimit(),
              one.at(),
              outcome));
    }
    return fates;
  }

  private static Fate fate(
      String rule,
      AccountRef account,
      Origin origin,
      long hits,
      long over,
      Instant at,
      @Nullable Outcome outcome) {
    Set<String> others = outcome == null ? new HashSet<>() : new HashSet<>(outcome.rules());
    others.remove(rule);
    return new Fate(account, origin, hits, over, at, others, outcome);
  }

  /** By origin, never added up over them. */
  List<Sum> shadow(String rule, String version) {
    Map<Origin, List<Fate>> byOrigin = new TreeMap<>();
    shadowed(rule, version, LOOKED_AT)
        .forEach(fate -> byOrigin.computeIfAbsent(fate.origin(), _ -> new ArrayList<>()).add(fate));
    return byOrigin.entrySet().stream().map(one -> sum(one.getKey(), one.getValue())).toList();
  }

  private static Sum sum(Origin origin, List<Fate> fates) {
    return new Sum(
        origin.name().toLowerCase(Locale.ROOT),
        fates.size(),
        fates.stream().filter(fate -> fate.outcome() != null).count(),
        fates.stream()
            .filter(fate -> fate.outcome() != null && fate.outcome().reports() > 0)
            .count(),
        fates.stream().filter(fate -> !fate.others().isEmpty()).count(),
        judged(fates, Outcomes.Judged.WAITS),
        judged(fates, Outcomes.Judged.VIOLATION),
        judged(fates, Outcomes.Judged.NO_VIOLATION),
        judged(fates, Outcomes.Judged.OVERTURNED));
  }

  private static long judged(List<Fate> fates, Outcomes.Judged as) {
    return fates.stream()
        .filter(fate -> fate.outcome() != null && fate.outcome().judged() == as)
        .count();
  }
}
