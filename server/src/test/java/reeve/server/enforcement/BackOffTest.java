package reeve.server.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final Random random = new Random(1);

  @Test
  void theWaitDoublesFromASecondToFiveMinutesAndIsNeverLessThanHalfOfIt() {
    for (int failures = 1; failures <= 60; failures++) {
      Duration whole = Duration.ofSeconds(failures > 9 ? 300 : Math.min(300, 1L << (failures - 1)));
      for (int i = 0; i < 100; i++) {
        assertThat(BackOff.after(failures, random)).isBetween(whole.dividedBy(2), whole);
      }
    }
  }
}
