package reeve.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people of one language say: a small grammar. A file has sections {@code [symbol]}, one
 * alternative a line; {@code [symbol] a | b | c} on one line for words. In an alternative, {@code
 * {symbol}} is replaced by one of that symbol's alternatives, {@code {^symbol}} with a capital
 * letter, {@code {#2-9}} by a number, and {@code {=name}} by a value that the caller gives. A line
 * that starts with {@code >} holds what one may answer to the alternative above it, and one that
 * starts with {@code //} is a comment.
 */
final class Phrasebook {
  private static final int DEEPEST = 8;

  private final String code;
  private final Map<String, List<Phrase>> phrases;

  private Phrasebook(String code, Map<String, List<Phrase>> phrases) {
    this.code = code;
    this.phrases = phrases;
  }

  /** A piece of an alternative. */
  private sealed interface Piece {
    /** Stands as it is. */
    record Words(String text) implements Piece {}

    /** Is replaced by an alternative of that symbol. */
    record Symbol(String name, boolean capital) implements Piece {}

    /** Is replaced by a number between the two. */
    record Range(int low, int high) implements Piece {}

    /** Is replaced by what the caller gives. */
    record Given(String name) implements Piece {}
  }

  private record Phrase(List<Piece> pieces) {}

  /**
   * What was said, and the symbol of what fits as an answer to it alone, if the phrase book has
   * any.
   */
  record Spoken(String text, @Nullable String answers) {}

  static Phrasebook load(String code) {
    try (InputStream in = Phrasebook.class.getResourceAsStream("words/" + code + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no phrase book for " + code);
      }
      return new Phrasebook(
          code, read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<Phrase>> read(BufferedReader in) throws IOException {
    Map<String, List<Phrase>> phrases = new HashMap<>();
    @Nullable List<Phrase> section = null;
    String symbol = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      line = line.strip();
      if (line.isEmpty() || line.startsWith("//")) {
        continue;
      }
      if (line.startsWith("[")) {
        int end = line.indexOf(']');
        symbol = line.substring(1, end);
        section = phrases.computeIfAbsent(symbol, s -> new ArrayList<>());
        addAll(section, line.substring(end + 1));
      } else if (line.startsWith(">") && section != null) {
        String answers = answers(symbol, section.size() - 1);
        addAll(phrases.computeIfAbsent(answers, s -> new ArrayList<>()), line.substring(1));
      } else if (section != null) {
        section.add(parse(line));
      }
    }
    return phrases;
  }

  private static void addAll(List<Phrase> section, String inline) {
    for (String word : inline.split("\\|", -1)) {
      if (!word.isBlank()) {
        section.add(parse(word.strip()));
      }
    }
  }

  private static String answers(String symbol, int index) {
    return symbol + '/' + index;
  }

  private static Phrase parse(String line) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int open = line.indexOf('{'); open >= 0; open = line.indexOf('{', from)) {
      int close = line.indexOf('}', open);
      if (open > from) {
        pieces.add(new Piece.Words(line.substring(from, open)));
      }
      pieces.add(slot(line.substring(open + 1, close)));
      from = close + 1;
    }
    if (from < line.length()) {
      pieces.add(new Piece.Words(line.substring(from)));
    }
    return new Phrase(List.copyOf(pieces));
  }

  private static Piece slot(String inside) {
    return switch (inside.charAt(0)) {
      case '#' -> {
        int dash = inside.indexOf('-');
        yield new Piece.Range(
            Integer.parseInt(inside.substring(1, dash)),
            Integer.parseInt(inside.substring(dash + 1)));
      }
      case '=' -> new Piece.Given(inside.substring(1));
      case '^' -> new Piece.Symbol(inside.substring(1), true);
      default -> new Piece.Symbol(inside, false);
    };
  }

  boolean knows(String symbol) {
    return phrases.containsKey(symbol);
  }

  Set<String> symbols() {
    return phrases.keySet();
  }

  /** The ways to say it before their slots are filled. */
  int ways(String symbol) {
    return phrases.getOrDefault(symbol, List.of()).size();
  }

  /** What people talk about: every {@code X} for which there is {@code X.hobby}. */
  List<String> topics() {
    TreeSet<String> topics = new TreeSet<>();
    for (String symbol : phrases.keySet()) {
      if (symbol.endsWith(".hobby")) {
        topics.add(symbol.substring(0, symbol.indexOf('.')));
      }
    }
    return List.copyOf(topics);
  }

  String say(String symbol, Dice dice) {
    return say(symbol, dice, Map.of());
  }

  /** One of the symbol's alternatives with its slots filled. */
  String say(String symbol, Dice dice, Map<String, String> given) {
    return speak(symbol, dice, given).text();
  }

  /** Like {@link #say}, and tells what one may answer. */
  Spoken speak(String symbol, Dice dice, Map<String, String> given) {
    int way = dice.below(Math.max(1, ways(symbol)));
    StringBuilder out = new StringBuilder();
    fill(phrase(symbol, way), dice, given, out, 0);
    String answers = answers(symbol, way);
    return new Spoken(out.toString(), knows(answers) ? answers : null);
  }

  private Phrase phrase(String symbol, int way) {
    List<Phrase> ways = phrases.get(symbol);
    if (ways == null) {
      throw new IllegalStateException("phrase book " + code + ": cannot say " + symbol);
    }
    return ways.get(way);
  }

  private void fill(
      Phrase phrase, Dice dice, Map<String, String> given, StringBuilder out, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalStateException("phrase book " + code + " goes in circles: " + out);
    }

    for (Piece piece : phrase.pieces()) {
      switch (piece) {
        case Piece.Words words -> out.append(words.text());
        case Piece.Range number -> out.append(dice.between(number.low(), number.high()));
        case Piece.Given name -> out.append(given.getOrDefault(name.name(), ""));
        case Piece.Symbol inner -> {
          int start = out.length();
          int way = dice.below(Math.max(1, ways(inner.name())));
          fill(phrase(inner.name(), way), dice, given, out, depth + 1);
          if (inner.capital() && out.length() > start) {
            String first = out.substring(start, start + 1).toUpperCase(Locale.ROOT);
            out.replace(start, start + 1, first);
          }
        }
      }
    }
  }
}
