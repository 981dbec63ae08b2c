package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reeve.rules.source.RuleSource.Kind;

final class TableTest extends StateContract {
  private static final long MINUTE = 60_000;
  private static final long NOON = 1_700_000_000_000L / MINUTE * MINUTE;
  private static final List<CounterSpec> COUNTERS =
      List.of(
          CounterSpec.of(Kind.COUNT, Duration.ofHours(1)),
          CounterSpec.of(Kind.DISTINCT, Duration.ofHours(1)));

  private final Table table = new Table(32 << 20);
  private final Keys keys = new Keys(1, 2);
  private long high;
  private long low;
  private final Bumps bumps = new Bumps();
  private final Readings readings = new Readings();

  @Override
  State state() {
    return table;
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void keysBeyondTheBudgetPushOutThoseThatWereBumpedLeastRecently() {
    try (var small = new Table(Table.LEAST_BUDGET)) {
      var shard = new Shard(COUNTERS, small);
      int regulars = 2_000;
      for (int stranger = 0; stranger < 400_000; stranger++) {
        bump(shard, 0, stranger % regulars, NOON, 0);
        bump(shard, 0, 1_000_000 + stranger, NOON, 0);
        if (stranger % 1_000 == 0) {
          assertThat(small.figures().bytes()).isLessThanOrEqualTo(Table.LEAST_BUDGET);
        }
      }
      Figures figures = small.figures();
      assertThat(figures.evicted()).isGreaterThan(300_000);
      assertThat(figures.keys()).isGreaterThan(40_000);
      assertThat(figures.keys() + figures.evicted()).isEqualTo(402_000);
      assertThat(figures.expired()).isZero();
      for (int regular = 0; regular < regulars; regular++) {
        assertThat(bump(shard, 0, regular, NOON, 0)).isEqualTo(201);
      }
    }
  }

  @Test
  void valuesThatGrowPushOthersOutToo() {
    try (var small = new Table(Table.LEAST_BUDGET)) {
      var shard = new Shard(COUNTERS, small);
      Random random = new Random(5);
      for (int i = 0; i < 600_000; i++) {
        bump(shard, 1, random.nextInt(5_000), NOON + random.nextInt(3_600_000), random.nextLong());
      }
      assertThat(small.figures().bytes()).isLessThanOrEqualTo(Table.LEAST_BUDGET);
      assertThat(small.figures().evicted()).isPositive();
      assertThat(small.figures().keys()).isBetween(500L, 5_000L);
    }
  }

  @Test
  void keysWhoseWindowHasPassedGoBeforeAnyOther() {
    try (var small = new Table(Table.LEAST_BUDGET)) {
      var shard = new Shard(COUNTERS, small);
      for (int key = 0; key < 60_000; key++) {
        bump(shard, 0, key, key < 30_000 ? NOON : NOON + 61 * MINUTE, 0);
      }
      assertThat(small.figures().evicted()).isZero();
      small.expire(NOON + 61 * MINUTE, 0);
      for (int key = 60_000; key < 80_000; key++) {
        bump(shard, 0, key, NOON + 61 * MINUTE, 0);
      }
      assertThat(small.figures().evicted()).isZero();
      assertThat(small.figures().expired()).isPositive();
    }
  }

  @Test
  void expiryForgetsEachKeyInTheMomentItsWindowHasPassed() {
    var shard = new Shard(COUNTERS, table);
    for (int key = 0; key < 50_000; key++) {
      bump(shard, key % 2, key, NOON + (key % 60) * MINUTE, key);
    }
    long passed = NOON + 61 * MINUTE - 1;
    assertThat(table.expire(passed - 1, Integer.MAX_VALUE)).isZero();
    assertThat(table.expire(passed, Integer.MAX_VALUE)).isEqualTo(834);
    assertThat(table.expire(passed, Integer.MAX_VALUE)).isZero();
    long steps = 0;
    while (table.figures().keys() > 0) {
      table.expire(passed + 60 * MINUTE, 1);
      steps++;
    }
    assertThat(steps).as("one segment at a time").isBetween(8L, 64L);
    assertThat(table.figures().expired()).isEqualTo(50_000);
    assertThat(bump(shard, 0, 0, NOON, 0)).isEqualTo(1);
  }

  @Test
  void whatWasLeftOutIsReplayedAndTheRestIsNot() throws IOException {
    var shard = new Shard(COUNTERS, table);
    List<long[]> log = randomLog(300_000);
    ByteBuffer snapshot = ByteBuffer.allocate(32 << 20);
    long from = 0;
    int chunks = 0;
    for (int position = 0; position < log.size(); position++) {
      bump(shard, log.get(position));
      if (position >= 100_000 && position % 1_000 == 0 && (chunks == 0 || from != 0)) {
        from = table.export(from, position, snapshot);
        chunks++;
      }
    }
    assertThat(from).isZero();
    assertThat(chunks).as("of different moments").isGreaterThan(4);

    try (var recovered = new Table(32 << 20)) {
      var cut = new Cut();
      snapshot.flip();
      while (snapshot.hasRemaining()) {
        assertThat(cut.complete()).isFalse();
        recovered.load(snapshot, cut);
      }
      assertThat(cut.complete()).isTrue();
      assertThat(cut.position()).isEqualTo(100_000);
      var again = new Shard(COUNTERS, recovered);
      for (int position = 100_001; position < log.size(); position++) {
        long[] row = log.get(position);
        key(row);
        if (!cut.holds(high, position)) {
          bump(again, row);
        }
      }
      assertThat(recovered.figures().keys()).isEqualTo(table.figures().keys());
      assertThat(recovered.digest()).isEqualTo(table.digest());
    }
  }

  @Test
  void aTableThatIsClosedRefusesInsteadOfReadingMemoryThatIsGone() {
    Table closed = new Table(Table.LEAST_BUDGET);
    byte[] value = new byte[State.VALUE_BYTES];
    closed.put(1, 2, new byte[] {1, 1, 3}, 3);
    assertThat(closed.get(1, 2, value)).isEqualTo(3);
    closed.close();
    assertThatThrownBy(() -> closed.get(1, 2, value)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> closed.put(1, 2, value, 3)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> closed.expire(Long.MAX_VALUE, 1)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(closed::digest).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aDamagedOrMissingChunkIsNoticed() throws IOException {
    var shard = new Shard(COUNTERS, table);
    randomLog(100_000).forEach(row -> bump(shard, row));
    ByteBuffer first = ByteBuffer.allocate(Table.CHUNK_BYTES);
    ByteBuffer second = ByteBuffer.allocate(Table.CHUNK_BYTES);
    long from = table.export(0, 7, first);
    table.export(from, 7, second);
    first.flip();
    second.flip();
    try (var other = new Table(32 << 20)) {
      assertThatThrownBy(() -> other.load(second.duplicate(), new Cut()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("missing");
      for (int at : new int[] {0, 5, 13, 20, 28, 33, 40, 5_000, first.limit() - 1}) {
        ByteBuffer damaged = ByteBuffer.allocate(first.limit()).put(first.duplicate()).flip();
        damaged.put(at, (byte) (damaged.get(at) ^ 1));
        assertThatThrownBy(() -> other.load(damaged, new Cut()))
            .as("byte %d", at)
            .isInstanceOf(IOException.class);
      }
      for (int end : new int[] {0, 20, 39, 5_000, first.limit() - 1}) {
        assertThatThrownBy(() -> other.load(first.duplicate().limit(end), new Cut()))
            .as("%d bytes", end)
            .isInstanceOf(IOException.class);
      }
      assertThat(other.figures().keys()).isZero();
    }
  }

  @Test
  void twoTablesThatTookTheKeysInAnotherOrderAreEqual() {
    List<long[]> log = randomLog(200_000);
    var shard = new Shard(COUNTERS, table);
    long[] read = new long[log.size()];
    for (int i = 0; i < read.length; i++) {
      read[i] = bump(shard, log.get(i));
    }
    try (var other = new Table(64 << 20)) {
      var second = new Shard(COUNTERS, other);
      for (int part = 9; part >= 0; part--) {
        for (int i = 0; i < read.length; i++) {
          if (log.get(i)[1] % 10 == part) {
            assertThat(bump(second, log.get(i))).isEqualTo(read[i]);
          }
        }
      }
      assertThat(other.digest()).isEqualTo(table.digest());
      bump(second, new long[] {0, 1, NOON + 120 * MINUTE, 0});
      assertThat(other.digest()).isNotEqualTo(table.digest());
    }
  }

  /** Rows of counter, key, time and value. */
  private static List<long[]> randomLog(int rows) {
    Random random = new Random(17);
    return random
        .ints(rows)
        .mapToObj(i -> {
          long key = (long) Math.exp(random.nextDouble() * Math.log(40_000));
          long time = NOON + random.nextInt(2 * 3_600_000);
          return new long[] {random.nextInt(2), key, time, random.nextLong()};
        })
        .toList();
  }

  private long bump(Shard shard, long[] row) {
    return bump(shard, (int) row[0], row[1], row[2], row[3]);
  }

  private void key(long[] row) {
    ByteBuffer bytes = ByteBuffer.allocate(8).putLong(row[1]);
    keys.hash(bytes.array(), 0, 8);
    long keyHigh = keys.high();
    long keyLow = keys.low();
    Keys.Mark mark = keys.mark(row[0]);
    high = keyHigh ^ mark.high();
    low = keyLow ^ mark.low();
  }

  private long bump(Shard shard, int counter, long key, long time, long value) {
    key(new long[] {counter, key});
    bumps.clear();
    bumps.add(counter, high, low, time, value);
    shard.bump(bumps, readings);
    return readings.whole(0);
  }
}
