package reeve.signals.likeness;

import java.util.Arrays;
import java.util.List;

/** What the accounts of a pool share with each other: a product of all pairs, of one kind. */
final class Shared {
  private static final int NONE = -1;

  private final List<Member> pool;
  private long[] keys = new long[0];
  private int[] heads = new int[0];
  private int[] sizes = new int[0];
  private int[] next = new int[0];
  private int[] who = new int[0];
  private float[] weights = new float[0];

  Shared(List<Member> pool) {
    this.pool = pool;
  }

  /**
   * Adds the products of all pairs; nothing on the diagonal.
   *
   * @param common a feature of more accounts than that is left out
   * @param into a square, a row for each account
   * @return false where no two share anything
   */
  boolean fill(Kind kind, int common, float[] into) {
    int entries = gather(kind);
    boolean any = false;
    if (entries > 1) {
      int size = pool.size();
      int[] members = new int[common];
      float[] values = new float[common];
      for (int slot = 0; slot < keys.length; slot++) {
        int many = sizes[slot];
        if (many < 2 || many > common) {
          continue;
        }
        any = true;
        int n = 0;
        for (int entry = heads[slot]; entry != NONE; entry = next[entry]) {
          members[n] = who[entry];
          values[n++] = weights[entry];
        }
        for (int i = 0; i < n; i++) {
          int row = members[i] * size;
          for (int j = 0; j < n; j++) {
            into[row + members[j]] += values[i] * values[j];
          }
        }
      }
    }
    return any;
  }

  /** Gathers, for each feature of the kind, who has it. */
  private int gather(Kind kind) {
    int entries = 0;
    for (Member member : pool) {
      entries += member.end(kind) - member.begin(kind);
    }
    int slots = Integer.highestOneBit(Math.max(1, entries)) << 2;
    if (keys.length != slots) {
      keys = new long[slots];
      heads = new int[slots];
      sizes = new int[slots];
    } else {
      Arrays.fill(sizes, 0);
    }
    if (next.length < entries) {
      next = new int[entries];
      who = new int[entries];
      weights = new float[entries];
    }
    int entry = 0;
    for (int i = 0; i < pool.size(); i++) {
      Member member = pool.get(i);
      for (int at = member.begin(kind); at < member.end(kind); at++) {
        if (member.weights[at] > 0) {
          int slot = slot(member.features[at], slots - 1);
          who[entry] = i;
          weights[entry] = member.weights[at];
          next[entry] = sizes[slot] == 0 ? NONE : heads[slot];
          keys[slot] = member.features[at];
          heads[slot] = entry++;
          sizes[slot]++;
        }
      }
    }
    return entry;
  }

  private int slot(long feature, int mask) {
    int slot = (int) Feature.mix(feature, 2) & mask;
    while (sizes[slot] != 0 && keys[slot] != feature) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
