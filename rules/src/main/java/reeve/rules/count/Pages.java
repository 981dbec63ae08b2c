package reeve.rules.count;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Off-heap pages of {@value #BYTES} bytes, cut from slabs that are taken as needed, up to a budget,
 * and kept until {@link #close}.
 */
final class Pages implements AutoCloseable {
  static final int BYTES = 1 << 13;
  static final int SLAB_BYTES = 1 << 20;
  private static final int IN_SLAB_BITS = 7;
  private static final int IN_SLAB = 1 << IN_SLAB_BITS;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] slabs;
  private int taken;
  private int[] free = new int[IN_SLAB];
  private int freed;

  Pages(long budget) {
    slabs = new MemorySegment[(int) Math.min(budget / SLAB_BYTES, Integer.MAX_VALUE / IN_SLAB)];
  }

  /** How many pages can still be taken. */
  long available() {
    return freed + (long) (slabs.length - taken) * IN_SLAB;
  }

  /** The bytes taken from the system. */
  long bytes() {
    return (long) taken * SLAB_BYTES;
  }

  /** The bytes of pages in use. */
  long used() {
    return bytes() - (long) freed * BYTES;
  }

  /** Takes a page, whose bytes are what they are; {@link #available} must be above 0. */
  int take() {
    if (freed == 0) {
      slabs[taken] = arena.allocate(SLAB_BYTES, Long.BYTES);
      for (int page = IN_SLAB - 1; page >= 0; page--) {
        give((taken << IN_SLAB_BITS) + page);
      }
      taken++;
    }
    return free[--freed];
  }

  void give(int page) {
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = page;
  }

  MemorySegment slab(int page) {
    return slabs[page >>> IN_SLAB_BITS];
  }

  /** Where the page begins in its slab. */
  static long offset(int page) {
    return (long) (page & (IN_SLAB - 1)) << 13;
  }

  void zero(int page) {
    slab(page).asSlice(offset(page), BYTES).fill((byte) 0);
  }

  @Override
  public void close() {
    arena.close();
  }
}
