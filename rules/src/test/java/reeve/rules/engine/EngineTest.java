package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reeve.rules.check.Checking;
import reeve.rules.check.Clauses;
import reeve.rules.check.Phrasing;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.expr.Definition;
import reeve.rules.schema.Facts;
import reeve.rules.schema.FactsReader;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;

class EngineTest {
  private static final String BURST =
      """
      rule: invite-burst
      owner: analysts
      description: A rule for a test.
      clause: spam/bulk
      event: post.created
      counters:
        pushers: {kind: distinct, of: account.id, key: post.invites, window: 1h}
      when: pushers >= 3
      then: {surface: 2}
      """;

  private static RuleSet set(String... files) {
    Map<String, String> rules = new java.util.TreeMap<>();
    for (int i = 0; i < files.length; i++) {
      rules.put("rules/" + i + ".yaml", files[i]);
    }
    Clauses clauses =
        new Clauses() {
          @Override
          public Set<String> ids() {
            return Set.of("spam/bulk");
          }

          @Override
          public Set<Measure> mayAct(String clause) {
            return Set.of();
          }
        };
    Checking checking =
        RuleSet.check(
            Sources.of(rules),
            new Terms(TownEvents.SCHEMA, clauses, Phrasing.WORDS, LocalDate.of(2026, 11, 25)));
    assertThat(checking).as("%s", checking.issues()).isInstanceOf(Checking.Checked.class);
    return ((Checking.Checked) checking).set();
  }

  @Test
  void eventsToWarmUpWithSayWhatRulesCompareThemWith() {
    RuleSet set =
        set(
            """
            rule: famous
            owner: analysts
            description: A rule for a test.
            clause: spam/bulk
            event: post.created
            when: >-
              account.followers > 1000 && (post.hashtags.exists(tag, tag == 'dawn')
              || 'embers' in post.hosts || post.language != 'en' || post.reply)
            then: {surface: 2}
            """);
    Probes probes = new Probes(set);
    Facts real = post(1, "a", 7);
    Set<Object> followers = new HashSet<>();
    Set<Object> others = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Facts facts = probes.of(real);
      followers.add(value(facts, "account.followers"));
      for (String path : List.of("post.hashtags", "post.hosts", "post.language", "post.reply")) {
        others.add(value(facts, path));
      }
      assertThat(value(facts, "event.at_ms")).isEqualTo(7L);
    }
    assertThat(followers).contains(value(real, "account.followers"), 999L, 1000L, 1001L);
    assertThat(others).contains(List.of("dawn"), List.of("embers"), "en", true, false);
    assertThat(value(real, "post.language")).isEqualTo("");
  }

  private static Object value(Facts facts, String path) {
    Object value = facts.get(TownEvents.SCHEMA.at(path));
    return value == null ? "" : value;
  }

  private static Engine engine(RuleSet set, Table table) {
    return new Engine(set, Program.of(set), table, new Keys(1, 2), (facts, slot, hits) -> {});
  }

  private static Facts post(int number, String account, long at, String... invites) {
    Facts facts = new Facts(TownEvents.SCHEMA);
    facts.clear(TownEvents.SCHEMA.kind("post.created"));
    FactsReader.fill(
        facts,
        Map.of(
            "event", Map.of("id", "e" + number, "at_ms", at),
            "account", Map.of("id", account),
            "post", Map.of("invites", List.of(invites))),
        problem -> {
          throw new AssertionError(problem);
        });
    return facts;
  }

  @Test
  void aThirdAccountThatPushesOneOfTheInvitesIsSurfacedWithWhatTheRuleSaw() {
    RuleSet set = set(BURST);
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = engine(set, table);
      assertThat(engine.apply(post(1, "a", 1_000_000, "t.me/crimson"))).isEmpty();
      assertThat(engine.apply(post(2, "b", 1_000_500, "t.me/crimson", "t.me/other"))).isEmpty();
      assertThat(engine.apply(post(3, "b", 1_000_600, "t.me/crimson"))).isEmpty();
      assertThat(engine.apply(post(4, "d", 1_000_700))).isEmpty();
      List<Verdict> verdicts = engine.apply(post(5, "c", 1_001_000, "t.me/none", "t.me/crimson"));
      assertThat(verdicts).hasSize(1);
      Verdict verdict = verdicts.getFirst();
      assertThat(verdict.account()).isEqualTo("c");
      assertThat(verdict.rule()).isEqualTo("invite-burst");
      assertThat(verdict.counters()).isEqualTo(Map.of("pushers", 3L));
      assertThat(verdict.values())
          .isEqualTo(
              Map.of("account.id", "c", "post.invites", List.of("t.me/none", "t.me/crimson")));
      assertThat(verdict.id()).hasSize(64);
      assertThat(verdict.overLimit()).isFalse();
    }
  }

  @Test
  void theSameEventsGiveTheSameVerdictsBitForBit() {
    assertThat(run(set(BURST))).isEqualTo(run(set(BURST))).isNotEmpty();
  }

  private static List<Verdict> run(RuleSet set) {
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = engine(set, table);
      List<Verdict> verdicts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        verdicts.addAll(engine.apply(post(i, "a" + i % 7, 60_000L * i, "t.me/x" + i % 5)));
      }
      return verdicts;
    }
  }

  @Test
  void renamingARuleAndItsCounterKeepsWhatWasCounted() {
    RuleSet before = set(BURST);
    RuleSet after = set(BURST.replace("invite-burst", "renamed").replace("pushers", "who"));
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine first = engine(before, table);
      first.apply(post(1, "a", 1_000_000, "t.me/crimson"));
      first.apply(post(2, "b", 1_000_000, "t.me/crimson"));
      List<Verdict> verdicts = engine(after, table).apply(post(3, "c", 1_000_000, "t.me/crimson"));
      assertThat(verdicts).hasSize(1);
      assertThat(verdicts.getFirst().counters()).isEqualTo(Map.of("who", 3L));
    }
  }

  @Test
  void aCounterIsKnownByWhatItCountsAndByNothingElse() {
    String definition =
        Definition.of(set(BURST).rules().getFirst().counters().values().iterator().next());
    assertThat(definition)
        .isEqualTo(
            "counter(post.created DISTINCT of=account.id key=[post.invites] where=-"
                + " window=3600000 per=-)");
  }

  @Test
  void overItsLimitARuleStillCountsAndSaysSo() {
    RuleSet set =
        set(
            """
            rule: everybody
            owner: analysts
            description: A rule for a test.
            clause: spam/bulk
            event: post.created
            when: has(account.id)
            then: {surface: 1}
            limits: {accounts_per_hour: 2, accounts_per_day: 3, share_of_events: 1}
            """);
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = engine(set, table);
      List<Boolean> over = new ArrayList<>();
      long hour = 3_600_000;
      for (Facts facts :
          List.of(
              post(1, "a", 0),
              post(2, "b", 1),
              post(3, "c", 2),
              post(4, "a", 3),
              post(5, "c", hour),
              post(6, "d", hour),
              post(7, "d", 24 * hour))) {
        over.add(engine.apply(facts).getFirst().overLimit());
      }
      assertThat(over).containsExactly(false, false, true, false, false, true, false);
    }
  }

  @Test
  void aRuleThatHasExpiredSaysNothingMore() {
    RuleSet set = set(BURST.replace("pushers >= 3", "pushers >= 1") + "expires: 2026-12-01\n");
    long last = java.time.Instant.parse("2026-11-30T23:59:59.999Z").toEpochMilli();
    try (Table table = new Table(Table.LEAST_BUDGET)) {
      Engine engine = engine(set, table);
      assertThat(engine.apply(post(1, "a", last, "t.me/x"))).hasSize(1);
      assertThat(engine.apply(post(2, "b", last + 1, "t.me/x"))).isEmpty();
    }
  }

  @Test
  void whereDataIsMissingARuleSkipsOrSurfacesAsItSays() {
    String reads =
        """
        rule: young
        owner: analysts
        description: A rule for a test.
        clause: spam/bulk
        event: post.created
        when: account.age_s < 5
        then: {surface: 1}
        """;
    for (String missing : List.of("skip", "surface")) {
      try (Table table = new Table(Table.LEAST_BUDGET)) {
        List<Verdict> verdicts =
            engine(set(reads + "missing: " + missing + "\n"), table).apply(post(1, "a", 5));
        assertThat(verdicts).hasSize(missing.equals("skip") ? 0 : 1);
        assertThat(verdicts).allMatch(verdict -> verdict.missing() != null);
      }
    }
  }
}
