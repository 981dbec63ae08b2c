package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.rules.check.RuleSet;
import reeve.rules.count.Keys;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Limits;

class BudgetsTest {
  private static final long HOUR = 3_600_000;
  private static final Keys KEYS = new Keys(5, 6);

  /** One rule, said plainly: every event turns its hour and its day. */
  private static final class Model {
    private final Set<String> hourly = new HashSet<>();
    private final Set<String> daily = new HashSet<>();
    private long hour = Long.MIN_VALUE;
    private long day = Long.MIN_VALUE;
    private long events;
    private long hits;

    void event(long at) {
      if (Math.floorDiv(at, HOUR) > hour) {
        hour = Math.floorDiv(at, HOUR);
        hourly.clear();
      }
      if (Math.floorDiv(at, 24 * HOUR) > day) {
        day = Math.floorDiv(at, 24 * HOUR);
        daily.clear();
        events = 0;
        hits = 0;
      }
      events++;
    }

    boolean over(String account, Limits limits) {
      hits++;
      boolean inHour = room(hourly, account, limits.accountsPerHour());
      boolean inDay = room(daily, account, limits.accountsPerDay());
      return !inHour || !inDay || (events >= 1_000 && hits > limits.share() * events);
    }

    private static boolean room(Set<String> accounts, String account, int most) {
      return accounts.contains(account) || (accounts.size() < most && accounts.add(account));
    }
  }

  private static RuleSet rules(Map<String, String> kinds, SplittableRandom random) {
    Map<String, String> files = new TreeMap<>();
    kinds.forEach((name, kind) ->
        files.put(
            "rules/" + name + ".yaml",
            """
            rule: %s
            owner: analysts
            description: A rule for a test.
            clause: spam/bulk
            event: %s
            when: has(account.id)
            then: {surface: 1}
            limits: {accounts_per_hour: %d, accounts_per_day: %d, share_of_events: %s}
            """
                .formatted(
                    name,
                    kind,
                    1 + random.nextInt(10),
                    1 + random.nextInt(40),
                    (1 + random.nextInt(20)) / 20.0)));
    return RandomStream.set(files);
  }

  private static Budgets budgets(RuleSet set) {
    return new Budgets(TownEvents.SCHEMA, set.rules(), KEYS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rulesUseTheirLimitsAsIfEachLookedAtEveryEventAlsoWhereTheirStateIsWritten(long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    RuleSet set =
        rules(Map.of("one", "post.created", "two", "post.created", "three", "follow"), random);
    int[] kindOf =
        set.rules().stream().mapToInt(rule -> TownEvents.SCHEMA.kind(rule.event())).toArray();
    List<Model> models = List.of(new Model(), new Model(), new Model());
    Budgets budgets = budgets(set);
    long now = RandomStream.START - 10 * HOUR;
    int over = 0;
    for (int event = 0; event < 30_000; event++) {
      now += random.nextInt(20_000) + (random.nextInt(5_000) == 0 ? 30 * HOUR : 0);
      long at = random.nextInt(10) == 0 ? now - random.nextLong(30 * HOUR) : now;
      int kind = TownEvents.SCHEMA.kind(random.nextInt(3) == 0 ? "follow" : "post.created");
      budgets.event(kind, at);
      String account = "a" + random.nextInt(50);
      for (int rule = 0; rule < kindOf.length; rule++) {
        if (kindOf[rule] == kind) {
          models.get(rule).event(at);
          if (random.nextInt(10) == 0) {
            boolean expected = models.get(rule).over(account, set.rules().get(rule).limits());
            assertThat(budgets.over(rule, account)).as("event %d", event).isEqualTo(expected);
            over += expected ? 1 : 0;
          }
        }
      }
      if (random.nextInt(500) == 0) {
        Budgets again = budgets(set);
        assertThat(BudgetBytes.read(BudgetBytes.write(budgets, event), again)).isEqualTo(event);
        budgets = again;
      }
    }
    assertThat(over).isBetween(500, 8_000);
  }

  @Test
  void rulesThatStayKeepWhatTheyUsedAndNewOnesBeginWithTheEventsFromThenOn() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    RuleSet before = rules(Map.of("kept", "post.created", "moved", "post.created"), random);
    RuleSet after =
        rules(Map.of("added", "post.created", "kept", "post.created", "moved", "follow"), random);
    int post = TownEvents.SCHEMA.kind("post.created");
    Budgets first = budgets(before);
    int limit = before.rules().getFirst().limits().accountsPerHour();
    for (int i = 0; i < 2_000; i++) {
      first.event(post, i);
      if (i < limit) {
        assertThat(first.over(0, "x" + i)).isFalse();
        assertThat(first.over(1, "x" + i))
            .isEqualTo(i >= before.rules().get(1).limits().accountsPerHour());
      }
    }
    Budgets second = budgets(after);
    BudgetBytes.read(BudgetBytes.write(first, 1_999), second);
    second.event(post, 2_000);
    Map<String, Budgets.Named> used = new TreeMap<>();
    second.used().forEach(one -> used.put(one.rule(), one));
    assertThat(used.get("kept").used().hits).isEqualTo(limit);
    assertThat(used.get("kept").used().missed).isZero();
    assertThat(used.get("kept").used().hourly.size()).isEqualTo(limit);
    assertThat(used.get("added").used().missed).isEqualTo(2_000);
    assertThat(used.get("added").used().daily.size()).isZero();
    assertThat(used.get("moved").used().hits).isZero();
  }

  @Test
  void allRulesTogetherKeepSoManyAccountsAndForgetThemWithTheHour() {
    RuleSet set =
        RandomStream.set(
            Map.of(
                "rules/a.yaml",
                """
                rule: all
                owner: analysts
                description: A rule for a test.
                clause: spam/bulk
                event: post.created
                when: has(account.id)
                then: {surface: 1}
                limits: {accounts_per_hour: 100000, accounts_per_day: 1000000, share_of_events: 1}
                """));
    int post = TownEvents.SCHEMA.kind("post.created");
    Budgets budgets = new Budgets(TownEvents.SCHEMA, set.rules(), KEYS, 100);
    for (int i = 0; i < 60; i++) {
      budgets.event(post, 0);
      assertThat(budgets.over(0, "a" + i)).as("account %d", i).isEqualTo(i >= 50);
    }
    assertThat(budgets.over(0, "a3")).isFalse();
    for (int i = 50; i < 100; i++) {
      budgets.event(post, HOUR);
      assertThat(budgets.over(0, "a" + i)).as("account %d", i).isEqualTo(i >= 75);
    }
    budgets.event(post, 24 * HOUR);
    assertThat(budgets.over(0, "a99")).isFalse();
  }

  @Test
  void damagedBytesAreNoticed() {
    RuleSet set = rules(Map.of("one", "post.created"), new SplittableRandom(1));
    byte[] bytes = BudgetBytes.write(budgets(set), 7);
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      assertThatThrownBy(() -> BudgetBytes.read(damaged, budgets(set)))
          .isInstanceOf(IOException.class);
      byte[] shorter = java.util.Arrays.copyOf(bytes, at);
      assertThatThrownBy(() -> BudgetBytes.read(shorter, budgets(set)))
          .isInstanceOf(IOException.class);
    }
  }
}
