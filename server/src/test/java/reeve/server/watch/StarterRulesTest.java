package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reeve.rules.check.Checking;
import reeve.rules.check.Outcome;
import reeve.rules.check.Phrasing;
import reeve.rules.check.Reference;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Parts;
import reeve.rules.expr.Type;
import reeve.rules.schema.Facts;
import reeve.rules.schema.FactsReader;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.rules.source.RuleSource;
import reeve.rules.source.Sources;
import reeve.server.policy.Policies;

/** What the starter set promises: docs/evaluation.md measures how well it does. */
final class StarterRulesTest {
  private static final int FRESH = 3600;
  private static final int OLD = 90_000_000;
  private static final String PLACE = "Province of the Square";
  private static final List<String> INVITES =
      List.of("t.me/+quiz", "signal.group/#quiz", "chat.whatsapp.com/quiz", "discord.gg/quiz");

  private static Checking checking;
  private static RuleSet set;
  private static Reference reference;

  @BeforeAll
  static void check() throws Exception {
    URL rules = StarterRulesTest.class.getResource("/server/watch/starter/rules");
    assertThat(rules).isNotNull();
    checking =
        RuleSet.check(
            Sources.read(Path.of(rules.toURI()).resolveSibling(".")),
            new Terms(
                TownEvents.SCHEMA,
                new PolicyClauses(Policies.shipped()),
                Phrasing.WORDS,
                LocalDate.of(2026, 11, 25)));
    assertThat(worthTelling()).isEmpty();
    set = ((Checking.Checked) checking).set();
    reference = set.reference();
  }

  private static List<String> worthTelling() {
    return checking.issues().stream()
        .filter(issue -> issue.severity() != Issue.Severity.NOTE)
        .map(Issue::shown)
        .toList();
  }

  @Test
  void theSetLoadsAgainstTheShippedPoliciesAndAllOfItCompiles() {
    assertThat(checking).isInstanceOf(Checking.Checked.class);
    assertThat(set.rules()).hasSizeBetween(12, 25).allMatch(Rule::compiles);
  }

  @Test
  void eachRuleSaysWhoMindsItAndShowsWhatItHitsAndWhatItMustNot() {
    for (Rule rule : set.rules()) {
      assertThat(rule.owner()).as(rule.name()).isNotBlank();
      assertThat(rule.description()).as(rule.name()).hasSizeGreaterThan(80);
      assertThat(rule.tests()).as(rule.name()).filteredOn(RuleSource.Test::hit).isNotEmpty();
      assertThat(rule.tests())
          .as(rule.name())
          .filteredOn(test -> !test.hit())
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void noRuleOnViolentExtremismActsAndWhoeverSurfacesOrActsStatesItsLimits() {
    for (Rule rule : set.rules()) {
      if (rule.clause().startsWith("violent-")) {
        assertThat(rule.then()).as(rule.name()).isNotInstanceOf(RuleSource.Then.Act.class);
      }
      if (!(rule.then() instanceof RuleSource.Then.Tag)) {
        assertThat(rule.source().limits()).as(rule.name()).isNotNull();
      }
    }
    assertThat(set.rules())
        .filteredOn(rule -> rule.then() instanceof RuleSource.Then.Act)
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(rule -> rule.clause().startsWith("spam/"));
  }

  @Test
  void noRuleReadsALanguageAndNoneOnViolentExtremismWhomSomebodyKnows() {
    for (Rule rule : set.rules()) {
      Set<String> read = read(rule);
      assertThat(read).as(rule.name()).isNotEmpty().doesNotContain("post.language");
      if (rule.clause().startsWith("violent-")) {
        assertThat(rule.event()).as(rule.name()).isNotEqualTo("follow");
        assertThat(read)
            .as(rule.name())
            .noneMatch(path -> path.startsWith("target."))
            .doesNotContain("account.followers", "account.following", "post.mentions");
      }
    }
  }

  @Test
  void aPlaceIsReadAsOneOfTheGroupsInventedOnesAndAsNothingElse() {
    for (Rule rule : set.rules()) {
      for (Expr expr : expressions(rule)) {
        assertThat(expr instanceof Expr.Field field && field.slot().path().endsWith(".location"))
            .as(rule.name())
            .isFalse();
        if (expr instanceof Expr.Phrases phrases && phrases.slot().path().endsWith(".location")) {
          assertThat(phrases.bank()).as(rule.name()).isEqualTo("dawn-places");
        }
      }
    }
  }

  @Test
  void aMessengerLinkAloneSurfacesNobody() {
    for (String invite : INVITES) {
      String text = "Quiz night, our group is here: " + invite;
      for (int age : List.of(FRESH, OLD)) {
        missesEverywhere(person(age, "mira_holt", "Mira", "Saltmere"), post(text, List.of(invite)));
        missesEverywhere(person(age, "mira_2", "Mira", ""), post(invite, List.of(invite)));
      }
    }
  }

  @Test
  void aLocationJokeAloneSurfacesNobody() {
    for (int age : List.of(FRESH, OLD)) {
      missesEverywhere(person(age, "mira_holt", "Mira", PLACE), post("Soup again.", List.of()));
      missesEverywhere(
          person(age, "mira_2", "Mira, " + PLACE, PLACE), post("Soup again.", List.of()));
      missesEverywhere(
          person(age, "mira_holt", "Mira", "Saltmere"),
          post("Greetings from the " + PLACE, List.of()));
    }
  }

  @Test
  void aMessengerLinkUnderALocationJokeSurfacesNobodyEither() {
    for (int age : List.of(FRESH, OLD)) {
      ordinaryMisses(
          person(age, "mira_2", "Mira, " + PLACE, PLACE),
          post("Quiz night in the " + PLACE + ": t.me/+quiz", List.of("t.me/+quiz")));
    }
  }

  /** With an ordinary person's counters; and, of violent extremism, with any. */
  private static void missesEverywhere(Map<String, Object> person, Map<String, Object> post) {
    ordinaryMisses(person, post);
    for (Rule rule : set.rules()) {
      if (rule.clause().startsWith("violent-")) {
        misses(rule, person, post, 1_000, 1);
        misses(rule, person, post, 1_000, 0.5);
      }
    }
  }

  private static void ordinaryMisses(Map<String, Object> person, Map<String, Object> post) {
    for (Rule rule : set.rules()) {
      for (int count = 0; count <= 2; count++) {
        misses(rule, person, post, count, 0);
        misses(rule, person, post, count, 1);
      }
    }
  }

  private static void misses(
      Rule rule, Map<String, Object> person, Map<String, Object> post, long count, double part) {
    Facts facts = new Facts(set.schema());
    facts.clear(set.schema().kind(rule.event()));
    Map<String, Object> event = new TreeMap<>();
    event.put("account", person);
    event.put("target", person);
    event.put("post", post);
    event.put("decision", Map.of("measures", List.of(), "overturned", false));
    List<String> problems = new ArrayList<>();
    FactsReader.fill(facts, event, problems::add);
    assertThat(problems).isEmpty();
    Outcome outcome =
        reference.evaluate(
            rule, facts, counter -> counter.reads() == Type.INT ? (Number) count : (Number) part);
    assertThat(outcome)
        .as("%s with counters at %d and %s on %s %s", rule.name(), count, part, person, post)
        .isEqualTo(new Outcome.Held(false));
  }

  private static Map<String, Object> person(int age, String handle, String name, String location) {
    Map<String, Object> person = new TreeMap<>();
    person.put("id", "o1");
    person.put("handle", handle);
    person.put("stem", handle.replaceAll("[0-9_]+$", ""));
    person.put("display_name", name);
    person.put("bio", "home cook, heavy on the garlic");
    person.put("location", location);
    person.put("state", "active");
    person.put("age_s", age);
    person.put("followers", 12);
    person.put("following", 20);
    person.put("posts", 30);
    return person;
  }

  private static Map<String, Object> post(String text, List<String> invites) {
    Map<String, Object> post = new TreeMap<>();
    post.put("id", "p1");
    post.put("text", text);
    post.put("language", "en");
    post.put("visibility", "public");
    post.put("length", text.length());
    post.put("reply", false);
    post.put("mentions", List.of());
    post.put("hashtags", List.of());
    post.put("links", List.of());
    post.put("hosts", List.of());
    post.put("invites", invites);
    post.put("images", List.of());
    post.put("fingerprint", "4f1c");
    return post;
  }

  private static Set<String> read(Rule rule) {
    Set<String> read = new HashSet<>();
    for (Expr expr : expressions(rule)) {
      switch (expr) {
        case Expr.Field field -> read.add(field.slot().path());
        case Expr.Phrases phrases -> read.add(phrases.slot().path());
        case Expr.Has has -> read.add(has.slot().path());
        case Expr.Constant _,
            Expr.Reading _,
            Expr.Variable _,
            Expr.And _,
            Expr.Or _,
            Expr.Not _,
            Expr.If _,
            Expr.Compare _,
            Expr.Call _,
            Expr.Listed _,
            Expr.Each _ -> {}
      }
    }
    return read;
  }

  /** All that a rule's condition and its counters are made of. */
  private static List<Expr> expressions(Rule rule) {
    List<Expr> all = new ArrayList<>();
    add(all, rule.when().expr());
    rule.counters()
        .values()
        .forEach(counter -> {
          add(all, counter.of());
          add(all, counter.where());
          counter.key().forEach(key -> add(all, key));
        });
    return all;
  }

  private static void add(List<Expr> all, @Nullable Expr expr) {
    if (expr != null) {
      all.add(expr);
      Parts.of(expr).forEach(part -> add(all, part));
    }
  }
}
