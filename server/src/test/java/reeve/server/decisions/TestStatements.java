package reeve.server.decisions;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import reeve.server.decisions.StatementForm.Facts;
import reeve.server.decisions.StatementForm.How;
import reeve.server.decisions.StatementForm.Kind;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;

/** Decisions of every kind. */
final class TestStatements {
  private static final List<Policy> POLICIES = Policies.shipped();

  private TestStatements() {}

  static Facts random(RandomGenerator random) {
    Policy policy = any(POLICIES, random);
    Clause clause = any(policy.clauses(), random);
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    for (Measure measure : Measure.values()) {
      if (random.nextInt(3) == 0) {
        measures.add(measure);
      }
    }
    if (measures.isEmpty()) {
      measures.add(any(List.of(Measure.values()), random));
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (random.nextInt(4) == 0) {
        kinds.add(kind);
      }
    }
    LocalDate from = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(2_000));
    return new Facts(
        measures,
        policy,
        clause,
        any(List.of(Source.values()), random),
        any(List.of(How.values()), random),
        random.nextInt(5),
        kinds,
        random.nextBoolean() ? null : from.minusDays(random.nextInt(20_000) - 5),
        from,
        random.nextBoolean() ? null : from.plusDays(random.nextInt(90) - 2));
  }

  private static <T> T any(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }
}
