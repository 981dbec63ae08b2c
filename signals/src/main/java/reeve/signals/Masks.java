package reeve.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.signals.Phrase.Mode;

/**
 * Finds phrases in disguise: an automaton over keys, which all disguises of a letter share, says
 * where to look, and {@link Alignment} whether it is one.
 */
final class Masks {
  /** So many letters are compared in one text. */
  static final int STEPS = 1 << 20;

  /** A phrase has to have so many letters, of scripts without spaces one less. */
  private static final int LEAST = 3;

  private final List<Phrase> phrases;
  private final Trie trie;
  private final int[] lengths;

  /** The phrases of each key, each twice its id, and one more where its letters are not merged. */
  private final int[][] ids;

  /** Whether a letter may stand before one of them, and behind. */
  private final boolean[] freeBefore;

  private final boolean[] freeBehind;

  private Masks(List<Phrase> phrases, SortedMap<String, List<Integer>> keys) {
    this.phrases = phrases;
    List<String> strings = List.copyOf(keys.keySet());
    trie = new Trie(strings);
    ids =
        keys.values().stream()
            .map(all -> all.stream().mapToInt(id -> id).toArray())
            .toArray(int[][]::new);
    lengths = strings.stream().mapToInt(String::length).toArray();
    freeBefore = new boolean[lengths.length];
    freeBehind = new boolean[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      String key = strings.get(i);
      freeBefore[i] = Letters.isSpaceless(key.codePointAt(0));
      freeBehind[i] = Letters.isSpaceless(key.codePointBefore(key.length()));
    }
  }

  static @Nullable Masks of(List<Phrase> phrases) {
    var keys = new TreeMap<String, List<Integer>>();
    for (int id = 0; id < phrases.size(); id++) {
      if (phrases.get(id).mode() != Mode.WORDS) {
        continue;
      }
      Unmasked merged = Unmasked.of(phrases.get(id).sought(), true);
      if (!isSought(merged)) {
        continue;
      }
      String key = merged.keys();
      String apart = Unmasked.of(phrases.get(id).sought(), false).keys();
      keys.computeIfAbsent(key, k -> new ArrayList<>(1)).add(2 * id);
      if (!apart.equals(key)) {
        keys.computeIfAbsent(apart, k -> new ArrayList<>(1)).add(2 * id + 1);
      }
    }
    return keys.isEmpty() ? null : new Masks(phrases, keys);
  }

  /** Whether it begins and ends with a letter or digit and has enough of them. */
  private static boolean isSought(Unmasked phrase) {
    int size = phrase.size();
    if (size == 0 || phrase.from(0) > 0 || phrase.to(size - 1) < phrase.text().length()) {
      return false;
    }
    boolean spaceless = Letters.isSpaceless(phrase.text().codePointAt(0));
    return size >= (spaceless ? LEAST - 1 : LEAST);
  }

  /**
   * Tells of the phrases in disguise.
   *
   * @return false where {@link #STEPS} were not enough
   */
  boolean find(String text, Found found) {
    Unmasked unmasked = Unmasked.of(text, true);
    var search = new Search(unmasked, found);
    trie.find(unmasked.keys(), search);
    return search.steps <= STEPS;
  }

  /** Takes what is found. */
  interface Found {
    /**
     * A phrase stands there.
     *
     * @param why a bit for each disguise
     */
    void at(int phrase, Span span, int why);
  }

  private final class Search implements Trie.Found {
    private final Unmasked text;
    private final Found found;
    private int steps;

    Search(Unmasked text, Found found) {
      this.text = text;
      this.found = found;
    }

    @Override
    public void at(int string, int end) {
      int behind = text.start(end);
      boolean open = behind == text.size() || isBorder(behind, behind);
      if (!open && !freeBehind[string]) {
        return;
      }
      for (int s = string; s >= 0 && steps <= STEPS; s = trie.shorter(s)) {
        int begin = text.start(end - lengths[s]);
        if (begin == 0 || freeBefore[s] || isBorder(begin, begin - 1)) {
          for (int id : ids[s]) {
            check(id, begin, behind);
          }
        }
      }
    }

    /** Whether a word ends or begins before a letter: signs there, at one side, are no letters. */
    private boolean isBorder(int at, int sign) {
      return text.gap(at) || text.sign(sign);
    }

    private void check(int id, int begin, int end) {
      Phrase phrase = phrases.get(id >> 1);
      int from = text.from(begin);
      int to = text.to(end - 1);
      String words = phrase.text();
      steps += words.length() + 1;
      boolean plain =
          to - from == words.length() && text.text().regionMatches(true, from, words, 0, to - from);
      if (plain) {
        return;
      }
      int why = Alignment.of(Unmasked.of(phrase.sought(), true), text, begin, end);
      if (why > 0) {
        found.at(id >> 1, new Span(from, to), why);
      }
    }
  }
}
