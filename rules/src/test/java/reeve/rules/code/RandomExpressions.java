package reeve.rules.code;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Writes well-typed CEL at random, over the fields of {@link RandomEvents}. */
final class RandomExpressions {
  private static final List<String> TEXTS =
      List.of("", "a", "bad", "evil", "badevil", "7", "-3", "1e3", "NaN", " 7", "7.5", "z", "b|a");
  private static final List<String> ODD =
      List.of("\\u00e9", "e\\u0301", "\\U0001F600", "\\uffff", "\\u0663", "\\u0000", "\\u4e2d");
  private static final List<String> PATTERNS =
      List.of(
          "bad|evil",
          "(bad|evil)a",
          "(?:b|ev)(ad|il)",
          "b\\\\.d",
          "bad.*evil",
          "^bad",
          "evil$",
          "(?i)BAD",
          "[a-c]+d",
          "ba?d",
          "evi{1,2}l\\\\d*",
          "bad(evil)?",
          "\\\\d+",
          "bad\\\\s+e",
          "",
          "a|",
          "\\\\bbad\\\\b");

  private final SplittableRandom random;
  private final List<String> variables = new ArrayList<>();
  private final List<String> booleans = new ArrayList<>();
  private boolean counters;

  RandomExpressions(SplittableRandom random) {
    this.random = random;
  }

  /** From now on expressions may read a rule's counters. */
  void counters() {
    counters = true;
  }

  /** From now on expressions may read a boolean of that name. */
  void named(String name) {
    booleans.add(name);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  @SafeVarargs
  private String one(Supplier<String>... of) {
    return of[random.nextInt(of.length)].get();
  }

  String bool(int depth) {
    if (depth <= 0) {
      return one(
          () -> one(List.of("true", "false")),
          () -> one(List.of("a.yes", "a.no")),
          () -> "has(a." + one(List.of("yes", "i", "d", "s", "t", "l")) + ")",
          () -> "a.t.has_phrase('bank')",
          () -> booleans.isEmpty() ? "a.yes" : one(booleans),
          () -> "alone > " + one(List.of("0", "7")));
    }
    int d = depth - 1;
    return one(
        () -> all(" && ", d),
        () -> all(" || ", d),
        () -> all(" && ", d),
        () -> all(" || ", d),
        () -> "!(" + bool(d) + ")",
        () -> choice(bool(d), bool(d), d),
        () -> compare(whole(d), whole(d), true),
        () -> compare(whole(d), whole(0), true),
        () -> compare(number(d), number(d), true),
        () -> order(number(d), whole(d)),
        () -> order(whole(d), number(d)),
        () -> compare(text(d), text(d), true),
        () -> compare(bool(counters && random.nextInt(8) == 0 ? d : 0), bool(0), true),
        () -> compare(texts(d), texts(0), false),
        () ->
            "("
                + text(d)
                + ")."
                + one(List.of("contains", "startsWith", "endsWith"))
                + "("
                + text(0)
                + ")",
        () -> "a.t.contains(" + text() + ")",
        () -> "a.t.matches('" + one(PATTERNS) + "')",
        () -> "(" + text(d) + ").matches('" + one(PATTERNS) + "')",
        () -> "(" + text(d) + ") in " + texts(d),
        () -> "(" + whole(d) + ") in [" + list(this::wholeConstant) + "]",
        () -> "(" + number(d) + ") in [" + list(this::numberConstant) + "]",
        () -> "(" + text(d) + ") in [" + list(this::text) + "]",
        () -> "(" + text(d) + ").on_list('known')",
        () -> "(" + texts(d) + ").on_list('known')",
        () -> each(d),
        () -> each(d),
        () -> compare("a.t.phrases('bank')", whole(0), true),
        () -> bool(0));
  }

  private String all(String operator, int depth) {
    int parts = random.nextInt(20) == 0 ? 30 : random.nextInt(2, 5);
    List<String> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      all.add("(" + bool(parts > 5 ? 0 : random.nextInt(depth + 1)) + ")");
    }
    return String.join(operator, all);
  }

  private String choice(String then, String otherwise, int depth) {
    return "((" + bool(depth) + ") ? (" + then + ") : (" + otherwise + "))";
  }

  private String compare(String left, String right, boolean ordered) {
    String sign =
        ordered ? one(List.of("==", "!=", "<", "<=", ">", ">=")) : one(List.of("==", "!="));
    return "(" + left + ") " + sign + " (" + right + ")";
  }

  private String order(String left, String right) {
    return "(" + left + ") " + one(List.of("<", "<=", ">", ">=")) + " (" + right + ")";
  }

  private String each(int depth) {
    String name = "v" + variables.size();
    String macro = one(List.of("exists", "all", "exists_one"));
    if (variables.size() >= 2) {
      return bool(depth - 1);
    }
    if (random.nextInt(4) == 0) {
      // Over whole numbers, some of which no division takes.
      return "["
          + list(this::wholeConstant)
          + "]."
          + macro
          + "(q, "
          + compare(whole(0) + " / q", "q", true)
          + ")";
    }
    String list = texts(depth);
    variables.add(name);
    String condition = bool(depth);
    variables.remove(name);
    return list + "." + macro + "(" + name + ", " + condition + ")";
  }

  private String list(Supplier<String> element) {
    List<String> all = new ArrayList<>();
    for (int left = random.nextInt(1, random.nextInt(4) == 0 ? 12 : 4); left > 0; left--) {
      all.add(element.get());
    }
    return String.join(", ", all);
  }

  private String wholeConstant() {
    return one(
        List.of(
            "0",
            "1",
            "-1",
            "2",
            "7",
            "-3",
            "9223372036854775807",
            "-9223372036854775808",
            "9007199254740993",
            "4294967296"));
  }

  private String numberConstant() {
    return one(
        List.of("0.0", "-0.0", "1.0", "-1.5", "7.0", "1e300", "9.007199254740992e15", "9.3e18"));
  }

  private String whole(int depth) {
    if (depth <= 0) {
      return one(
          this::wholeConstant,
          () -> "a.i",
          () -> "a.j",
          () -> "alone",
          () -> counters ? one(List.of("c", "f")) : "a.i");
    }
    int d = depth - 1;
    return one(
        () -> "(" + whole(d) + ") " + one(List.of("+", "-", "*", "/", "%")) + " (" + whole(d) + ")",
        () -> "(" + whole(d) + ") " + one(List.of("+", "-", "*", "/", "%")) + " (" + whole(0) + ")",
        () -> "-(" + whole(d) + ")",
        () -> "size(" + text(d) + ")",
        () -> "size(" + texts(d) + ")",
        () -> "int(" + text(d) + ")",
        () -> "int(" + number(d) + ")",
        () -> "a.t.phrases('bank')",
        () -> choice(whole(d), whole(d), d),
        () -> whole(0));
  }

  private String number(int depth) {
    if (depth <= 0) {
      return one(this::numberConstant, () -> "a.d", () -> "a.e", () -> counters ? "r" : "a.d");
    }
    int d = depth - 1;
    return one(
        () -> "(" + number(d) + ") " + one(List.of("+", "-", "*", "/")) + " (" + number(d) + ")",
        () -> "-(" + number(d) + ")",
        () -> "double(" + whole(d) + ")",
        () -> "double(" + text(d) + ")",
        () -> choice(number(d), number(d), d),
        () -> number(0));
  }

  private String text() {
    return "'" + (random.nextInt(6) == 0 ? one(ODD) : one(TEXTS)) + "'";
  }

  private String text(int depth) {
    if (depth <= 0) {
      return one(
          this::text, () -> "a.s", () -> "a.t", () -> variables.isEmpty() ? "a.s" : one(variables));
    }
    int d = depth - 1;
    return one(
        () -> "(" + text(d) + ") + (" + text(d) + ")",
        () -> "string(" + whole(d) + ")",
        () -> "string(" + number(d) + ")",
        () -> "string(" + bool(d) + ")",
        () -> "(" + texts(0) + ")[" + whole(d) + "]",
        () -> choice(text(d), text(d), d),
        () -> text(0));
  }

  private String texts(int depth) {
    return depth > 0 && random.nextInt(4) == 0
        ? choice(texts(0), texts(0), depth - 1)
        : one(() -> "a.l", () -> "a.m", () -> "[" + list(this::text) + "]");
  }

  /** Something that goes beyond the types that compile. */
  String beyond() {
    return one(
        () -> "{'a': 1, 'bad': 2}[a.s] == 1",
        () -> "a.l.map(x, size(x)).exists(n, n > 1)",
        () -> "a.l.filter(x, x != 'a').size() > 1",
        () -> "dyn(a.i) == 1.0");
  }
}
