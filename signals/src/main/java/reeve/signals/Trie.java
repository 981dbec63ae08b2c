package reeve.signals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Strings that are found all at once: the automaton of Aho and Corasick (1975) over UTF-16 units.
 * Its states are numbered breadth first, so that the children of a state lie side by side; the
 * first of them, which nearly every step meets, have a row with the answer for every class of
 * characters, and the others are searched and fall back.
 */
final class Trie {
  /** The greatest sum of the lengths of all strings. */
  static final int MOST = 4_000_000;

  /** Rows hold so many entries together, unless the first row alone has more. */
  static final int ROWS = 1 << 20;

  private static final int STATE = (1 << 22) - 1;

  /** The state has one child. */
  private static final long ONE = 1L << 60;

  /** Strings end in that child. */
  private static final long ENDS = 1L << 61;

  /** Takes what is found. */
  interface Found {
    /**
     * A string ends here, and so do those that {@link Trie#shorter} leads to.
     *
     * @param string the longest of them, by its place in the list
     * @param end the index behind its last character
     */
    void at(int string, int end);
  }

  private final char[] classes = new char[Character.MAX_VALUE + 1];
  private final int shift;
  private final int rows;

  /** What follows a state on a class: the state, or its complement where strings end. */
  private final int[] table;

  /** The first child of each state, and behind the last of them the number of states. */
  private final int[] first;

  /** The first state of each depth. */
  private final int[] levels;

  /** The character that leads to each state. */
  private final char[] label;

  /**
   * What a search needs of each state in one word: from the lowest bit 16 of the only child's
   * character, 22 of that child, 22 of the state of the longest suffix, {@link #ONE} and {@link
   * #ENDS}.
   */
  private final long[] nodes;

  /** The longest string that ends in a state, or -1. */
  private final int[] longest;

  /** The next shorter string that each string ends with, or -1. */
  private final int[] shorter;

  /**
   * Builds one.
   *
   * @param strings sorted, without duplicates, none empty
   */
  Trie(List<String> strings) {
    this(strings, ROWS);
  }

  Trie(List<String> strings, int entries) {
    int states = states(strings);
    first = new int[states + 1];
    label = new char[states];
    nodes = new long[states];
    longest = new int[states];
    shorter = new int[strings.size()];
    levels = new int[1 + strings.stream().mapToInt(String::length).max().orElse(0)];
    grow(strings);
    int kinds = classify();
    shift = 32 - Integer.numberOfLeadingZeros(kinds - 1);
    rows = Math.max(1, Math.min(states, entries >> shift));
    table = new int[rows << shift];
    connect();
  }

  private static int states(List<String> strings) {
    long states = 1;
    String before = "";
    for (String string : strings) {
      int common = 0;
      int most = Math.min(before.length(), string.length());
      while (common < most && before.charAt(common) == string.charAt(common)) {
        common++;
      }
      states += string.length() - common;
      before = string;
    }
    if (states > MOST) {
      throw new IllegalArgumentException(
          "phrases may have " + MOST + " characters together, not " + states);
    }
    return (int) states;
  }

  /** Numbers the states: each stands for a range of the sorted strings that begin alike. */
  private void grow(List<String> strings) {
    int states = label.length;
    int[] from = new int[states];
    int[] to = new int[states];
    to[0] = strings.size();
    int made = 1;
    int depth = 0;
    int level = 1;
    for (int s = 0; s < states; s++) {
      if (s == level) {
        levels[++depth] = s;
        level = made;
      }
      int i = from[s];
      longest[s] = -1;
      if (depth > 0 && strings.get(i).length() == depth) {
        longest[s] = i++;
      }
      first[s] = made;
      while (i < to[s]) {
        char c = strings.get(i).charAt(depth);
        from[made] = i;
        label[made] = c;
        while (i < to[s] && strings.get(i).charAt(depth) == c) {
          i++;
        }
        to[made++] = i;
      }
    }
    first[states] = made;
  }

  /**
   * Numbers the characters from 1, the more frequent first, so that most steps read the beginning
   * of a row; those that no string has share the number 0.
   */
  private int classify() {
    int[] often = new int[classes.length];
    for (int s = 1; s < label.length; s++) {
      often[label[s]]++;
    }
    int[] known =
        IntStream.range(0, often.length)
            .filter(c -> often[c] > 0)
            .boxed()
            .sorted(Comparator.comparingInt((Integer c) -> -often[c]).thenComparingInt(c -> c))
            .mapToInt(c -> c)
            .toArray();
    for (int i = 0; i < known.length; i++) {
      classes[known[i]] = (char) (i + 1);
    }
    return known.length + 1;
  }

  /**
   * Says where each state falls back to, what ends there, and fills the rows. What a state falls
   * back to is nearer to the root, so that all is known of it before it is asked for.
   */
  private void connect() {
    int[] fail = new int[label.length];
    for (int s = 0; s < label.length; s++) {
      if (s > 0 && s < rows) {
        System.arraycopy(table, fail[s] << shift, table, s << shift, 1 << shift);
      }
      for (int child = first[s]; child < first[s + 1]; child++) {
        int to = s == 0 ? 0 : step(fail[s], label[child]);
        fail[child] = to < 0 ? ~to : to;
        int shorterOne = longest[fail[child]];
        if (longest[child] >= 0) {
          shorter[longest[child]] = shorterOne;
        } else {
          longest[child] = shorterOne;
        }
        if (s < rows) {
          table[(s << shift) + classes[label[child]]] = longest[child] >= 0 ? ~child : child;
        }
      }
      nodes[s] = (long) fail[s] << 38;
      if (first[s + 1] - first[s] == 1) {
        int child = first[s];
        nodes[s] |= ONE | (longest[child] >= 0 ? ENDS : 0) | ((long) child << 16) | label[child];
      }
    }
  }

  /** The state after a character, or its complement where strings end. */
  private int step(int state, char c) {
    int s = state;
    while (s >= rows) {
      long node = nodes[s];
      if ((node & ONE) != 0) {
        if ((char) node == c) {
          int child = (int) (node >>> 16) & STATE;
          return (node & ENDS) != 0 ? ~child : child;
        }
      } else {
        int child = child(s, c);
        if (child > 0) {
          return longest[child] >= 0 ? ~child : child;
        }
      }
      s = (int) (node >>> 38) & STATE;
    }
    return table[(s << shift) + classes[c]];
  }

  private int child(int state, char c) {
    int low = first[state];
    int high = first[state + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (label[middle] == c) {
        return middle;
      }
      if (label[middle] < c) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  int shorter(int string) {
    return shorter[string];
  }

  /**
   * Tells of every place in a text where a string ends, in no order. Both halves of the text are
   * read side by side, since a step waits for the one before it; whatever the first reader still
   * holds at the middle it follows to its end.
   */
  void find(String text, Found found) {
    int half = text.length() >>> 1;
    int a = 0;
    int b = 0;
    for (int i = 0; i < half; i++) {
      a = next(a, text.charAt(i));
      b = next(b, text.charAt(half + i));
      if ((a | b) < 0) {
        if (a < 0) {
          a = ~a;
          found.at(longest[a], i + 1);
        }
        if (b < 0) {
          b = ~b;
          found.at(longest[b], half + i + 1);
        }
      }
    }
    for (int i = half; i < text.length() && depth(a) > i - half; i++) {
      a = next(a, text.charAt(i));
      if (a < 0) {
        a = ~a;
        found.at(longest[a], i + 1);
      }
    }
    for (int i = half << 1; i < text.length(); i++) {
      b = next(b, text.charAt(i));
      if (b < 0) {
        b = ~b;
        found.at(longest[b], i + 1);
      }
    }
  }

  private int next(int s, char c) {
    return s < rows ? table[(s << shift) + classes[c]] : step(s, c);
  }

  /** How many characters lead from the root to a state. */
  private int depth(int state) {
    int place = Arrays.binarySearch(levels, state);
    return place >= 0 ? place : -place - 2;
  }
}
