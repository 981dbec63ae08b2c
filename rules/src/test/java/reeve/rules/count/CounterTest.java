package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reeve.rules.source.RuleSource.Kind;

/** What an analyst sees a counter do. */
final class CounterTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long PANE = 60_000;

  /** Ten past something, at the beginning of a pane. */
  private static final long NOON = 1_700_000_000_000L / PANE * PANE;

  @Test
  void tenPostsOfOneSecondThatCameTogetherReadOneToTen() {
    try (var posts = new Tally(CounterSpec.of(Kind.COUNT, HOUR))) {
      for (int i = 1; i <= 10; i++) {
        assertThat(posts.bump("ann", NOON)).isEqualTo(i);
      }
      assertThat(posts.bump("ben", NOON)).isEqualTo(1);
    }
  }

  @Test
  void oneBatchReadsAsTenBatchesDo() {
    try (var table = new Table(Table.LEAST_BUDGET)) {
      var shard = new Shard(List.of(CounterSpec.of(Kind.COUNT, HOUR)), table);
      var bumps = new Bumps();
      for (int i = 0; i < 200; i++) {
        bumps.add(0, i % 2, 5, NOON);
      }
      var readings = new Readings();
      shard.bump(bumps, readings);
      assertThat(readings.size()).isEqualTo(200);
      for (int i = 0; i < 200; i++) {
        assertThat(readings.whole(i)).isEqualTo(i / 2 + 1);
      }
    }
  }

  @Test
  void aPostLeavesTheWindowWithItsPane() {
    try (var posts = new Tally(CounterSpec.of(Kind.COUNT, HOUR))) {
      posts.bump("ann", NOON + 10);
      long hourLater = NOON + 60 * PANE;
      assertThat(posts.read("ann", hourLater)).as("the pane of an hour ago overlaps").isEqualTo(1);
      assertThat(posts.read("ann", hourLater + PANE - 2)).isEqualTo(1);
      assertThat(posts.read("ann", hourLater + PANE - 1)).as("its last millisecond").isZero();
      assertThat(posts.read("ann", hourLater + PANE)).isZero();
    }
  }

  @Test
  void lookingChangesNothing() {
    try (var posts = new Tally(CounterSpec.of(Kind.COUNT, HOUR))) {
      assertThat(posts.read("ann", NOON)).isZero();
      assertThat(posts.table.figures().keys()).isZero();
      posts.bump("ann", NOON);
      assertThat(posts.read("ann", NOON + 1000 * PANE)).isZero();
      assertThat(posts.read("ann", NOON)).isEqualTo(1);
    }
  }

  @Test
  void aLatePostCountsInItsOwnMinuteAndReadsItsOwnHour() {
    try (var posts = new Tally(CounterSpec.of(Kind.COUNT, HOUR))) {
      posts.bump("ann", NOON);
      posts.bump("ann", NOON + 30 * PANE);
      assertThat(posts.bump("ann", NOON + 10 * PANE)).as("not what came later").isEqualTo(2);
      assertThat(posts.bump("ann", NOON + 30 * PANE)).isEqualTo(4);
    }
  }

  @Test
  void aPostOlderThanTheWindowChangesNothing() {
    try (var posts = new Tally(CounterSpec.of(Kind.COUNT, HOUR))) {
      posts.bump("ann", NOON);
      long digest = posts.table.digest();
      assertThat(posts.bump("ann", NOON - 61 * PANE)).isZero();
      assertThat(posts.table.digest()).isEqualTo(digest);
      assertThat(posts.bump("ann", NOON - 60 * PANE)).as("the oldest pane kept").isEqualTo(1);
      assertThat(posts.read("ann", NOON)).isEqualTo(2);
    }
  }

  @Test
  void anInvitePushedByManyCountsEachOnce() {
    try (var pushers = new Tally(CounterSpec.of(Kind.DISTINCT, HOUR))) {
      assertThat(pushers.bump("invite", NOON, "ann")).isEqualTo(1);
      assertThat(pushers.bump("invite", NOON, "ben")).isEqualTo(2);
      assertThat(pushers.bump("invite", NOON + 1, "ann")).isEqualTo(2);
      assertThat(pushers.bump("invite", NOON + 40 * PANE, "ann")).isEqualTo(2);
      assertThat(pushers.read("invite", NOON + 61 * PANE)).as("ben has left").isEqualTo(1);
    }
  }

  @Test
  void sixtyFourPushersAreCountedExactlyAndMoreNearly() {
    try (var pushers = new Tally(CounterSpec.of(Kind.DISTINCT, HOUR))) {
      for (int i = 1; i <= Distinct.EXACT; i++) {
        assertThat(pushers.bump("invite", NOON + i, "account " + i)).isEqualTo(i);
      }
      long last = 0;
      for (int i = Distinct.EXACT + 1; i <= 20_000; i++) {
        last = pushers.bump("invite", NOON + i, "account " + i);
        if (i % 100 == 0) {
          assertThat((double) last).isCloseTo(i, within(4 * Sketches.ERROR * i));
        }
      }
      assertThat(pushers.bump("invite", NOON + 20_000, "account 17")).isEqualTo(last);
      assertThat(pushers.read("invite", NOON + 66 * PANE)).as("all have left").isZero();
      assertThat(pushers.bump("invite", NOON + 70 * PANE, "ann")).as("exact again").isEqualTo(1);
    }
  }

  @Test
  void sumsStopAtTheEndOfTheNumbers() {
    try (var sum = new Tally(CounterSpec.of(Kind.SUM, HOUR))) {
      assertThat(sum.bump("ann", NOON, 40)).isEqualTo(40);
      assertThat(sum.bump("ann", NOON + PANE, -50)).isEqualTo(-10);
      assertThat(sum.bump("ann", NOON + PANE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - 10);
      assertThat(sum.bump("ann", NOON + PANE, 1000)).isEqualTo(Long.MAX_VALUE);
      assertThat(sum.bump("ben", NOON, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
      assertThat(sum.bump("ben", NOON + PANE, -1)).isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void aRateIsPerItsUnit() {
    try (var rate = new Tally(new CounterSpec(Kind.RATE, HOUR, Duration.ofMinutes(10)))) {
      assertThat(rate.bumpNumber("ann", NOON, 0)).isEqualTo(1 / 6.0);
      for (int i = 0; i < 5; i++) {
        rate.bump("ann", NOON + i);
      }
      assertThat(rate.readNumber("ann", NOON)).isEqualTo(1.0);
    }
  }

  @Test
  void aRatioIsPartOfWhole() {
    try (var ratio = new Tally(CounterSpec.of(Kind.RATIO, HOUR))) {
      assertThat(ratio.readNumber("ann", NOON)).as("nothing of nothing").isZero();
      assertThat(ratio.bumpNumber("ann", NOON, 1)).isEqualTo(1.0);
      assertThat(ratio.bumpNumber("ann", NOON, 0)).isEqualTo(0.5);
      assertThat(ratio.bumpNumber("ann", NOON + PANE, 0)).isEqualTo(1 / 3.0);
      assertThat(ratio.bumpNumber("ann", NOON + 62 * PANE, -1)).isEqualTo(1.0);
    }
  }

  @Test
  void firstSeenSaysForHowLongTheLinkHasBeenAbout() {
    try (var seen = new Tally(CounterSpec.of(Kind.FIRST_SEEN, HOUR))) {
      assertThat(seen.bump("link", NOON + 500)).isZero();
      assertThat(seen.bump("link", NOON + 90_499)).isEqualTo(89);
      assertThat(seen.bump("link", NOON + 90_500)).isEqualTo(90);
      assertThat(seen.bump("link", NOON)).as("a late one is now the first").isZero();
      assertThat(seen.read("link", NOON + 90_000)).isEqualTo(90);
      assertThat(seen.read("link", NOON + 61 * PANE + 500)).as("only the others").isEqualTo(3570);
      assertThat(seen.bump("link", NOON + 200 * PANE)).as("forgotten since").isZero();
    }
  }

  @Test
  void aClockThatRunsAheadIsSetToArrival() {
    assertThat(EventTime.of(NOON + 300_000, NOON)).isEqualTo(new EventTime(NOON + 300_000, false));
    assertThat(EventTime.of(NOON + 300_001, NOON)).isEqualTo(new EventTime(NOON, true));
    assertThat(EventTime.of(Long.MAX_VALUE, NOON)).isEqualTo(new EventTime(NOON, true));
    assertThat(EventTime.of(0, NOON)).isEqualTo(new EventTime(0, false));
    assertThat(EventTime.of(Long.MIN_VALUE, NOON)).isEqualTo(new EventTime(0, true));
    assertThatThrownBy(() -> EventTime.of(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bumps().add(0, 1, 2, EventTime.LATEST + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bumps().read(0, 1, 2, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void windowsAreAMinuteToNinetyDaysInSixtyPanes() {
    for (Duration wrong :
        List.of(
            Duration.ofSeconds(59),
            Duration.ofDays(90).plusMillis(60),
            Duration.ofMinutes(1).plusMillis(1),
            Duration.ofMinutes(1).plusNanos(60),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> CounterSpec.of(Kind.COUNT, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    CounterSpec.of(Kind.COUNT, Duration.ofMinutes(1).plusMillis(60));
    CounterSpec.of(Kind.COUNT, Duration.ofDays(90));
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(1))) {
      assertThatThrownBy(() -> new CounterSpec(Kind.RATE, HOUR, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> CounterSpec.of(Kind.RATE, HOUR))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterSpec(Kind.COUNT, HOUR, HOUR))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
