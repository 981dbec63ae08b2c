package reeve.rules.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The distinct values of one key, unpacked: up to {@value #EXACT} of them each with the newest pane
 * that saw it, beyond that {@link Sketches}. Filled again for each bump.
 */
final class Distinct {
  static final int EXACT = 64;
  private static final int HASH_BYTES = 5;
  private static final long HASH = (1L << (8 * HASH_BYTES)) - 1;

  private static final int VALUE_BYTES = HASH_BYTES + 1;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] hashes = new long[EXACT + 1];
  private final int[] back = new int[EXACT + 1];
  private final Sketches sketches = new Sketches();
  private int size;
  private long newest;
  private boolean sketched;

  void clear() {
    size = 0;
    sketched = false;
  }

  void read(Value value, int length) {
    newest = value.varint();
    int form = value.next();
    sketched = form == Sketches.FORM;
    if (sketched) {
      sketches.read(value, length);
      return;
    }
    size = form;
    for (int i = 0; i < size; i++) {
      long word = (long) LONGS.get(value.bytes, value.at);
      hashes[i] = word & HASH;
      back[i] = (int) (word >>> (8 * HASH_BYTES)) & 0xff;
      value.at += VALUE_BYTES;
    }
  }

  /**
   * Adds a value to the newest pane, in the bytes as they are. Where the pane is another one, or
   * the bytes do not suffice, it changes nothing.
   *
   * @param value after the length of the pane; ends at the new length
   * @return how many values all panes have seen, or -1 where nothing was changed
   */
  long addInPlace(Value value, int length, long pane, long hash) {
    if (value.varint() != pane) {
      return -1;
    }
    int sizeAt = value.at;
    int size = value.next();
    if (size == Sketches.FORM) {
      return sketches.addInPlace(value, length, hash & HASH);
    }
    long wanted = hash & HASH;
    byte[] bytes = value.bytes;
    int end = value.at + size * VALUE_BYTES;
    int at = value.at;
    while (at < end && (((long) LONGS.get(bytes, at)) & HASH) != wanted) {
      at += VALUE_BYTES;
    }
    if (at == end) {
      if (size == EXACT) {
        return -1;
      }
      bytes[sizeAt] = (byte) ++size;
      end += VALUE_BYTES;
    }
    // Six bytes are set: five of the hash, and 0 for the newest pane. The last two stay.
    long behind = (long) LONGS.get(bytes, at) & (-1L << (8 * VALUE_BYTES));
    LONGS.set(bytes, at, behind | wanted);
    value.at = end;
    return size;
  }

  void write(Value value) {
    value.varint(newest);
    if (sketched) {
      value.next(Sketches.FORM);
      sketches.write(value);
      return;
    }
    value.next(size);
    for (int i = 0; i < size; i++) {
      LONGS.set(value.bytes, value.at, hashes[i] | ((long) back[i] << (8 * HASH_BYTES)));
      value.at += VALUE_BYTES;
    }
  }

  /** Adds a value to a pane; returns whether the pane is still kept. */
  boolean add(long pane, long value) {
    long hash = value & HASH;
    if (size == 0 && !sketched) {
      newest = pane;
    } else if (pane > newest) {
      advance(pane);
    } else if (newest - pane > Panes.IN_WINDOW) {
      return false;
    }
    if (sketched) {
      sketches.add(newest, pane, hash);
    } else {
      addExactly((int) (newest - pane), hash);
    }
    return true;
  }

  private void advance(long pane) {
    if (sketched) {
      sketched = sketches.advance(newest, pane);
      size = 0;
    } else {
      long by = pane - newest;
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (back[i] + by <= Panes.IN_WINDOW) {
          hashes[kept] = hashes[i];
          back[kept++] = back[i] + (int) by;
        }
      }
      size = kept;
    }
    newest = pane;
  }

  private void addExactly(int distance, long hash) {
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash) {
        back[i] = Math.min(back[i], distance);
        return;
      }
    }
    hashes[size] = hash;
    back[size] = distance;
    size++;
    if (size > EXACT) {
      sketches.clear();
      for (int i = 0; i < size; i++) {
        sketches.add(newest, newest - back[i], hashes[i]);
      }
      sketched = true;
    }
  }

  /** How many values the panes from this one on have seen. */
  long count(long from) {
    if (sketched) {
      return sketches.count(newest, from);
    }
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (newest - back[i] >= from) {
        count++;
      }
    }
    return count;
  }
}
