package reeve.server.watch.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.engine.Verdict;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Place;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.RuleSource.Then;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts as events of a log: what they are written as, and read back from. Of one thread. */
public final class Verdicts {
  /** The events of a verdict log. */
  public static final Schema SCHEMA =
      Schema.builder()
          .field("event.at_ms", Slot.Type.INT, "the time of the event")
          .field("verdict.id", Slot.Type.TEXT, "SHA-256 of event, rule and version")
          .field("verdict.rule", Slot.Type.TEXT, "the rule's name")
          .field("verdict.version", Slot.Type.TEXT, "of the rule")
          .field("verdict.rule_set", Slot.Type.TEXT, "digest of the set")
          .field("verdict.description", Slot.Type.TEXT, "of the rule")
          .field("verdict.clause", Slot.Type.TEXT, "that the rule serves")
          .field("verdict.then", Slot.Type.TEXT, "surface, tag or act")
          .field("verdict.what", Slot.Type.TEXT, "the tag, or the measure")
          .field("verdict.on_post", Slot.Type.BOOL, "whether the tag is the post's")
          .field("verdict.number", Slot.Type.INT, "weight, or days")
          .field("verdict.event", Slot.Type.TEXT, "id of the event")
          .field("verdict.source", Slot.Type.TEXT, "who told of the event")
          .field("verdict.origin", Slot.Type.TEXT, "live, sample or imported")
          .field("verdict.account", Slot.Type.TEXT, "whom it is about")
          .field("verdict.over_limit", Slot.Type.BOOL, "whether the rule was over its limit")
          .field("verdict.missing", Slot.Type.TEXT, "why the condition could not be told")
          .field("verdict.values", Slot.Type.TEXT, "what the rule read, a JSON object")
          .field("verdict.counters", Slot.Type.TEXT, "what its counters read, a JSON object")
          .field("verdict.since", Slot.Type.TEXT, "since when young counters count, a JSON object")
          .field("post.id", Slot.Type.TEXT, "the post that the account wrote")
          .field("post.text", Slot.Type.TEXT, "what it says")
          .field("post.language", Slot.Type.TEXT, "as its author's client said")
          .field("post.visibility", Slot.Type.TEXT, "public or unlisted")
          .field("post.images", Slot.Type.TEXTS, "SHA-256 of its pictures")
          .kind("verdict", "event", "verdict", "post")
          .build();

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> MAP =
      new TypeReference<>() {};
  private static final TypeReference<TreeMap<String, Long>> TIMES = new TypeReference<>() {};

  private static final int POST_CREATED = TownEvents.SCHEMA.kind("post.created");
  private static final List<String> POST =
      List.of("post.id", "post.text", "post.language", "post.visibility", "post.images");

  private final Facts facts = new Facts(SCHEMA);

  /**
   * As an event of the log; good until the next one.
   *
   * @param description of the rule
   * @param event the facts that the verdict is about
   */
  public Facts write(Verdict verdict, String description, Facts event) {
    facts.clear(0);
    facts.set(slot("event.at_ms"), verdict.at());
    set("verdict.id", verdict.id());
    set("verdict.rule", verdict.rule());
    set("verdict.version", verdict.version());
    set("verdict.rule_set", verdict.ruleSet());
    set("verdict.description", description);
    set("verdict.clause", verdict.clause());
    then(verdict.then());
    set("verdict.event", verdict.event());
    set("verdict.source", text(event, "event.source"));
    set("verdict.origin", text(event, "event.origin"));
    set("verdict.account", verdict.account());
    facts.set(slot("verdict.over_limit"), verdict.overLimit());
    set("verdict.missing", verdict.missing());
    set("verdict.values", JSON.writeValueAsString(verdict.values()));
    set("verdict.counters", JSON.writeValueAsString(verdict.counters()));
    if (!verdict.since().isEmpty()) {
      set("verdict.since", JSON.writeValueAsString(verdict.since()));
    }
    if (event.kind() == POST_CREATED) {
      POST.forEach(path -> copy(event, path));
    }
    return facts;
  }

  private void copy(Facts event, String path) {
    Object value = event.get(event.schema().at(path));
    if (value instanceof String text) {
      facts.set(slot(path), text);
    } else if (value instanceof List<?>) {
      facts.set(slot(path), event.list(event.schema().at(path).index()));
    }
  }

  private void then(Then then) {
    switch (then) {
      case Then.Surface surface -> {
        set("verdict.then", "surface");
        facts.set(slot("verdict.number"), (long) surface.weight());
      }
      case Then.Tag tag -> {
        set("verdict.then", "tag");
        set("verdict.what", tag.tag());
        facts.set(slot("verdict.on_post"), tag.post());
        facts.set(slot("verdict.number"), (long) tag.days());
      }
      case Then.Act act -> {
        set("verdict.then", "act");
        set("verdict.what", act.measure().name());
        facts.set(slot("verdict.number"), (long) act.days());
      }
    }
  }

  /** What an event of the log says. */
  public static Finding read(Facts facts) {
    return new Finding(
        required(facts, "verdict.id"),
        required(facts, "verdict.rule"),
        required(facts, "verdict.version"),
        required(facts, "verdict.rule_set"),
        required(facts, "verdict.description"),
        required(facts, "verdict.clause"),
        thenOf(facts),
        required(facts, "verdict.event"),
        required(facts, "verdict.source"),
        required(facts, "verdict.origin"),
        Instant.ofEpochMilli(facts.integer(slot("event.at_ms"))),
        text(facts, "verdict.account"),
        facts.bool(slot("verdict.over_limit")),
        values(facts),
        JSON.readValue(required(facts, "verdict.counters"), MAP),
        since(facts),
        post(facts));
  }

  private static Map<String, @Nullable Object> values(Facts facts) {
    Map<String, @Nullable Object> values = JSON.readValue(required(facts, "verdict.values"), MAP);
    String missing = text(facts, "verdict.missing");
    if (missing != null) {
      values.put("not told", missing);
    }
    return values;
  }

  private static Map<String, Instant> since(Facts facts) {
    Map<String, Instant> since = new TreeMap<>();
    String told = text(facts, "verdict.since");
    if (told != null) {
      JSON.readValue(told, TIMES).forEach((name, at) -> since.put(name, Instant.ofEpochMilli(at)));
    }
    return since;
  }

  private static Then thenOf(Facts facts) {
    Place place = Place.whole(required(facts, "verdict.rule"));
    int number = Math.toIntExact(facts.integer(slot("verdict.number")));
    return switch (required(facts, "verdict.then")) {
      case "surface" -> new Then.Surface(number, place);
      case "tag" ->
          new Then.Tag(
              required(facts, "verdict.what"), facts.bool(slot("verdict.on_post")), number, place);
      case "act" -> new Then.Act(Measure.valueOf(required(facts, "verdict.what")), number, place);
      case String other -> throw new IllegalStateException("a verdict that does " + other);
    };
  }

  private static Finding.@Nullable Written post(Facts facts) {
    String id = text(facts, "post.id");
    String text = text(facts, "post.text");
    if (id == null || text == null) {
      return null;
    }
    String visibility = text(facts, "post.visibility");
    int images = slot("post.images");
    return new Finding.Written(
        id,
        text,
        text(facts, "post.language"),
        visibility == null ? "public" : visibility,
        facts.has(images) ? facts.list(images) : List.of());
  }

  private void set(String path, @Nullable String value) {
    if (value != null) {
      facts.set(slot(path), value);
    }
  }

  private static String required(Facts facts, String path) {
    String value = text(facts, path);
    if (value == null) {
      throw new IllegalStateException("a verdict without " + path);
    }
    return value;
  }

  private static @Nullable String text(Facts facts, String path) {
    int slot = facts.schema().at(path).index();
    return facts.has(slot) ? facts.text(slot) : null;
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }
}
