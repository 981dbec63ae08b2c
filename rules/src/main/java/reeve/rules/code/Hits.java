package reeve.rules.code;

import java.util.Arrays;

/** Which rules of a program held for an event, and which ended in an error. Filled again. */
public final class Hits {
  private final long[] held;
  private final long[] failed;

  Hits(int rules) {
    held = new long[(rules + 63) >> 6];
    failed = new long[held.length];
  }

  void clear() {
    Arrays.fill(held, 0);
    Arrays.fill(failed, 0);
  }

  void hold(int rule) {
    held[rule >> 6] |= 1L << rule;
  }

  void fail(int rule) {
    failed[rule >> 6] |= 1L << rule;
  }

  public boolean held(int rule) {
    return (held[rule >> 6] & (1L << rule)) != 0;
  }

  public boolean failed(int rule) {
    return (failed[rule >> 6] & (1L << rule)) != 0;
  }

  /**
   * The first rule from this one on that held, or -1: {@code for (r = nextHeld(0); r >= 0; ..)}.
   */
  public int nextHeld(int from) {
    return next(held, from);
  }

  /** The first rule from this one on that ended in an error, or -1. */
  public int nextFailed(int from) {
    return next(failed, from);
  }

  private static int next(long[] words, int from) {
    int word = from >> 6;
    if (word >= words.length) {
      return -1;
    }
    long left = words[word] & (-1L << from);
    while (left == 0) {
      if (++word == words.length) {
        return -1;
      }
      left = words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(left);
  }
}
