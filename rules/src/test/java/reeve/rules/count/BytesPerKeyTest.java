package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reeve.rules.source.RuleSource.Kind;

/** A key takes at most 120 bytes on average, with everything that belongs to it. */
final class BytesPerKeyTest {
  private static final Duration[] WINDOWS = {
    Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(7)
  };

  @Test
  void twentyCountersOfAccountsOfWhichFewWriteMuch() {
    List<CounterSpec> counters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Duration window = WINDOWS[i % WINDOWS.length];
      switch (i / 5) {
        case 0 -> counters.add(CounterSpec.of(Kind.DISTINCT, window));
        case 1 -> counters.add(CounterSpec.of(Kind.COUNT, window));
        case 2 -> counters.add(new CounterSpec(Kind.RATE, window, Duration.ofMinutes(1)));
        default ->
            counters.add(
                CounterSpec.of(List.of(Kind.SUM, Kind.RATIO, Kind.FIRST_SEEN).get(i % 3), window));
      }
    }
    try (var table = new Table(256 << 20)) {
      var shard = new Shard(counters, table);
      var keys = new Keys(3, 4);
      var marks = new Keys.Mark[counters.size()];
      Arrays.setAll(marks, keys::mark);
      var bumps = new Bumps();
      var readings = new Readings();
      Random random = new Random(9);
      ByteBuffer account = ByteBuffer.allocate(8);
      for (int event = 0; event < 200_000; event++) {
        bumps.clear();
        account.putLong(0, (long) Math.exp(random.nextDouble() * Math.log(100_000)));
        for (int counter = 0; counter < counters.size(); counter++) {
          keys.hash(account.array(), 0, 8);
          long high = keys.high() ^ marks[counter].high();
          long low = keys.low() ^ marks[counter].low();
          long time = 1_700_000_000_000L + event * 20L;
          bumps.add(counter, high, low, time, random.nextInt(1_000_000));
        }
        shard.bump(bumps, readings);
      }
      Figures figures = table.figures();
      assertThat(figures.evicted()).isZero();
      assertThat(figures.keys()).isGreaterThan(700_000);
      assertThat((double) figures.bytes() / figures.keys()).isBetween(30.0, 120.0);
    }
  }
}
