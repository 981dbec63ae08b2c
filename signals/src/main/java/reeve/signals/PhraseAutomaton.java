package reeve.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.signals.Phrase.Mode;

/**
 * Finds which of many phrases stand in a text, all in one pass over it and one over its normalised
 * form. Immutable; any number of threads may use it at once.
 */
public final class PhraseAutomaton {
  private final int size;
  private final @Nullable Kind exact;
  private final @Nullable Kind words;

  private PhraseAutomaton(int size, @Nullable Kind exact, @Nullable Kind words) {
    this.size = size;
    this.exact = exact;
    this.words = words;
  }

  /**
   * Builds one. A phrase's id is its place in the list; equal phrases have an id each.
   *
   * @throws IllegalArgumentException if the phrases have more than 4,000,000 characters together
   */
  public static PhraseAutomaton of(List<Phrase> phrases) {
    return of(phrases, Trie.ROWS);
  }

  static PhraseAutomaton of(List<Phrase> phrases, int entries) {
    return new PhraseAutomaton(
        phrases.size(),
        Kind.of(phrases, Mode.EXACT, entries),
        Kind.of(phrases, Mode.WORDS, entries));
  }

  /** How many phrases it looks for. */
  public int size() {
    return size;
  }

  /** Whether it reads the normalised text at all; without that, any text may stand for it. */
  public boolean readsNormal() {
    return words != null;
  }

  /** How many longs {@link #find} needs: one for each 64 phrases. */
  public int longs() {
    return (size + 63) >>> 6;
  }

  /**
   * Sets the bit of each phrase that stands in a text: of id {@code i} bit {@code i & 63} of {@code
   * hits[i >> 6]}. Bits that are set already stay, so that several texts can be searched one after
   * the other.
   *
   * @param raw the text as it was written
   * @param normal the same text {@linkplain Normal normalised}
   * @param hits zeros, or what this automaton has set in it; at least {@link #longs} long
   */
  public void find(String raw, String normal, long[] hits) {
    if (exact != null) {
      exact.anywhere(raw, hits);
    }
    if (words != null) {
      words.words(normal, hits);
    }
  }

  /** The phrases of one mode, equal ones once. */
  private static final class Kind {
    private final Trie trie;
    private final int[] lengths;

    /** Whether a letter may stand before each of them, and behind it. */
    private final boolean[] freeBefore;

    private final boolean[] freeBehind;
    private final int[][] ids;

    private Kind(SortedMap<String, List<Integer>> phrases, int entries) {
      List<String> strings = List.copyOf(phrases.keySet());
      trie = new Trie(strings, entries);
      ids =
          phrases.values().stream()
              .map(all -> all.stream().mapToInt(id -> id).toArray())
              .toArray(int[][]::new);
      lengths = new int[ids.length];
      freeBefore = new boolean[ids.length];
      freeBehind = new boolean[ids.length];
      for (int i = 0; i < ids.length; i++) {
        String phrase = strings.get(i);
        lengths[i] = phrase.length();
        freeBefore[i] = Letters.isSpaceless(phrase.codePointAt(0));
        freeBehind[i] = Letters.isSpaceless(phrase.codePointBefore(phrase.length()));
      }
    }

    static @Nullable Kind of(List<Phrase> phrases, Mode mode, int entries) {
      var ids = new TreeMap<String, List<Integer>>();
      for (int id = 0; id < phrases.size(); id++) {
        if (phrases.get(id).mode() == mode) {
          ids.computeIfAbsent(phrases.get(id).sought(), text -> new ArrayList<>()).add(id);
        }
      }
      return ids.isEmpty() ? null : new Kind(ids, entries);
    }

    void anywhere(String text, long[] hits) {
      trie.find(
          text,
          (string, end) -> {
            // What a phrase ends with was found when the phrase was found first.
            for (int i = string; i >= 0 && !isSet(i, hits); i = trie.shorter(i)) {
              set(i, hits);
            }
          });
    }

    void words(String text, long[] hits) {
      trie.find(
          text,
          (string, end) -> {
            boolean inWord = end < text.length() && Letters.isWord(text.codePointAt(end));
            // All of them end with the same character.
            if (inWord && !freeBehind[string]) {
              return;
            }
            for (int i = string; i >= 0; i = trie.shorter(i)) {
              int start = end - lengths[i];
              if (freeBefore[i] || start == 0 || !Letters.isWord(text.codePointBefore(start))) {
                set(i, hits);
              }
            }
          });
    }

    private boolean isSet(int string, long[] hits) {
      int id = ids[string][0];
      return (hits[id >> 6] >>> id & 1) != 0;
    }

    private void set(int string, long[] hits) {
      for (int id : ids[string]) {
        hits[id >> 6] |= 1L << id;
      }
    }
  }
}
