package reeve.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import reeve.signals.Phrase.Mode;

/** The plainest way to find phrases, and random cases to compare it with. */
final class PhraseModel {
  private static final String[] LETTERS = {
    "a", "b", "A", "ß", "é", " ", " ", "-", "1", "漢", "字", "ー", "サ", "ก", "ا", "्", "क", "😀", "𠀡"
  };

  private PhraseModel() {}

  static Set<Integer> found(List<Phrase> phrases, String raw) {
    String normal = Normal.of(raw);
    var found = new TreeSet<Integer>();
    for (int id = 0; id < phrases.size(); id++) {
      Phrase phrase = phrases.get(id);
      if (phrase.mode() == Mode.EXACT
          ? raw.contains(phrase.text())
          : stands(Normal.of(phrase.text()), normal)) {
        found.add(id);
      }
    }
    return found;
  }

  private static boolean stands(String phrase, String text) {
    for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      int end = at + phrase.length();
      boolean before =
          at > 0
              && Letters.isWord(text.codePointBefore(at))
              && !Letters.isSpaceless(phrase.codePointAt(0));
      boolean behind =
          end < text.length()
              && Letters.isWord(text.codePointAt(end))
              && !Letters.isSpaceless(phrase.codePointBefore(phrase.length()));
      if (!before && !behind) {
        return true;
      }
    }
    return false;
  }

  static Set<Integer> automaton(PhraseAutomaton automaton, String raw) {
    long[] hits = new long[automaton.longs()];
    automaton.find(raw, Normal.of(raw), hits);
    var found = new TreeSet<Integer>();
    for (int id = 0; id < automaton.size(); id++) {
      if ((hits[id >> 6] >>> id & 1) != 0) {
        found.add(id);
      }
    }
    return found;
  }

  /** Phrases of few letters, so that they overlap, contain and repeat each other. */
  static List<Phrase> phrases(Random random, int most) {
    var phrases = new ArrayList<Phrase>();
    int letters = 2 + random.nextInt(LETTERS.length - 1);
    for (int i = random.nextInt(most); i >= 0; i--) {
      String text = text(random, letters, 1 + random.nextInt(1 + random.nextInt(12)));
      Mode mode = random.nextBoolean() ? Mode.EXACT : Mode.WORDS;
      if (mode == Mode.EXACT || !Normal.of(text).isEmpty()) {
        phrases.add(new Phrase(text, mode));
      }
    }
    return phrases;
  }

  static String text(Random random) {
    return text(random, 2 + random.nextInt(LETTERS.length - 1), random.nextInt(60));
  }

  private static String text(Random random, int letters, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS[random.nextInt(letters)]);
    }
    return text.toString();
  }

  /** How many entries the rows may have: none but the first, some, or all that there are. */
  static int entries(Random random) {
    return new int[] {1, 64, 256, Trie.ROWS}[random.nextInt(4)];
  }
}
