package reeve.rules.count;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Off-heap pages of {@value #BYTES} bytes, cut from slabs that are taken as needed, up to a budget,
 * and kept until {@link #close}. A page is the address at which it begins.
 *
 * <p>Nothing checks that an address lies in a page that is still there: with checks, and a call for
 * every small copy, a bump took half as long again (docs/counters.md). Whoever has a page MUST stay
 * within it, and MUST have let go of all before the close.
 */
final class Pages implements AutoCloseable {
  static final int BYTES = 1 << 13;
  static final int SLAB_BYTES = 1 << 20;
  private static final int IN_SLAB = SLAB_BYTES / BYTES;

  /** Behind a page so many bytes may be read, whatever they are. */
  private static final int BEHIND = Long.BYTES;

  /** All memory, so that an address is an offset. */
  @SuppressWarnings("restricted")
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Reserve reserve;
  private final int slabs;
  private int taken;
  private long[] free = new long[IN_SLAB];
  private int freed;

  Pages(long budget) {
    slabs = (int) Math.min(budget / SLAB_BYTES, Integer.MAX_VALUE / IN_SLAB);
    reserve = new Reserve(slabs, SLAB_BYTES, BEHIND);
  }

  /** How many pages can still be taken. */
  long available() {
    return freed + (long) (slabs - taken) * IN_SLAB;
  }

  /** The bytes taken from the system. */
  long bytes() {
    return (long) taken * SLAB_BYTES;
  }

  /** Takes a page, whose bytes are what they are; {@link #available} must be above 0. */
  long take() {
    if (freed == 0) {
      long slab = reserve.slab();
      for (int page = IN_SLAB - 1; page >= 0; page--) {
        give(slab + (long) page * BYTES);
      }
      taken++;
    }
    return free[--freed];
  }

  void give(long page) {
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = page;
  }

  static void zero(long page) {
    ALL.asSlice(page, BYTES).fill((byte) 0);
  }

  static byte byteAt(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  static int intAt(long address) {
    return ALL.get(INT, address);
  }

  static long longAt(long address) {
    return ALL.get(LONG, address);
  }

  static void set(long address, int value) {
    ALL.set(INT, address, value);
  }

  static void set(long address, long value) {
    ALL.set(LONG, address, value);
  }

  static void copy(long from, byte[] into, int at, int length) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, into, at, length);
  }

  static void copy(byte[] from, int at, long into, int length) {
    MemorySegment.copy(from, at, ALL, ValueLayout.JAVA_BYTE, into, length);
  }

  @Override
  public void close() {
    reserve.close();
  }
}
