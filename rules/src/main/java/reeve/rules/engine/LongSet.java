package reeve.rules.engine;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Hashes, each once, at 8 to 32 bytes. */
final class LongSet {
  private static final int LEAST = 16;

  /** Open addressing, 0 where it is free. */
  private long[] slots = new long[LEAST];

  private int size;

  int size() {
    return size;
  }

  void clear() {
    if (slots.length > LEAST) {
      slots = new long[LEAST];
    } else {
      Arrays.fill(slots, 0);
    }
    size = 0;
  }

  boolean contains(long hash) {
    return slots[slot(hash)] != 0;
  }

  /** Adds one that is not there. */
  void add(long hash) {
    if (2 * (size + 1) > slots.length) {
      long[] before = slots;
      slots = new long[2 * before.length];
      for (long each : before) {
        if (each != 0) {
          slots[slot(each)] = each;
        }
      }
    }
    slots[slot(hash)] = stored(hash);
    size++;
  }

  /** All of them, sorted. */
  LongStream all() {
    return Arrays.stream(slots).filter(each -> each != 0).sorted();
  }

  private int slot(long hash) {
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != stored(hash)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static long stored(long hash) {
    return hash == 0 ? 1L << 63 : hash;
  }
}
