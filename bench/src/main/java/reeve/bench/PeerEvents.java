package reeve.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import reeve.rules.check.Checking;
import reeve.rules.check.Clauses;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;

/** Rules of one shape and events for them, as the peers were given them. */
final class PeerEvents {
  /** So many different events; they come again after the last. */
  static final int EVENTS = 20_000;

  private static final int LENGTH = 283;
  private static final int POSTS = 10_000;
  private static final int AGE = 10_000_000;

  /** One in ten events is none of a post. */
  private static final double POSTED = 0.9;

  private static final Schema SCHEMA =
      Schema.builder()
          .field("event.type", Slot.Type.TEXT, "what happened")
          .field("author.post_count", Slot.Type.INT, "how many posts the author wrote")
          .field("author.age_s", Slot.Type.INT, "seconds since sign-up")
          .searched("text", "what the post says")
          .kind("any", "event", "author", "text")
          .build();

  private static final Clauses CLAUSES =
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

  private final SplittableRandom random = new SplittableRandom(169);
  private final long[] least;
  private final long[] most;
  private final RuleSet rules;
  private final List<Facts> facts = new ArrayList<>();
  private final List<Map<String, Object>> values = new ArrayList<>();
  private long reached;

  PeerEvents(int size) {
    least = new long[size];
    most = new long[size];
    Map<String, String> files = new TreeMap<>();
    for (int rule = 0; rule < size; rule++) {
      // Of all pairs half pass the type and both numbers, however the rule divides that.
      double first = random.nextDouble(0.65, 0.95);
      least[rule] = Math.round(POSTS * (1 - first));
      most[rule] = Math.round(AGE * (0.5 / POSTED / first));
      files.put("rules/r%04d.yaml".formatted(rule), file(rule));
    }
    rules =
        switch (RuleSet.check(
            Sources.of(files),
            new Terms(SCHEMA, CLAUSES, (phrase, text) -> text.contains(phrase), LocalDate.EPOCH))) {
          case Checking.Checked checked -> checked.set();
          case Checking.Rejected rejected ->
              throw new IllegalStateException(rejected.issues().toString());
        };
    for (int event = 0; event < EVENTS; event++) {
      event(event % 100 == 7);
    }
  }

  private String file(int rule) {
    return """
    rule: r%04d
    owner: bench
    description: One of many.
    clause: spam/bulk
    event: any
    when: >-
      event.type == 'create_post' && author.post_count > %d && author.age_s < %d
      && text.matches('(bad%d|evil%d)')
    then: {surface: 1}
    """
        .formatted(rule, least[rule], most[rule], rule, rule);
  }

  private void event(boolean hit) {
    int rule = random.nextInt(least.length);
    String type = hit || random.nextDouble() < POSTED ? "create_post" : "delete_post";
    long posts = hit ? least[rule] + 1 + random.nextInt(100) : random.nextInt(POSTS);
    long age = hit ? random.nextLong(most[rule]) : random.nextInt(AGE);
    for (int other = 0; other < least.length; other++) {
      boolean reaches = type.equals("create_post") && posts > least[other] && age < most[other];
      reached += reaches ? 1 : 0;
    }
    String text = text(hit ? (random.nextBoolean() ? "bad" : "evil") + rule : "badge");
    Facts one = new Facts(SCHEMA).clear(SCHEMA.kind("any"));
    one.set(SCHEMA.at("event.type").index(), type);
    one.set(SCHEMA.at("author.post_count").index(), posts);
    one.set(SCHEMA.at("author.age_s").index(), age);
    one.set(SCHEMA.at("text").index(), text);
    facts.add(one);
    values.add(
        Map.of(
            "event", Map.of("type", type),
            "author", Map.of("post_count", posts, "age_s", age),
            "text", text));
  }

  /** Words of plain letters, one given word among them. */
  private String text(String word) {
    StringBuilder text = new StringBuilder();
    int at = random.nextInt(LENGTH - 40);
    boolean put = false;
    while (text.length() < LENGTH) {
      if (!put && text.length() >= at) {
        text.append(word).append(' ');
        put = true;
      }
      for (int left = random.nextInt(2, 10); left > 0; left--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    text.setLength(LENGTH);
    return text.toString();
  }

  RuleSet rules() {
    return rules;
  }

  Facts facts(int event) {
    return facts.get(event);
  }

  /** The same as variables of CEL. */
  Map<String, ?> values(int event) {
    return values.get(event);
  }

  /** The share of pairs of a rule and an event in which the regex decides. */
  double reach() {
    return (double) reached / ((long) EVENTS * least.length);
  }
}
