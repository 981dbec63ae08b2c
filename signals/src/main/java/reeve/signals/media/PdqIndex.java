package reeve.signals.media;

import java.util.Arrays;

/**
 * Hashes that never change, searched exactly by multi-index hashing (Norouzi, Punjani and Fleet,
 * 2012) with a bound for each chunk. Were each of ten chunks of bits to differ in three bits or
 * more and an eleventh in two, two hashes would be 32 apart: so within 31, one of the ten differs
 * in two at the most, or the eleventh in one. What shares a chunk so nearly is compared in full.
 *
 * <p>It takes 32 bytes a hash, 40 for the orders of ten chunks, and at most 44 for where each value
 * of a chunk begins. Few hashes are scanned instead and take 32.
 */
final class PdqIndex {
  /** So many hashes are scanned sooner than looked up. */
  static final int SCANNED = 1 << 16;

  private static final int CHUNKS = 11;

  /** Where this part of all hashes was compared already, reading all in order is quicker. */
  private static final int CROWD = 8;

  private static final int WORDS = 4;

  /** More values than hashes do not help, and eleven chunks share 256 bits. */
  private static final int MOST_BITS = Pdq.BITS / CHUNKS;

  /** Takes what is found. */
  interface Found {
    /**
     * A hash is near.
     *
     * @return whether to go on
     */
    boolean at(int ordinal, int distance);
  }

  /** Four a hash; where chunks are looked up, sorted by the first of them. */
  private final long[] words;

  private final int size;

  /** Of a chunk; 0 where all is scanned. */
  private final int bits;

  /** How many are looked up: none or all. */
  private final int chunks;

  /**
   * For each chunk and each value of it, where its hashes begin in the chunk's order, and behind
   * the last value the number of hashes. One array, since large ones are rounded up in memory.
   */
  private final int[] starts;

  /** The orders of the chunks but the first, one after the other. */
  private final int[] orders;

  /** What to change in a chunk: nothing, then one bit, then two. */
  private final int[] changes;

  /**
   * Builds one.
   *
   * @param given four words a hash, each hash once; kept or copied
   */
  PdqIndex(long[] given, int size) {
    this.size = size;
    bits = size <= SCANNED ? 0 : Math.min(MOST_BITS, 31 - Integer.numberOfLeadingZeros(size));
    chunks = bits == 0 ? 0 : CHUNKS;
    starts = new int[chunks * values()];
    changes = changes(bits);
    words = chunks == 0 ? given : sorted(given);
    orders = new int[chunks == 0 ? 0 : (CHUNKS - 1) * size];
    for (int chunk = 1; chunk < chunks; chunk++) {
      sort(words, chunk, orders, (chunk - 1) * size);
    }
  }

  /** The length of a chunk's part of {@link #starts}. */
  private int values() {
    return (1 << bits) + 1;
  }

  private static int[] changes(int bits) {
    int[] changes = new int[1 + bits + bits * (bits - 1) / 2];
    int at = 1 + bits;
    for (int i = 0; i < bits; i++) {
      changes[1 + i] = 1 << i;
      for (int j = 0; j < i; j++) {
        changes[at++] = 1 << i | 1 << j;
      }
    }
    return changes;
  }

  private long[] sorted(long[] given) {
    int[] order = new int[size];
    sort(given, 0, order, 0);
    long[] sorted = new long[WORDS * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(given, WORDS * order[i], sorted, WORDS * i, WORDS);
    }
    return sorted;
  }

  /** Sorts by a chunk: counts, sums, and puts each where it belongs. */
  private void sort(long[] given, int chunk, int[] order, int at) {
    int base = chunk * values();
    for (int i = 0; i < size; i++) {
      starts[base + key(given, WORDS * i, chunk)]++;
    }
    int sum = 0;
    for (int value = base; value < base + values(); value++) {
      sum += starts[value];
      starts[value] = sum;
    }
    for (int i = size - 1; i >= 0; i--) {
      // Filled from behind, an end becomes a start.
      order[at + --starts[base + key(given, WORDS * i, chunk)]] = i;
    }
  }

  private int key(long[] from, int at, int chunk) {
    int bit = chunk * bits;
    int word = bit / Long.SIZE;
    int shift = bit % Long.SIZE;
    long key = from[at + word] >>> shift;
    if (shift + bits > Long.SIZE) {
      key |= from[at + word + 1] << (Long.SIZE - shift);
    }
    return (int) key & ((1 << bits) - 1);
  }

  int size() {
    return size;
  }

  Pdq hash(int ordinal) {
    int at = WORDS * ordinal;
    return new Pdq(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** Copies the words of a hash. */
  void copy(int ordinal, long[] into, int at) {
    System.arraycopy(words, WORDS * ordinal, into, at, WORDS);
  }

  /** The ordinal of a hash; -1 where it is not here. */
  int find(Pdq hash) {
    long[] sought = {hash.a(), hash.b(), hash.c(), hash.d()};
    int from = 0;
    int to = size;
    if (chunks > 0) {
      int value = key(sought, 0, 0);
      from = starts[value];
      to = starts[value + 1];
    }
    for (int ordinal = from; ordinal < to; ordinal++) {
      int at = WORDS * ordinal;
      if (Arrays.equals(sought, 0, WORDS, words, at, at + WORDS)) {
        return ordinal;
      }
    }
    return -1;
  }

  /**
   * Hands over each hash within the distance once, in no order.
   *
   * @param distance 0 to {@link Pdq#MATCH}
   * @return whether all were handed over, or the taker had enough
   */
  boolean search(Pdq hash, int distance, Found found) {
    var query = new Query(hash, distance, found);
    int visited = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      if (visited > size / CROWD) {
        return query.scan(chunk);
      }
      int compared = query.look(chunk);
      if (compared < 0) {
        return false;
      }
      visited += compared;
    }
    return chunks > 0 || query.scan(0);
  }

  /** One search. */
  private final class Query {
    private final long[] sought;
    private final int distance;
    private final Found found;

    /** The value of each chunk. */
    private final int[] keys = new int[chunks];

    /** In how many bits a chunk may differ; -1 where it is not looked up. */
    private final int[] most = new int[chunks];

    Query(Pdq hash, int distance, Found found) {
      sought = new long[] {hash.a(), hash.b(), hash.c(), hash.d()};
      this.distance = distance;
      this.found = found;
      for (int chunk = 0; chunk < chunks; chunk++) {
        keys[chunk] = key(sought, 0, chunk);
        most[chunk] = (distance + 1) / CHUNKS + (chunk < (distance + 1) % CHUNKS ? 1 : 0) - 1;
      }
    }

    /** Looks a chunk up: how many hashes were compared, or -1 where the taker has enough. */
    int look(int chunk) {
      int base = chunk * values();
      int order = (chunk - 1) * size;
      int ways =
          switch (most[chunk]) {
            case -1 -> 0;
            case 0 -> 1;
            case 1 -> 1 + bits;
            default -> changes.length;
          };
      int compared = 0;
      for (int way = 0; way < ways; way++) {
        int value = keys[chunk] ^ changes[way];
        int end = starts[base + value + 1];
        for (int i = starts[base + value]; i < end; i++) {
          if (!take(chunk == 0 ? i : orders[order + i], chunk)) {
            return -1;
          }
          compared++;
        }
      }
      return compared;
    }

    /** Compares with every hash. */
    boolean scan(int before) {
      for (int ordinal = 0; ordinal < size; ordinal++) {
        if (!take(ordinal, before)) {
          return false;
        }
      }
      return true;
    }

    /** Hands a hash over if it is near and none of the chunks before has led to it. */
    private boolean take(int ordinal, int before) {
      int at = WORDS * ordinal;
      int far =
          Long.bitCount(words[at] ^ sought[0])
              + Long.bitCount(words[at + 1] ^ sought[1])
              + Long.bitCount(words[at + 2] ^ sought[2])
              + Long.bitCount(words[at + 3] ^ sought[3]);
      return far > distance || isAgain(at, before) || found.at(ordinal, far);
    }

    private boolean isAgain(int at, int before) {
      for (int chunk = 0; chunk < before; chunk++) {
        if (Integer.bitCount(key(words, at, chunk) ^ keys[chunk]) <= most[chunk]) {
          return true;
        }
      }
      return false;
    }
  }
}
