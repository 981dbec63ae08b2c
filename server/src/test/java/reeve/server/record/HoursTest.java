package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class HoursTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  @Test
  void aCheckpointComesAtTheWholeHourOnceAndNeverAtARestart() {
    var hours = new Hours(HOUR, at("10:20"));
    assertThat(hours.due(at("10:20"))).isFalse();
    assertThat(hours.due(at("10:59"))).isFalse();
    assertThat(hours.due(at("11:00"))).isTrue();
    assertThat(hours.due(at("11:01"))).isFalse();
    assertThat(new Hours(HOUR, at("11:01")).due(at("11:02"))).as("a restart").isFalse();
    assertThat(hours.due(at("12:07"))).as("the machine slept over the hour").isTrue();
    assertThat(hours.next()).isEqualTo(at("13:00"));
  }

  @Test
  void aClockThatJumpsBackPublishesAtTheNextWholeHourOfItsOwn() {
    var hours = new Hours(HOUR, at("15:30"));
    assertThat(hours.due(at("12:10"))).isFalse();
    assertThat(hours.due(at("12:59"))).isFalse();
    assertThat(hours.due(at("13:00"))).isTrue();
  }

  @Test
  void whatFailedIsTriedAgainAFewTimes() {
    var hours = new Hours(HOUR, at("10:20"));
    assertThat(hours.due(at("11:00"))).isTrue();
    for (int i = 1; i < 5; i++) {
      hours.failed(at("11:0" + (i - 1)));
      assertThat(hours.due(at("11:0" + i))).isTrue();
    }
    hours.failed(at("11:04"));
    assertThat(hours.next()).isEqualTo(at("12:00"));
  }
}
