package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RhythmTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

  @Test
  void postsAreCountedInTheirHourOfTheWeek() {
    Rhythm rhythm =
        Rhythm.of(
            List.of(
                MONDAY,
                MONDAY.plus(Duration.ofMinutes(59)),
                MONDAY.plus(Duration.ofHours(167)),
                MONDAY.minus(Duration.ofDays(7)),
                Instant.EPOCH));
    assertThat(rhythm.posts()).isEqualTo(5);
    assertThat(rhythm.at(0)).isEqualTo(3);
    assertThat(rhythm.at(167)).isEqualTo(1);
    assertThat(rhythm.at(72)).isEqualTo(1);
  }

  @Test
  void burstsAndGapsAreFoundAndBounded() {
    var times = new ArrayList<Instant>();
    for (long burst = 1; burst <= 20; burst++) {
      Instant at = MONDAY.plus(Duration.ofDays(burst * burst));
      for (int i = 0; i < burst; i++) {
        times.add(at.plus(Rhythm.APART.multipliedBy(i)));
      }
    }
    Rhythm rhythm = Rhythm.of(times.reversed());
    assertThat(rhythm.bursts()).hasSize(Rhythm.KEPT);
    assertThat(rhythm.bursts()).extracting(Rhythm.Burst::posts).startsWith(20, 19).endsWith(13);
    assertThat(rhythm.bursts().getFirst().first()).isEqualTo(MONDAY.plus(Duration.ofDays(400)));
    assertThat(rhythm.gaps()).hasSize(Rhythm.KEPT);
    assertThat(rhythm.gaps().getFirst().to()).isEqualTo(MONDAY.plus(Duration.ofDays(400)));
    assertThat(Rhythm.of(List.of(MONDAY)).gaps()).isEmpty();
    assertThat(Rhythm.of(List.of()).posts()).isZero();
  }

  @Test
  void fourPostsAreNoBurst() {
    assertThat(Rhythm.of(List.of(MONDAY, MONDAY, MONDAY, MONDAY)).bursts()).isEmpty();
    assertThat(Rhythm.of(List.of(MONDAY, MONDAY, MONDAY, MONDAY, MONDAY)).bursts())
        .containsExactly(new Rhythm.Burst(MONDAY, MONDAY, 5));
  }

  @Test
  void twoAccountsOfOneRhythmAreAlikeAndOthersAreNot() {
    Rhythm one = daily(1, 8);
    assertThat(one.similarity(daily(2, 8))).isGreaterThan(0.9);
    assertThat(one.similarity(daily(3, 9))).isBetween(0.3, 0.9);
    assertThat(one.similarity(daily(4, 20))).isLessThan(0.1);
    assertThat(one.similarity(one)).isEqualTo(1, within(1e-9));
    assertThat(one.similarity(Rhythm.of(List.of(MONDAY)))).isZero();
  }

  @Test
  void aTimeOutOfOrderCountsInItsHourOnly() {
    var taken = new Rhythm.Taken();
    taken.add(MONDAY);
    taken.add(MONDAY.minus(Duration.ofHours(1)));
    assertThat(taken.rhythm().at(167)).isEqualTo(1);
    assertThat(taken.rhythm().gaps()).isEmpty();
  }

  private static Rhythm daily(long seed, int hour) {
    var random = new Random(seed);
    var times = new ArrayList<Instant>();
    for (int day = 0; day < 100; day++) {
      times.add(
          MONDAY
              .plus(Duration.ofDays(day))
              .plus(Duration.ofMinutes(hour * 60 + random.nextInt(60))));
    }
    return Rhythm.of(times);
  }
}
