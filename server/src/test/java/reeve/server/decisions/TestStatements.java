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
    Policy policy = POLICIES.get(random.nextInt(POLICIES.size()));
    Clause clause = policy.clauses().get(random.nextInt(policy.clauses().size()));
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    for (Measure measure : Measure.values()) {
      if (random.nextInt(3) == 0) {
        measures.add(measure);
      }
    }
    if (measures.isEmpty()) {
      measures.add(Measure.values()[random.nextInt(Measure.values().length)]);
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
        Source.values()[random.nextInt(Source.values().length)],
        How.values()[random.nextInt(How.values().length)],
        random.nextInt(5),
        kinds,
        random.nextBoolean() ? null : from.minusDays(random.nextInt(20_000) - 5),
        from,
        random.nextBoolean() ? null : from.plusDays(random.nextInt(90) - 2));
  }
}
