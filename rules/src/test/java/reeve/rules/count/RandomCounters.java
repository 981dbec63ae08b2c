package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reeve.rules.source.RuleSource.Kind;

/** Random bumps of all kinds of counters, held against {@link CounterModel}. */
final class RandomCounters {
  private static final int KEYS = 4;
  private final Random random;
  private final List<CounterSpec> counters = new ArrayList<>();
  private final CounterModel[][] models;
  private final int values;

  RandomCounters(long seed) {
    random = new Random(seed);
    for (Kind kind : Kind.values()) {
      Duration window = Duration.ofMillis(60L * (1000 + random.nextInt(100_000)));
      counters.add(
          kind == Kind.RATE
              ? new CounterSpec(kind, window, Duration.ofSeconds(1 + random.nextInt(100)))
              : CounterSpec.of(kind, window));
    }
    models = new CounterModel[counters.size()][KEYS];
    for (int i = 0; i < models.length; i++) {
      for (int k = 0; k < KEYS; k++) {
        models[i][k] = new CounterModel(counters.get(i));
      }
    }
    values = random.nextInt(4) == 0 ? 2_000 : 1 + random.nextInt(70);
  }

  /** Bumps so often, and asserts each reading. */
  void run(int rounds) {
    try (var table = new Table(Table.LEAST_BUDGET)) {
      var shard = new Shard(counters, table);
      var bumps = new Bumps();
      var readings = new Readings();
      long[] now = new long[counters.size()];
      for (int i = 0; i < now.length; i++) {
        now[i] = 1_700_000_000_000L;
      }
      for (int round = 0; round < rounds; round++) {
        int counter = random.nextInt(counters.size());
        int key = random.nextInt(KEYS);
        long pane = counters.get(counter).window().toMillis() / 60;
        now[counter] = later(now[counter], pane);
        long time = around(now[counter], pane);
        long value = random.nextInt(values) - (counters.get(counter).kind() == Kind.SUM ? 20L : 0);
        boolean adds = random.nextInt(5) > 0;
        bumps.clear();
        if (adds) {
          bumps.add(counter, key, counter, time, value);
        } else {
          bumps.read(counter, key, counter, time);
        }
        shard.bump(bumps, readings);
        check(readings, counter, models[counter][key], time, value, adds);
      }
    }
  }

  private void check(
      Readings readings, int counter, CounterModel model, long time, long value, boolean adds) {
    if (adds) {
      model.add(time, value);
    }
    CounterSpec spec = counters.get(counter);
    switch (spec.kind()) {
      case RATE, RATIO -> assertThat(readings.number(0)).as("%s", spec).isEqualTo(model.read(time));
      case COUNT, SUM, FIRST_SEEN ->
          assertThat((double) readings.whole(0)).as("%s", spec).isEqualTo(model.read(time));
      case DISTINCT -> {
        double exact = model.read(time);
        if (model.sketched()) {
          double tenth = model.values(Math.floorDiv(model.firstPane(time), 6) * 6).size();
          double middle = (exact + tenth) / 2;
          double most = (tenth - exact) / 2 + 6 * Sketches.ERROR * tenth + 1;
          assertThat((double) readings.whole(0)).isCloseTo(middle, within(most));
        } else {
          assertThat((double) readings.whole(0)).as("%s", spec).isEqualTo(exact);
        }
      }
    }
  }

  private long later(long now, long pane) {
    return switch (random.nextInt(40)) {
      case 0 -> now + random.nextInt(90) * pane;
      case 1, 2, 3 -> now + random.nextInt(4) * pane;
      case 4, 5 -> (now / pane + 1) * pane - 1;
      case 6, 7, 8, 9 -> now + random.nextInt((int) pane);
      default -> now;
    };
  }

  private long around(long now, long pane) {
    return switch (random.nextInt(12)) {
      case 0 -> now - random.nextInt(75) * pane;
      case 1 -> now - random.nextInt((int) pane);
      case 2 -> (now / pane - random.nextInt(70)) * pane + (random.nextBoolean() ? 0 : pane - 1);
      case 3 -> random.nextInt(50) == 0 ? 0 : now;
      default -> now;
    };
  }
}
