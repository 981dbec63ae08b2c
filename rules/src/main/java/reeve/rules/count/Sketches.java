package reeve.rules.count;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;

/**
 * Many distinct values of one key: an HLL sketch for each tenth of the window that saw any, newest
 * first, behind their union. They are updated in place in the bytes that are stored.
 */
final class Sketches {
  /** Stands where the number of exact values would. */
  static final int FORM = 255;

  /** The standard error of a reading, relative. */
  static final double ERROR = 0.065;

  private static final int LG_K = 8;
  private static final TgtHllType TYPE = TgtHllType.HLL_8;
  private static final int BYTES = 296;
  private static final int PANES = 6;
  private static final int OLDEST = Panes.IN_WINDOW / PANES;

  /** The union, then the sketches of the tenths in {@link #present}. */
  private final byte[] bytes = new byte[(OLDEST + 2) * BYTES];

  private final MemorySegment memory = MemorySegment.ofArray(bytes);

  /** A bit for each tenth that has a sketch, bit 0 the newest. */
  private int present;

  void clear() {
    present = 0;
    begin(0);
  }

  void read(Value value, int length) {
    present = value.next();
    present |= value.next() << 8;
    System.arraycopy(value.bytes, value.at, bytes, 0, length - value.at);
  }

  void write(Value value) {
    value.next(present);
    value.next(present >>> 8);
    int length = (1 + Integer.bitCount(present)) * BYTES;
    System.arraycopy(bytes, 0, value.bytes, value.at, length);
    value.at += length;
  }

  void add(long newest, long pane, long hash) {
    int tenth = (int) (tenth(newest) - tenth(pane));
    int at = place(tenth);
    if ((present & (1 << tenth)) == 0) {
      int end = place(OLDEST + 1);
      System.arraycopy(bytes, at, bytes, at + BYTES, end - at);
      begin(at);
      present |= 1 << tenth;
    }
    writable(at).update(hash);
    writable(0).update(hash);
  }

  /**
   * Adds to the newest tenth and the union in the bytes of a value, where that tenth has a sketch.
   *
   * @param value at the bits of tenths; ends behind the sketches
   * @return about how many values all panes have seen, or -1 where nothing was changed
   */
  long addInPlace(Value value, int length, long hash) {
    boolean begun = (value.next() & 1) != 0;
    if (!begun) {
      return -1;
    }
    value.next();
    MemorySegment memory = MemorySegment.ofArray(value.bytes);
    HllSketch.writableWrap(memory.asSlice(value.at + BYTES, BYTES)).update(hash);
    HllSketch union = HllSketch.writableWrap(memory.asSlice(value.at, BYTES));
    union.update(hash);
    value.at = length;
    return Math.round(union.getEstimate());
  }

  /** Moves on to a newer pane, dropping tenths; returns whether any are left. */
  boolean advance(long newest, long pane) {
    long by = tenth(pane) - tenth(newest);
    if (by == 0) {
      return true;
    }
    if (by > OLDEST) {
      present = 0;
      return false;
    }
    int moved = present << (int) by;
    present = moved & ((1 << (OLDEST + 1)) - 1);
    if (present == 0) {
      return false;
    }
    if (present != moved) {
      byte[] union = union(OLDEST).toUpdatableByteArray();
      Arrays.fill(bytes, 0, BYTES, (byte) 0);
      System.arraycopy(union, 0, bytes, 0, union.length);
    }
    return true;
  }

  /** About how many values the panes from this one on have seen. */
  long count(long newest, long from) {
    long oldest = tenth(newest) - tenth(from);
    if (oldest < 0) {
      return 0;
    }
    return Math.round(
        oldest >= OLDEST ? readable(0).getEstimate() : union((int) oldest).getEstimate());
  }

  private HllSketch union(int oldest) {
    HllUnion union = new HllUnion(LG_K);
    for (int tenth = 0; tenth <= oldest; tenth++) {
      if ((present & (1 << tenth)) != 0) {
        union.update(readable(place(tenth)));
      }
    }
    return union.getResult(TYPE);
  }

  /** Where the sketch of a tenth is, or would be. */
  private int place(int tenth) {
    return (1 + Integer.bitCount(present & ((1 << tenth) - 1))) * BYTES;
  }

  private void begin(int at) {
    Arrays.fill(bytes, at, at + BYTES, (byte) 0);
    new HllSketch(LG_K, TYPE, memory.asSlice(at, BYTES));
  }

  private HllSketch writable(int at) {
    return HllSketch.writableWrap(memory.asSlice(at, BYTES));
  }

  private HllSketch readable(int at) {
    return HllSketch.wrap(memory.asSlice(at, BYTES));
  }

  private static long tenth(long pane) {
    return Math.floorDiv(pane, PANES);
  }
}
