package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PriorityTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration WIDEST = Duration.ofHours(106 + 12 + 106);

  private final Random random = new Random(7);

  private static Priority of(int severity, double weight, long followers, Duration surfaced) {
    return Priority.of(severity, weight, followers, surfaced, Duration.ZERO);
  }

  private Priority any() {
    boolean reported = random.nextBoolean();
    int ruleWeight = random.nextInt(4) == 0 ? 0 : random.nextInt(1 << random.nextInt(12));
    return of(
        random.nextInt(65),
        reported ? random.nextDouble(1e6) : 0,
        random.nextLong(2_000_000_000L),
        Priority.surfaced(ruleWeight, reported ? random.nextInt(3) : 1, reported ? 1 : 0));
  }

  @Test
  void ageAloneBringsEveryCaseToTheTop() {
    for (int i = 0; i < 100_000; i++) {
      Priority first = any();
      Priority second = any();
      assertThat(first.number(NOW.minus(WIDEST).minusSeconds(1)))
          .as("%s before %s", first, second)
          .isGreaterThan(second.number(NOW));
    }
  }

  @Test
  void rulesWeighLessThanPeopleAndNeverMoreThanHalfADay() {
    assertThat(Priority.surfaced(1, 1, 0)).isEqualTo(Duration.ofHours(2));
    assertThat(Priority.surfaced(3, 2, 0)).isEqualTo(Duration.ofHours(4));
    for (int weight = 0; weight < 5_000; weight++) {
      assertThat(Priority.surfaced(weight, 1, 1)).isBetween(Duration.ZERO, Duration.ofHours(12));
      assertThat(Priority.surfaced(weight, 1, 1))
          .isLessThanOrEqualTo(of(0, weight, 0, Duration.ZERO).reporters());
    }
  }

  @Test
  void whatIsKnownOnlyOverALimitWaitsBehindEveryReportOfTheDayAfter() {
    Priority graveAndWide = of(64, 0, Long.MAX_VALUE, Priority.surfaced(0, 900, 0));
    Priority smallReport = of(0, 0, 0, Priority.surfaced(0, 0, 1));
    assertThat(graveAndWide.number(NOW)).isLessThan(smallReport.number(NOW.plusSeconds(86_399)));
    assertThat(Priority.surfaced(0, 900, 1)).as("once reported").isZero();
    assertThat(Priority.surfaced(2, 900, 0)).as("once within a limit").isPositive();
  }

  @Test
  void theSurestLikenessWeighsLessThanTheLeastTrustedReporter() {
    assertThat(Priority.resembled(99)).isLessThan(of(0, 0.25, 0, Duration.ZERO).reporters());
    assertThat(Priority.resembled(1)).isPositive();
    assertThat(Priority.resembled(0)).isZero();
  }
}
