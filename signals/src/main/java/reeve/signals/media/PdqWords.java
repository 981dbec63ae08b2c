package reeve.signals.media;

import java.util.Arrays;

/** Hashes on the way into an index: four words each, one after the other. */
final class PdqWords {
  private static final int WORDS = 4;

  private long[] words = new long[1024 * WORDS];
  private int size;

  void add(Pdq hash) {
    if (size == PdqSet.MOST) {
      throw new IllegalStateException("a set has " + PdqSet.MOST + " hashes at the most");
    }
    int at = WORDS * size;
    if (at == words.length) {
      words = Arrays.copyOf(words, at + at / 2 / WORDS * WORDS);
    }
    words[at] = hash.a();
    words[at + 1] = hash.b();
    words[at + 2] = hash.c();
    words[at + 3] = hash.d();
    size++;
  }

  /** An index of them, each once; nothing may be added any more. */
  PdqIndex index() {
    int distinct = distinct();
    words = words.length == WORDS * distinct ? words : Arrays.copyOf(words, WORDS * distinct);
    return new PdqIndex(words, distinct);
  }

  /** Moves the first of each to the front, by a table of what came already. */
  private int distinct() {
    int[] table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, size)) << 1)];
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      System.arraycopy(words, WORDS * i, words, WORDS * distinct, WORDS);
      int slot = slot(WORDS * distinct) & (table.length - 1);
      while (table[slot] != 0 && !same(table[slot] - 1, distinct)) {
        slot = (slot + 1) & (table.length - 1);
      }
      if (table[slot] == 0) {
        table[slot] = ++distinct;
      }
    }
    return distinct;
  }

  private int slot(int at) {
    long mixed = (words[at] ^ Long.rotateLeft(words[at + 1], 17)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ words[at + 2] ^ Long.rotateLeft(words[at + 3], 29)) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  private boolean same(int one, int other) {
    return Arrays.equals(
        words, WORDS * one, WORDS * one + WORDS, words, WORDS * other, WORDS * other + WORDS);
  }
}
