package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Finder;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.State;
import reeve.rules.count.Table;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;

class BatchTest {
  private static final Keys KEYS = new Keys(3, 4);

  /** What a sink was told, with the place of each event in the whole. */
  static final class Told implements VerdictSink {
    final List<Verdict> verdicts = new ArrayList<>();
    final List<Integer> events = new ArrayList<>();
    final List<Integer> failed = new ArrayList<>();
    int before;

    @Override
    public void verdict(int event, Verdict verdict) {
      verdicts.add(verdict);
      events.add(before + event);
    }

    @Override
    public void failed(int event, Throwable why) {
      failed.add(before + event);
    }
  }

  static List<Table> tables(int count) {
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(new Table(8 << 20));
    }
    return tables;
  }

  static long digest(List<Table> tables) {
    return tables.stream().mapToLong(Table::digest).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void batchesShardsAndThreadsChangeNothing(long seed) {
    RandomStream stream = new RandomStream(seed);
    RuleSet set = stream.rules(20);
    Program program = Program.of(set);
    Facts[] events = stream.events(2_500);
    List<Verdict> expected = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    long digest;
    try (Table table = new Table(8 << 20)) {
      Engine engine = new Engine(set, program, table, KEYS, RandomStream.NOTHING);
      for (int event = 0; event < events.length; event++) {
        for (Verdict verdict : engine.apply(events[event])) {
          expected.add(verdict);
          places.add(event);
        }
      }
      digest = table.digest();
    }
    assertThat(expected.size()).isBetween(500, 50_000);
    assertThat(expected).anyMatch(Verdict::overLimit).anyMatch(one -> one.missing() != null);
    for (int shards = 1; shards <= 3; shards++) {
      for (int threads = 1; threads <= 3; threads++) {
        List<Table> tables = tables(shards);
        Told told = new Told();
        try (Engine engine =
            new Engine(set, program, tables, KEYS, RandomStream.NOTHING, threads)) {
          inBatches(engine, events, new SplittableRandom(seed), told);
        }
        assertThat(told.verdicts).as("%d shards, %d threads", shards, threads).isEqualTo(expected);
        assertThat(told.events).isEqualTo(places);
        assertThat(digest(tables)).isEqualTo(digest);
        tables.forEach(Table::close);
      }
    }
  }

  /** Batches of one to 700 events. */
  static void inBatches(Engine engine, Facts[] events, SplittableRandom random, Told told) {
    for (int from = 0; from < events.length; ) {
      int to = Math.min(events.length, from + 1 + random.nextInt(random.nextBoolean() ? 30 : 700));
      told.before = from;
      engine.apply(Arrays.copyOfRange(events, from, to), to - from, told);
      from = to;
    }
  }

  private static final String PHRASE =
      """
      rule: failing
      owner: analysts
      description: A rule for a test.
      clause: spam/bulk
      event: post.created
      counters:
        posts: {kind: count, key: account.id, window: 1h}
        found: {kind: count, key: account.id, where: 'account.bio.contains("dawn")', window: 1h}
      when: posts >= 1 && found >= 0 && !post.text.contains("dawn")
      then: {surface: 1}
      """;

  private static Facts post(int number, String account, String bio, String text) {
    Facts facts = new Facts(TownEvents.SCHEMA).clear(TownEvents.SCHEMA.kind("post.created"));
    facts.set(TownEvents.SCHEMA.at("event.id").index(), "e" + number);
    facts.set(TownEvents.SCHEMA.at("event.at_ms").index(), RandomStream.START + number);
    facts.set(TownEvents.SCHEMA.at("account.id").index(), account);
    facts.set(TownEvents.SCHEMA.at("account.bio").index(), bio);
    facts.set(TownEvents.SCHEMA.at("post.text").index(), text);
    return facts;
  }

  @Test
  void anEventThatFailsIsToldAndTheOthersAreAsWithoutIt() {
    RuleSet set = RandomStream.set(java.util.Map.of("rules/0.yaml", PHRASE));
    Finder failing =
        (facts, slot, hits) -> {
          if (facts.text(slot).equals("broken")) {
            throw new IllegalStateException("no text");
          }
        };
    Facts[] events = new Facts[100];
    for (int i = 0; i < events.length; i++) {
      events[i] = post(i, "a", i == 40 ? "broken" : "fine", i == 70 ? "broken" : "fine");
    }
    List<Table> tables = tables(2);
    Told told = new Told();
    try (Engine engine = new Engine(set, Program.of(set), tables, KEYS, failing, 2)) {
      engine.apply(events, events.length, told);
      assertThat(told.failed).containsExactly(40, 70);
      assertThat(told.verdicts).hasSize(98);
      // The first one counted nothing; the second did, before its rules failed.
      assertThat(told.verdicts.getLast().counters()).containsEntry("posts", 99L);
      assertThatThrownBy(() -> engine.apply(events[40]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no text");
      assertThat(engine.apply(events[41])).hasSize(1);
    }
    tables.forEach(Table::close);
  }

  @Test
  void anEngineWhoseStateFailedRefusesWhatFollows() {
    RuleSet set = RandomStream.set(java.util.Map.of("rules/0.yaml", PHRASE));
    State lost =
        new State() {
          @Override
          public int get(long high, long low, byte[] into) {
            throw new IllegalStateException("the state is lost");
          }

          @Override
          public void put(long high, long low, byte[] value, int length) {
            throw new AssertionError();
          }
        };
    Facts[] events = new Facts[100];
    for (int i = 0; i < events.length; i++) {
      events[i] = post(i, "a" + i, "fine", "fine");
    }
    Told told = new Told();
    try (Engine engine =
        new Engine(set, Program.of(set), List.of(lost, lost), KEYS, RandomStream.NOTHING, 2)) {
      assertThatThrownBy(() -> engine.apply(events, events.length, told))
          .hasRootCauseMessage("the state is lost");
      assertThatThrownBy(() -> engine.apply(events[0])).hasMessageContaining("recovered");
    }
    assertThat(told.verdicts).isEmpty();
  }

  @Test
  void theThreadsOfAnEngineEndWithItAndOneThreadStartsNone() {
    RuleSet set = RandomStream.set(java.util.Map.of("rules/0.yaml", PHRASE));
    List<Table> tables = tables(1);
    long before = threads();
    Engine alone = new Engine(set, Program.of(set), tables.get(0), KEYS, RandomStream.NOTHING);
    assertThat(threads()).isEqualTo(before);
    alone.close();
    Engine three = new Engine(set, Program.of(set), tables, KEYS, RandomStream.NOTHING, 3);
    assertThat(threads()).isEqualTo(before + 2);
    three.close();
    assertThat(threads()).isEqualTo(before);
    tables.forEach(Table::close);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().startsWith("engine-"))
        .count();
  }
}
