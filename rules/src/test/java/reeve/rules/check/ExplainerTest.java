package reeve.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reeve.rules.schema.Facts;
import reeve.rules.schema.FactsReader;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Sources;

class ExplainerTest {
  private final RuleSet set =
      ((Checking.Checked)
              RuleSet.check(
                  Sources.of(
                      Map.of(
                          "rules/a.yaml",
                          """
                          rule: young-and-loud
                          owner: analysts
                          description: A rule for a test.
                          clause: spam/bulk
                          event: post.created
                          let:
                            fresh: account.age_s < 86400 && account.followers < 10
                          counters:
                            posts: {kind: count, key: account.id, window: 1h}
                          when: fresh && posts >= 20 && (post.reply || post.language == 'en')
                          then: {surface: 2}
                          """)),
                  RuleSetTest.TERMS))
          .set();

  private Explanation explain(Map<String, Object> event, long posts) {
    Facts facts = new Facts(TownEvents.SCHEMA);
    facts.clear(TownEvents.SCHEMA.kind("post.created"));
    FactsReader.fill(
        facts,
        event,
        problem -> {
          throw new AssertionError(problem);
        });
    return new Explainer(set).explain(set.rules().getFirst(), facts, _ -> posts);
  }

  @Test
  void eachPartSaysWhetherItHeldWhatItReadAndByHowMuchItMissed() {
    Explanation explained =
        explain(
            Map.of(
                "account", Map.of("age_s", 90_000L, "followers", 3L),
                "post", Map.of("reply", false, "language", "en")),
            17);
    assertThat(explained.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(explained.parts())
        .containsExactly(
            new Explanation.Part(
                "account.age_s < 86400",
                Outcome.FAILS,
                Map.of("account.age_s", 90_000L),
                "3600 more than 86400"),
            new Explanation.Part(
                "account.followers < 10", Outcome.HOLDS, Map.of("account.followers", 3L), null),
            new Explanation.Part(
                "posts >= 20", Outcome.FAILS, Map.of("posts", 17L), "3 less than 20"),
            new Explanation.Part(
                "post.reply || post.language == \"en\"",
                Outcome.HOLDS,
                Map.of("post.reply", false, "post.language", "en"),
                null));
  }

  @Test
  void aMissingFieldIsNamed() {
    Explanation explained = explain(Map.of("account", Map.of("followers", 3L)), 30);
    assertThat(explained.outcome()).isInstanceOf(Outcome.Failed.class);
    List<Outcome> outcomes = explained.parts().stream().map(Explanation.Part::outcome).toList();
    assertThat(outcomes.getFirst()).isEqualTo(new Outcome.Failed("the event has no 'age_s'"));
    assertThat(outcomes.get(1)).isEqualTo(Outcome.HOLDS);
  }
}
