package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import reeve.rules.source.RuleSource.Measure;
import reeve.server.policy.Policies;

final class PolicyClausesTest {
  private final PolicyClauses clauses = new PolicyClauses(Policies.shipped());

  @Test
  void onlyClausesOnSpamLetARuleActAndNeverForGood() {
    assertThat(clauses.ids()).anyMatch(id -> id.startsWith("violent-extremism/"));
    for (String id : clauses.ids()) {
      Set<Measure> expected =
          id.startsWith("spam/") ? Set.of(Measure.LIMIT, Measure.SUSPEND) : Set.of();
      assertThat(clauses.mayAct(id)).as(id).isEqualTo(expected);
    }
  }

  @Test
  void aClauseThatDoesNotExistAllowsNothing() {
    assertThat(clauses.mayAct("spam/none")).isEmpty();
  }
}
