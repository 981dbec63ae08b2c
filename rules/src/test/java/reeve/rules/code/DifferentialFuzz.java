package reeve.rules.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A million pairs of a random rule and a random event, new ones each time; the seed is printed. */
class DifferentialFuzz {
  private static final long PAIRS = 1_000_000;

  @Test
  void randomRulesMeanWhatTheReferenceSays() {
    long seed = Long.getLong("reeve.fuzz.seed", System.nanoTime());
    System.out.println("differential fuzz of rules, seed " + seed);
    Differential differential = new Differential(seed);
    while (differential.pairs() < PAIRS) {
      differential.run(40, 250);
    }
    System.out.printf(
        "differential fuzz of rules: %d pairs, %d compiled, %d on the reference; %s%n",
        differential.pairs(),
        differential.fast(),
        differential.pairs() - differential.fast(),
        differential.outcomes());
    assertThat((double) differential.fast() / differential.pairs()).isGreaterThanOrEqualTo(0.95);
  }
}
