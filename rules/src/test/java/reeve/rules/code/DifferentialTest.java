package reeve.rules.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferentialTest {
  @Test
  void randomRulesMeanWhatTheReferenceSays() {
    Differential differential = new Differential(20261125);
    for (int set = 0; set < 5; set++) {
      differential.run(30, 20);
    }
    assertThat(differential.pairs()).isEqualTo(3_000);
    assertThat(differential.fast()).isGreaterThanOrEqualTo(2_850);
    assertThat(differential.outcomes())
        .hasSize(3)
        .allSatisfy((_, n) -> assertThat(n).isGreaterThan(200));
  }
}
