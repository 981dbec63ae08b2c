package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Cut;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.schema.Facts;

class RecoveryTest {
  private static final Keys KEYS = new Keys(3, 4);
  private static final int EVENTS = 5_000;

  /** A snapshot of some shards, whose chunks are of different moments, and the budgets after it. */
  private static final class Snapshot {
    final List<Table> tables;
    final List<ByteBuffer> bytes = new ArrayList<>();
    final long[] next;
    final boolean[] done;
    int chunks;

    Snapshot(List<Table> tables) {
      this.tables = tables;
      next = new long[tables.size()];
      done = new boolean[tables.size()];
      tables.forEach(_ -> bytes.add(ByteBuffer.allocate(8 << 20)));
    }

    /** Writes a chunk of a shard that is not done; says whether all are. */
    boolean write(long position, SplittableRandom random) {
      int shard = random.nextInt(tables.size());
      if (!done[shard]) {
        next[shard] = tables.get(shard).export(next[shard], position, bytes.get(shard));
        done[shard] = next[shard] == 0;
        chunks++;
      }
      for (boolean each : done) {
        if (!each) {
          return false;
        }
      }
      return true;
    }

    List<Cut> load(List<Table> into) throws IOException {
      List<Cut> cuts = new ArrayList<>();
      for (int shard = 0; shard < into.size(); shard++) {
        Cut cut = new Cut();
        ByteBuffer from = bytes.get(shard).flip();
        while (!cut.complete()) {
          into.get(shard).load(from, cut);
        }
        cuts.add(cut);
      }
      return cuts;
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,2", "3,2,3", "4,2,1"})
  void afterACrashVerdictsGoOnAsIfThereHadBeenNone(long seed, int shards, int threads)
      throws IOException {
    RandomStream stream = new RandomStream(seed);
    RuleSet set = stream.rules(20);
    Program program = Program.of(set);
    Facts[] events = stream.events(EVENTS);
    SplittableRandom random = new SplittableRandom(seed);

    List<Table> tables = BatchTest.tables(shards);
    Snapshot snapshot = new Snapshot(tables);
    BatchTest.Told after = new BatchTest.Told();
    byte[] budgets = new byte[0];
    byte[] end;
    int resume = 0;
    try (Engine engine = engine(set, program, tables, threads)) {
      BatchTest.Told sink = new BatchTest.Told();
      for (int from = 0; from < EVENTS; ) {
        int to = Math.min(EVENTS, from + 1 + random.nextInt(40));
        sink.before = from;
        engine.apply(Arrays.copyOfRange(events, from, to), to - from, sink);
        from = to;
        if (resume == 0 && from > EVENTS / 2 && snapshot.write(from - 1, random)) {
          budgets = engine.budgets(from - 1);
          resume = from;
          sink = after;
        }
      }
      end = engine.budgets(EVENTS);
    }
    assertThat(resume).isBetween(EVENTS / 2, EVENTS - 500);
    assertThat(snapshot.chunks).isGreaterThan(3);
    assertThat(after.verdicts.size()).isGreaterThan(100);

    List<Table> recovered = BatchTest.tables(shards);
    try (Engine engine = engine(set, program, recovered, threads)) {
      List<Cut> cuts = snapshot.load(recovered);
      assertThat(engine.restore(budgets)).isEqualTo(resume - 1);
      long first = cuts.stream().mapToLong(Cut::position).min().orElseThrow() + 1;
      assertThat(cuts.stream().mapToLong(Cut::end).max()).hasValue(resume - 1);
      int from = (int) first;
      assertThat(from).isLessThan(resume);
      Facts[] between = Arrays.copyOfRange(events, from, resume);
      long[] positions = java.util.stream.LongStream.range(from, resume).toArray();
      assertThat(engine.replay(between, positions, between.length, cuts)).isZero();
      BatchTest.Told again = new BatchTest.Told();
      again.before = resume;
      engine.apply(Arrays.copyOfRange(events, resume, EVENTS), EVENTS - resume, again);
      assertThat(again.verdicts).isEqualTo(after.verdicts);
      assertThat(again.events).isEqualTo(after.events);
      assertThat(BatchTest.digest(recovered)).isEqualTo(BatchTest.digest(tables));
      assertThat(engine.budgets(EVENTS)).isEqualTo(end);
    }
    tables.forEach(Table::close);
    recovered.forEach(Table::close);
  }

  private static Engine engine(RuleSet set, Program program, List<Table> tables, int threads) {
    return new Engine(set, program, tables, KEYS, RandomStream.NOTHING, threads);
  }

  @Test
  void eventsBehindTheBudgetsCountForThemWhenTheyAreReplayed() throws IOException {
    RandomStream stream = new RandomStream(5);
    RuleSet set = stream.rules(1);
    Program program = Program.of(set);
    Facts[] events = stream.events(100);
    long[] positions = java.util.stream.LongStream.range(1_000, 1_100).toArray();
    List<Table> tables = BatchTest.tables(1);
    try (Engine engine = engine(set, program, tables, 1)) {
      byte[] none = engine.budgets(1_039);
      assertThat(engine.restore(none)).isEqualTo(1_039);
      engine.replay(events, positions, 100, List.of(new Cut()));
      byte[] sixty = engine.budgets(0);
      Engine other = engine(set, program, BatchTest.tables(1), 1);
      other.replay(
          Arrays.copyOfRange(events, 40, 100),
          Arrays.copyOfRange(positions, 40, 100),
          60,
          List.of(new Cut()));
      assertThat(sixty)
          .isEqualTo(other.budgets(0))
          .isNotEqualTo(engine(set, program, tables, 1).budgets(0));
      assertThatThrownBy(() -> engine.replay(events, positions, 100, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    tables.forEach(Table::close);
  }
}
