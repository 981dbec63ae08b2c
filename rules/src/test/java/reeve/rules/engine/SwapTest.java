package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.expr.Definition;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Kind;

class SwapTest {
  private static final Keys KEYS = new Keys(3, 4);
  private static final long HOUR = 3_600_000;

  private static String rule(String name, String counters, String when, int most) {
    return """
    rule: %s
    owner: analysts
    description: A rule for a test.
    clause: spam/bulk
    event: post.created
    counters:
      %s
    when: %s
    then: {surface: 1}
    limits: {accounts_per_hour: %d, accounts_per_day: 9, share_of_events: 1}
    """
        .formatted(name, counters, when, most);
  }

  private static final String HOURLY = "posts: {kind: count, key: account.id, window: 1h}";
  private static final String DAILY = "days: {kind: count, key: account.id, window: 24h}";
  private static final RuleSet BEFORE =
      RandomStream.set(Map.of("rules/0.yaml", rule("kept", HOURLY, "posts >= 1", 2)));
  private static final RuleSet AFTER =
      RandomStream.set(
          Map.of(
              "rules/0.yaml", rule("kept", HOURLY, "posts >= 2", 2),
              "rules/1.yaml",
                  rule(
                      "added",
                      DAILY + "\n  again: {kind: count, key: account.id, window: 1h}",
                      "days >= 1 && again >= 1",
                      5)));

  private static Facts post(int number, String account, long at) {
    Facts facts = new Facts(TownEvents.SCHEMA).clear(TownEvents.SCHEMA.kind("post.created"));
    facts.set(TownEvents.SCHEMA.at("event.id").index(), "e" + number);
    facts.set(TownEvents.SCHEMA.at("event.at_ms").index(), at);
    facts.set(TownEvents.SCHEMA.at("account.id").index(), account);
    return facts;
  }

  @Test
  void anotherRuleSetKeepsWhatWasCountedAndWhatRulesThatStayHaveUsed() {
    List<Table> tables = BatchTest.tables(2);
    try (Engine before =
            new Engine(BEFORE, Program.of(BEFORE), tables, KEYS, RandomStream.NOTHING, 2);
        Engine after = before.next(AFTER, Program.of(AFTER), RandomStream.NOTHING)) {
      for (String account : List.of("a", "b")) {
        assertThat(before.apply(post(1, account, 0))).noneMatch(Verdict::overLimit).hasSize(1);
      }
      Facts[] samples = new Facts[100];
      Arrays.setAll(samples, i -> post(i, "c", i));
      long counted = BatchTest.digest(tables);
      byte[] used = after.budgets(0);
      after.warm(samples, samples.length);
      assertThat(BatchTest.digest(tables)).isEqualTo(counted);
      assertThat(after.budgets(0)).isEqualTo(used);

      after.inherit(before);
      assertThatThrownBy(() -> before.apply(post(2, "a", 1)))
          .isInstanceOf(IllegalStateException.class);
      List<Verdict> verdicts = new ArrayList<>(after.apply(post(3, "a", 2)));
      verdicts.addAll(after.apply(post(4, "c", 3)));
      verdicts.addAll(after.apply(post(5, "c", 4)));
      assertThat(verdicts)
          .extracting(Verdict::rule)
          .containsExactly("added", "kept", "added", "added", "kept");
      assertThat(verdicts)
          .extracting(Verdict::overLimit)
          .containsExactly(false, false, false, false, true);
      assertThat(verdicts.getFirst().counters()).isEqualTo(Map.of("days", 1L, "again", 2L));
    }
    tables.forEach(Table::close);
  }

  @Test
  void anEngineSaysWhatItsCountersAreAndWhoReadsThem() {
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = new Engine(AFTER, Program.of(AFTER), table, KEYS, RandomStream.NOTHING);
      List<CounterInUse> counters = engine.counters();
      assertThat(counters)
          .extracting(CounterInUse::window)
          .containsExactlyInAnyOrder(Duration.ofHours(1), Duration.ofHours(24));
      for (CounterInUse one : counters) {
        assertThat(one.kind()).isEqualTo(Kind.COUNT);
        assertThat(one.event()).isEqualTo("post.created");
        assertThat(one.definition()).startsWith("counter(post.created COUNT");
        assertThat(one.cost()).isBetween(50, 1_000);
        assertThat(one.rules())
            .isEqualTo(one.window().toHours() == 1 ? List.of("added", "kept") : List.of("added"));
      }
    }
  }

  @Test
  void aVerdictSaysSinceWhenACounterCountsUntilItsWindowIsFull() {
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = new Engine(AFTER, Program.of(AFTER), table, KEYS, RandomStream.NOTHING);
      long began = 100 * HOUR;
      for (CounterInUse one : engine.counters()) {
        engine.since(Map.of(one.identity(), began));
        String name = one.window().toHours() == 1 ? "again" : "days";
        long full = began + one.window().toMillis();
        assertThat(since(engine, began)).isEqualTo(Map.of(name, began));
        assertThat(since(engine, full - 1)).isEqualTo(Map.of(name, began));
        assertThat(since(engine, full)).isEmpty();
      }
      engine.since(Map.of());
      assertThat(since(engine, began)).isEmpty();
    }
  }

  private static Map<String, Long> since(Engine engine, long at) {
    return engine.apply(post(1, "a" + at, at)).stream()
        .filter(one -> one.rule().equals("added"))
        .findFirst()
        .orElseThrow()
        .since();
  }

  @Test
  void whatOnlyCountersReadIsRead() {
    RuleSet set =
        RandomStream.set(
            Map.of(
                "rules/0.yaml",
                rule(
                    "one",
                    """
                    c: {kind: distinct, of: post.fingerprint, key: post.hosts, where: account.age_s < 5, window: 1h}
                    """
                        .strip(),
                    "c >= 1",
                    1)));
    Program program = Program.of(set);
    List<String> read =
        TownEvents.SCHEMA.slots().stream().filter(program::reads).map(Slot::path).toList();
    assertThat(read).containsExactlyInAnyOrder("post.fingerprint", "post.hosts", "account.age_s");
    assertThat(Definition.of(program.counters().getFirst())).contains("post.hosts");
  }

  @Test
  void aRuleThatDoesMoreCostsMore() {
    RuleSet set =
        RandomStream.set(
            Map.of(
                "rules/0.yaml", rule("cheap", HOURLY, "posts >= 2", 1),
                "rules/1.yaml",
                    rule("dear", HOURLY, "posts >= 2 && post.text.matches('a+b[0-9]c')", 1)));
    Program program = Program.of(set);
    assertThat(program.cost(0)).isBetween(1, 20);
    assertThat(program.cost(1)).isGreaterThan(10 * program.cost(0));
  }
}
