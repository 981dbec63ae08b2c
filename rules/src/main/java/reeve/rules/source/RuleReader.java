package reeve.rules.source;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.RuleSource.Counter;
import reeve.rules.source.RuleSource.Kind;
import reeve.rules.source.RuleSource.Limits;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.RuleSource.Missing;
import reeve.rules.source.RuleSource.Named;
import reeve.rules.source.RuleSource.Then;

/** Reads the shape of a rule file. Never throws for what is in it. */
public final class RuleReader {
  /** A rule file has so many characters at the most. */
  public static final int SIZE = 200_000;

  /** An expression has so many characters at the most. */
  public static final int EXPRESSION = 10_000;

  private static final int NAMES = 64;
  private static final int TESTS = 200;
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9-]{1,63}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");
  private static final List<String> KEYS =
      List.of(
          "rule",
          "owner",
          "description",
          "clause",
          "event",
          "let",
          "counters",
          "when",
          "then",
          "limits",
          "missing",
          "expires",
          "tests");

  private final List<Issue> issues;

  private RuleReader(List<Issue> issues) {
    this.issues = issues;
  }

  /**
   * Reads one file.
   *
   * @param issues gets what is wrong
   * @return the rule, empty where an error was found
   */
  public static Optional<RuleSource> read(String file, String content, List<Issue> issues) {
    if (content.length() > SIZE) {
      issues.add(
          new Issue(
              Code.TOO_LARGE,
              Place.whole(file),
              "A rule file has at most " + SIZE + " characters; this one has " + content.length()));
      return Optional.empty();
    }
    int before = errors(issues);
    RuleSource rule = new RuleReader(issues).rule(Text.Lines.of(file, content), content);
    return errors(issues) > before ? Optional.empty() : Optional.ofNullable(rule);
  }

  private static int errors(List<Issue> issues) {
    return (int) issues.stream().filter(issue -> issue.severity() == Issue.Severity.ERROR).count();
  }

  private @Nullable RuleSource rule(Text.Lines lines, String content) {
    Optional<MappingNode> root = YamlText.mapping(lines, content, issues);
    if (root.isEmpty()) {
      return null;
    }
    Fields fields = new Fields(root.get(), lines, issues);
    fields.only(KEYS);
    Text name = named(fields.required("rule"), RULE, "a to z, 0 to 9 and '-'");
    Text owner = fields.required("owner");
    Text description = fields.required("description");
    Text clause = fields.required("clause");
    Text event = fields.required("event");
    Text when = expression(fields.required("when"));
    Then then = then(fields);
    Map<String, Named> lets = lets(fields);
    Map<String, Counter> counters = counters(fields);
    Limits limits = limits(fields);
    Missing missing = fields.word(fields.optional("missing"), Missing.class);
    LocalDate expires = date(fields.optional("expires"));
    List<RuleSource.Test> tests = tests(fields);
    if (name == null
        || owner == null
        || description == null
        || clause == null
        || event == null
        || when == null
        || then == null) {
      return null;
    }
    return new RuleSource(
        name,
        owner,
        description,
        clause,
        event,
        lets,
        counters,
        when,
        then,
        limits,
        missing == null ? Missing.SKIP : missing,
        expires,
        tests);
  }

  private @Nullable Text named(@Nullable Text text, Pattern shape, String of) {
    if (text == null || shape.matcher(text.value()).matches()) {
      return text;
    }
    add(Code.WRONG_VALUE, text.place(), "A name begins with a letter and is of " + of + ".");
    return null;
  }

  private @Nullable Text expression(@Nullable Text text) {
    if (text != null && text.value().length() > EXPRESSION) {
      add(Code.TOO_LARGE, text.place(), "An expression has at most " + EXPRESSION + " characters.");
      return null;
    }
    return text;
  }

  private void add(Code code, Place place, String message) {
    issues.add(new Issue(code, place, message));
  }

  private Map<String, Named> lets(Fields of) {
    Map<String, Named> lets = new LinkedHashMap<>();
    Fields fields = of.inside("let");
    if (fields != null) {
      fields
          .names()
          .forEach((name, text) -> {
            Text expression = expression(fields.optional(name));
            if (named(text, NAME, "a to z, 0 to 9 and '_'") != null && expression != null) {
              lets.put(name, new Named(text, expression));
            }
          });
      atMost(lets.size(), NAMES, "named expressions", fields.place());
    }
    return lets;
  }

  private void atMost(int size, int most, String what, Place place) {
    if (size > most) {
      add(Code.TOO_LARGE, place, "A rule has at most " + most + " " + what + ".");
    }
  }

  private Map<String, Counter> counters(Fields of) {
    Map<String, Counter> counters = new LinkedHashMap<>();
    Fields fields = of.inside("counters");
    if (fields != null) {
      fields
          .names()
          .forEach((name, text) -> {
            Fields inside = fields.inside(name);
            if (named(text, NAME, "a to z, 0 to 9 and '_'") != null && inside != null) {
              Counter counter = counter(text, inside);
              if (counter != null) {
                counters.put(name, counter);
              }
            }
          });
      atMost(counters.size(), NAMES, "counters", fields.place());
    }
    return counters;
  }

  private @Nullable Counter counter(Text name, Fields fields) {
    fields.only(List.of("kind", "of", "key", "where", "window", "per"));
    Kind kind = fields.word(fields.required("kind"), Kind.class);
    Text of = expression(fields.optional("of"));
    List<Text> key = fields.texts("key");
    key.forEach(this::expression);
    if (key.isEmpty()) {
      fields.missing("key");
    } else {
      atMost(key.size(), 4, "expressions in a key", fields.place());
    }
    Text where = expression(fields.optional("where"));
    Duration window = span(fields.required("window"), Duration.ofMinutes(1), Duration.ofDays(90));
    Duration per = span(fields.optional("per"), Duration.ofSeconds(1), Duration.ofDays(1));
    if (kind == null || window == null || key.isEmpty()) {
      return null;
    }
    boolean wantsOf = kind == Kind.DISTINCT || kind == Kind.SUM || kind == Kind.RATIO;
    if (wantsOf != (of != null)) {
      add(
          wantsOf ? Code.MISSING_KEY : Code.UNKNOWN_KEY,
          fields.place(),
          wantsOf ? "'of' says what this counter reads." : "'of' belongs to distinct, sum, ratio.");
      return null;
    }
    if ((kind == Kind.RATE) != (per != null)) {
      add(
          Code.WRONG_VALUE,
          fields.place(),
          "'per' is the unit of a rate, and of nothing else: for example 'per: 1m'.");
      return null;
    }
    return new Counter(name, kind, of, key, where, window, per);
  }

  private @Nullable Duration span(@Nullable Text text, Duration least, Duration most) {
    if (text == null) {
      return null;
    }
    Matcher parts = SPAN.matcher(text.value());
    if (parts.matches()) {
      long number = Long.parseLong(parts.group(1));
      Duration span =
          switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (span.compareTo(least) >= 0 && span.compareTo(most) <= 0) {
        return span;
      }
    }
    issues.add(
        new Issue(
            Code.WRONG_VALUE,
            text.place(),
            "A time is a number and s, m, h or d, from "
                + least.toSeconds()
                + " seconds to "
                + (most.toDays() > 1 ? most.toDays() + " days." : "a day."),
            "For example 10m, 24h or 30d."));
    return null;
  }

  private @Nullable LocalDate date(@Nullable Text text) {
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text.value());
    } catch (DateTimeParseException e) {
      add(Code.WRONG_VALUE, text.place(), "A day is written as 2027-01-31.");
      return null;
    }
  }

  private @Nullable Then then(Fields of) {
    if (of.node("then") == null) {
      of.missing("then");
      return null;
    }
    Fields fields = of.inside("then");
    if (fields == null) {
      return null;
    }
    fields.only(List.of("surface", "tag", "act", "on", "days"));
    long kinds =
        List.of("surface", "tag", "act").stream().filter(fields.names()::containsKey).count();
    if (kinds != 1) {
      add(Code.WRONG_VALUE, fields.place(), "'then' is one of surface, tag and act.");
      return null;
    }
    if (fields.names().containsKey("surface")) {
      return new Then.Surface(fields.number("surface", 1, 10, 1), fields.place());
    }
    Text tag = fields.optional("tag");
    if (fields.names().containsKey("tag")) {
      if (tag == null || named(tag, RULE, "a to z, 0 to 9 and '-'") == null) {
        return null;
      }
      On on = fields.word(fields.optional("on"), On.class);
      return new Then.Tag(
          tag.value(), on == On.POST, fields.number("days", 1, 30, 30), fields.place());
    }
    Measure measure = fields.word(fields.optional("act"), Measure.class);
    return measure == null
        ? null
        : new Then.Act(measure, fields.number("days", 1, 7, 7), fields.place());
  }

  /** What a tag marks. */
  private enum On {
    ACCOUNT,
    POST
  }

  private @Nullable Limits limits(Fields of) {
    Fields fields = of.inside("limits");
    if (fields == null) {
      return null;
    }
    fields.only(List.of("accounts_per_hour", "accounts_per_day", "share_of_events"));
    List.of("accounts_per_hour", "accounts_per_day", "share_of_events").forEach(fields::required);
    double share = 0.01;
    Text text = fields.optional("share_of_events");
    if (text != null) {
      try {
        share = Double.parseDouble(text.value());
      } catch (NumberFormatException e) {
        share = -1;
      }
      if (!(share > 0 && share <= 1)) {
        add(Code.WRONG_VALUE, text.place(), "A share is a number above 0 and at most 1.");
      }
    }
    return new Limits(
        fields.number("accounts_per_hour", 1, 100_000, 1),
        fields.number("accounts_per_day", 1, 1_000_000, 1),
        share);
  }

  private List<RuleSource.Test> tests(Fields of) {
    Node node = of.node("tests");
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      of.wrong(node, "'tests' is a list.");
      return List.of();
    }
    List<RuleSource.Test> tests = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        RuleSource.Test test = test(new Fields(mapping, of.lines(), issues));
        if (test != null) {
          tests.add(test);
        }
      } else {
        of.wrong(item, "A test has a name, an event and what is expected.");
      }
    }
    atMost(tests.size(), TESTS, "tests", of.place(node));
    return tests;
  }

  private RuleSource.@Nullable Test test(Fields fields) {
    fields.only(List.of("name", "event", "counters", "expect"));
    Text name = fields.required("name");
    Expect expect = fields.word(fields.required("expect"), Expect.class);
    Fields event = fields.inside("event");
    Fields counters = fields.inside("counters");
    if (event == null) {
      fields.missing("event");
    }
    if (name == null || expect == null || event == null) {
      return null;
    }
    return new RuleSource.Test(
        name.value(),
        TestValues.of(event),
        counters == null ? Map.of() : TestValues.of(counters),
        expect == Expect.HIT,
        fields.place());
  }

  /** What a test expects. */
  private enum Expect {
    HIT,
    MISS
  }
}
