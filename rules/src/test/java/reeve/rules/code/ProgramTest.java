package reeve.rules.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reeve.rules.check.RuleSet;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;

class ProgramTest {
  private final Facts facts = new Facts(TownEvents.SCHEMA);
  private final List<String> counted = new ArrayList<>();
  private int passes;

  private static String rule(String name, String... lines) {
    return "rule: "
        + name
        + "\nowner: analysts\ndescription: A rule for a test.\nclause: spam/bulk\nthen: {surface: 1}\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static RuleSet set(String... rules) {
    Map<String, String> files = new TreeMap<>();
    for (String rule : rules) {
      files.put("rules/" + rule.substring(6, rule.indexOf('\n')) + ".yaml", rule);
    }
    return Differential.checked(TownEvents.SCHEMA, files);
  }

  private void event(String kind, Object... values) {
    facts.clear(TownEvents.SCHEMA.kind(kind));
    for (int at = 0; at < values.length; at += 2) {
      int slot = TownEvents.SCHEMA.at((String) values[at]).index();
      switch (values[at + 1]) {
        case Integer whole -> facts.set(slot, (long) whole);
        case String text -> facts.set(slot, text);
        case List<?> texts -> facts.set(slot, texts.stream().map(String::valueOf).toList());
        default -> throw new IllegalArgumentException();
      }
    }
  }

  private Finder counting(Program program) {
    Finder finder = Differential.finder(program);
    return (event, slot, hits) -> {
      passes++;
      finder.find(event, slot, hits);
    };
  }

  private static List<String> held(Program program, Hits hits) {
    List<String> held = new ArrayList<>();
    for (int rule = hits.nextHeld(0); rule >= 0; rule = hits.nextHeld(rule + 1)) {
      held.add(program.rules().get(rule).name());
    }
    return held;
  }

  private final BumpSink sink =
      new BumpSink() {
        @Override
        public void take(Counted one) {
          counted.add(
              one.counter()
                  + (one.adds() ? "+" + one.amount() : " ")
                  + bytes(one.key())
                  + "/"
                  + bytes(one.value()));
        }

        @Override
        public void none(int counter) {
          counted.add(counter + " none");
        }
      };

  private static String bytes(Canonical canonical) {
    return HexFormat.of().formatHex(Arrays.copyOf(canonical.bytes(), canonical.length()));
  }

  @Test
  void aFieldIsSearchedOnceForAllRulesAndOnlyThoseWhoseLiteralStandsThereRun() {
    Program program =
        Program.of(
            set(
                rule("one", "event: post.created", "when: post.text.matches('(crimson1|sword1)')"),
                rule(
                    "two",
                    "event: post.created",
                    "when: \"post.text.contains('dawn') && post.length > 3\""),
                rule("three", "event: post.created", "when: post.text.has_phrase('bank')"),
                rule("four", "event: post.created", "when: post.length > 1000"),
                rule("five", "event: follow", "when: account.age_s > 0")));
    assertThat(program.compiled()).isEqualTo(5);
    Evaluator evaluator = program.evaluator(counting(program));
    Hits hits = program.hits();
    event("post.created", "post.text", "sword1 dawn", "post.length", 10);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("one", "two");
    assertThat(passes).isEqualTo(1);

    event("post.created", "post.length", 2000);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("four");
    // What needs the text that is missing ended in an error, unless it fails anyway.
    assertThat(
            IntStream.range(0, 5).filter(hits::failed).mapToObj(i -> program.rules().get(i).name()))
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(passes).isEqualTo(1);

    event("follow", "account.age_s", 1);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("five");
    assertThat(passes).isEqualTo(1);
  }

  @Test
  void phrasesThatAreOnlyCountedAreLookedForToo() {
    Program program =
        Program.of(
            set(
                rule("few", "event: post.created", "when: post.text.phrases('bank') < 2"),
                rule("many", "event: post.created", "when: account.bio.phrases('bank') >= 2")));
    assertThat(program.literals())
        .hasSize(3)
        .allSatisfy(literal ->
            assertThat(literal.slots())
                .containsExactlyInAnyOrder(
                    TownEvents.SCHEMA.at("post.text"), TownEvents.SCHEMA.at("account.bio")));
    Evaluator evaluator = program.evaluator(Differential.finder(program));
    Hits hits = program.hits();
    event("post.created", "post.text", "a bad day", "account.bio", "a bad day");
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("many");
    event("post.created", "post.text", "bad", "account.bio", "bad");
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("few");
  }

  @Test
  void equalCountersOfAllRulesAreOne() {
    String counter =
        "counters: {%s: {kind: distinct, of: account.id, key: post.hashtags, where: %s, window: 1h}}";
    Program program =
        Program.of(
            set(
                rule(
                    "one",
                    "event: post.created",
                    counter.formatted("a", "account.age_s < 604800"),
                    "when: a > 1"),
                rule(
                    "two",
                    "event: post.created",
                    counter.formatted("b", "7 * 86400 > account.age_s"),
                    "when: b > 2")));
    assertThat(program.counters()).hasSize(1);
    Evaluator evaluator = program.evaluator(Differential.finder(program));
    Readings readings = program.readings();
    readings.set(0, 2);
    Hits hits = program.hits();
    event(
        "post.created",
        "account.id",
        "7",
        "account.age_s",
        5,
        "post.hashtags",
        List.of("x", "y", "x"));
    evaluator.start(facts);
    evaluator.extract(sink);
    evaluator.evaluate(readings, hits);
    assertThat(held(program, hits)).containsExactly("one");
    assertThat(counted)
        .containsExactly("0+0040000000178/040000000137", "0+0040000000179/040000000137");
  }

  @Test
  void aCounterIsOnlyReadWhereItsFilterDoesNotHoldAndSilentWithoutItsKey() {
    Program program =
        Program.of(
            set(
                rule(
                    "one",
                    "event: post.created",
                    "counters:",
                    "  a: {kind: sum, of: post.length, key: [account.id, post.reply], where: account.age_s < 5, window: 1h}",
                    "  b: {kind: count, key: post.invites, window: 1h}",
                    "when: a > 1 || b > 1")));
    Evaluator evaluator = program.evaluator(Differential.finder(program));
    event("post.created", "account.id", "7", "account.age_s", 5, "post.length", 3);
    facts.set(TownEvents.SCHEMA.at("post.reply").index(), true);
    evaluator.start(facts);
    evaluator.extract(sink);
    assertThat(counted).containsExactly("0 04000000013701/");

    counted.clear();
    event(
        "post.created",
        "account.id",
        "7",
        "account.age_s",
        4,
        "post.length",
        3,
        "post.invites",
        List.of());
    facts.set(TownEvents.SCHEMA.at("post.reply").index(), false);
    evaluator.start(facts);
    evaluator.extract(sink);
    assertThat(counted).containsExactlyInAnyOrder("0+304000000013700/", "1 none");

    counted.clear();
    event("post.created", "account.age_s", 4);
    evaluator.start(facts);
    evaluator.extract(sink);
    assertThat(counted).isEmpty();
    Hits hits = program.hits();
    evaluator.evaluate(program.readings(), hits);
    assertThat(hits.failed(0)).isTrue();
  }

  @Test
  void aLongListOfConditionsIsSplitIntoMethodsThatHotSpotCompiles() {
    // Each unit asserts that none of its methods is larger.
    String any =
        IntStream.range(0, 380)
            .mapToObj(age -> "account.age_s == " + 3 * age)
            .collect(Collectors.joining(" || "));
    String all =
        IntStream.range(0, 60)
            .mapToObj(n -> "size(account.handle + '" + n + "') * " + (n + 1) + " > account.posts")
            .collect(Collectors.joining(" && "));
    Program program =
        Program.of(
            set(
                rule("any", "event: follow", "when: " + any),
                rule("all", "event: follow", "when: " + all)));
    assertThat(program.compiled()).isEqualTo(2);
    Evaluator evaluator = program.evaluator(Differential.finder(program));
    Hits hits = program.hits();
    event("follow", "account.age_s", 1137, "account.handle", "a", "account.posts", 2);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("any");
    event("follow", "account.age_s", 1138, "account.handle", "a", "account.posts", 1);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("all");
  }

  @Test
  void onlyFieldsThatARuleReadsAreNamed() {
    Program program =
        Program.of(
            set(
                rule(
                    "one",
                    "event: post.created",
                    "counters: {a: {kind: count, key: post.fingerprint, window: 1h}}",
                    "when: a > 1 && has(post.language)")));
    assertThat(TownEvents.SCHEMA.slots().stream().filter(program::reads).map(slot -> slot.path()))
        .containsExactlyInAnyOrder("post.fingerprint", "post.language");
  }

  @Test
  void theClassesOfADroppedProgramAreUnloaded() {
    WeakReference<Class<?>> type = dropped();
    for (int round = 0; round < 50 && type.get() != null; round++) {
      System.gc();
    }
    assertThat(type.get()).isNull();
  }

  private WeakReference<Class<?>> dropped() {
    Program program =
        Program.of(
            set(rule("one", "event: follow", "when: account.age_s in [1, 2, 3, 4, 5, 6, 7]")));
    Evaluator evaluator = program.evaluator(Differential.finder(program));
    Hits hits = program.hits();
    event("follow", "account.age_s", 7);
    evaluator.start(facts);
    evaluator.evaluate(program.readings(), hits);
    assertThat(held(program, hits)).containsExactly("one");
    Section section = program.section(facts.kind());
    assertThat(section).isNotNull();
    return new WeakReference<>(section.units.getFirst().getClass());
  }
}
