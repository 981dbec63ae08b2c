package reeve.rules.count;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** A shard of one counter with keys that are words, for tests. */
final class Tally implements AutoCloseable {
  final Table table = new Table(Table.LEAST_BUDGET);
  private final Keys keys = new Keys(7, 11);
  private final Shard shard;
  private final Bumps bumps = new Bumps();
  private final Readings readings = new Readings();

  Tally(CounterSpec counter) {
    shard = new Shard(List.of(counter), table);
  }

  long bump(String key, long time) {
    return bump(key, time, 0);
  }

  long bump(String key, long time, long value) {
    one(key, time, value, true);
    return readings.whole(0);
  }

  long bump(String key, long time, String value) {
    keys.hash(value.getBytes(UTF_8), 0, value.length());
    return bump(key, time, keys.low());
  }

  double bumpNumber(String key, long time, long value) {
    one(key, time, value, true);
    return readings.number(0);
  }

  long read(String key, long time) {
    one(key, time, 0, false);
    return readings.whole(0);
  }

  double readNumber(String key, long time) {
    one(key, time, 0, false);
    return readings.number(0);
  }

  private void one(String key, long time, long value, boolean adds) {
    byte[] bytes = key.getBytes(UTF_8);
    keys.hash(bytes, 0, bytes.length);
    bumps.clear();
    if (adds) {
      bumps.add(0, keys.high(), keys.low(), time, value);
    } else {
      bumps.read(0, keys.high(), keys.low(), time);
    }
    shard.bump(bumps, readings);
  }

  @Override
  public void close() {
    table.close();
  }
}
