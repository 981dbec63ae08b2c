package reeve.rules.code;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an RE2 pattern asks of the texts in which it is found, where that is plain to see.
 *
 * @param texts one of them stands in every text that matches; none is empty
 * @param decides whether every text in which one stands matches, too: the pattern is no more than
 *     the choice between them
 */
record PatternLiterals(Set<String> texts, boolean decides) {
  private static final int MOST = 64;
  private static final String META = ".*+?[](){}|^$\\";

  /** A required literal shorter than this spares too little. */
  private static final int SHORT = 3;

  /** Null where nothing is plain to see. */
  static @Nullable PatternLiterals of(String pattern) {
    Choice choice = new Choice(pattern);
    List<String> texts = choice.alternation();
    if (texts != null && choice.at == pattern.length() && !texts.contains("")) {
      return new PatternLiterals(new LinkedHashSet<>(texts), true);
    }
    String required = required(pattern);
    return required.length() < SHORT ? null : new PatternLiterals(Set.of(required), false);
  }

  /** Reads literals, groups and bars; each method returns null at anything else. */
  private static final class Choice {
    private final String pattern;
    private int at;

    Choice(String pattern) {
      this.pattern = pattern;
    }

    @Nullable List<String> alternation() {
      List<String> all = new ArrayList<>();
      while (true) {
        List<String> one = sequence();
        if (one == null || all.size() + one.size() > MOST) {
          return null;
        }
        all.addAll(one);
        if (at == pattern.length() || pattern.charAt(at) != '|') {
          return all;
        }
        at++;
      }
    }

    private @Nullable List<String> sequence() {
      List<String> texts = List.of("");
      while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
        List<String> next = atom();
        if (next == null || texts.size() * next.size() > MOST) {
          return null;
        }
        List<String> longer = new ArrayList<>();
        for (String text : texts) {
          next.forEach(end -> longer.add(text + end));
        }
        texts = longer;
      }
      return texts;
    }

    private @Nullable List<String> atom() {
      char c = pattern.charAt(at++);
      if (c == '(') {
        if (pattern.startsWith("?:", at)) {
          at += 2;
        }
        List<String> inner = alternation();
        if (inner == null || at == pattern.length() || pattern.charAt(at) != ')') {
          return null;
        }
        at++;
        return inner;
      }
      if (c == '\\' && at < pattern.length() && mark(pattern.charAt(at))) {
        return List.of(String.valueOf(pattern.charAt(at++)));
      }
      return META.indexOf(c) >= 0 ? null : List.of(String.valueOf(c));
    }
  }

  /** Whether a character after a backslash stands for itself. */
  private static boolean mark(char c) {
    return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
  }

  /** The longest text that stands in whatever matches, as far as the top of the pattern says. */
  private static String required(String pattern) {
    String best = "";
    StringBuilder run = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      int end = at + 1;
      boolean literal = META.indexOf(c) < 0;
      switch (c) {
        case '\\' -> {
          if (end == pattern.length()) {
            return "";
          }
          c = pattern.charAt(end++);
          literal = mark(c);
          if (!literal && "dDwWsSbB".indexOf(c) < 0) {
            return "";
          }
        }
        case '(' -> end = close(pattern, at);
        case '[' -> end = bracket(pattern, at);
        case '{' -> end = repetition(pattern, at);
        case '|', ')', ']', '}' -> {
          return "";
        }
        default -> {}
      }
      if (end <= at) {
        return "";
      }
      if (literal) {
        run.append(c);
      }
      if ("*?{".indexOf(c) >= 0 && !literal && !run.isEmpty()) {
        run.setLength(run.offsetByCodePoints(run.length(), -1));
      }
      if (!literal) {
        best = longer(best, run);
        run.setLength(0);
      }
      at = end;
    }
    return longer(best, run);
  }

  private static String longer(String best, StringBuilder run) {
    return run.length() > best.length() ? run.toString() : best;
  }

  /** After the parenthesis that closes one, or -1 where flags or quoting stand inside. */
  private static int close(String pattern, int open) {
    int at = open + 1;
    if (pattern.startsWith("?", at) && !pattern.startsWith("?:", at)) {
      return -1;
    }
    while (at > 0 && at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case ')' -> {
          return at + 1;
        }
        case '(' -> at = close(pattern, at);
        case '[' -> at = bracket(pattern, at);
        case '\\' ->
            at = pattern.startsWith("Q", at + 1) || at + 1 == pattern.length() ? -1 : at + 2;
        default -> at++;
      }
    }
    return -1;
  }

  /** After a repetition, or -1 where the brace stands for itself. */
  private static int repetition(String pattern, int open) {
    int at = open + 1;
    while (at < pattern.length() && "0123456789,".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    return at > open + 1 && pattern.startsWith("}", at) ? at + 1 : -1;
  }

  /** After the bracket that closes one, or -1. */
  private static int bracket(String pattern, int open) {
    int at = open + 1;
    if (pattern.startsWith("^", at)) {
      at++;
    }
    // One that comes first stands for itself.
    boolean first = true;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\\' || pattern.startsWith("[:", at)) {
        // Escapes and classes inside are more than is plain to see.
        return -1;
      }
      if (c == ']' && !first) {
        return at + 1;
      }
      first = false;
      at++;
    }
    return -1;
  }
}
