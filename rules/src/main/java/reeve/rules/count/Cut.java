package reeve.rules.count;

import java.io.IOException;
import java.util.Arrays;

/**
 * Which positions of the log a loaded snapshot already holds, for each key: its chunks are of
 * different moments. Chunks come in the order in which they were written.
 */
public final class Cut {
  private long[] lasts = new long[16];
  private long[] positions = new long[16];
  private int size;
  private long end = Long.MIN_VALUE;

  /** Whether all chunks of a snapshot were loaded. */
  public boolean complete() {
    return size > 0 && lasts[size - 1] == -1;
  }

  /** The position from which the log is to be replayed: the least of any chunk. */
  public long position() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, positions[i]);
    }
    return least;
  }

  /**
   * The greatest position of any chunk: what the log has up to here must be replayed, and cannot be
   * read anew. The least number where nothing was loaded.
   */
  public long end() {
    return end;
  }

  /** Whether the loaded value of a key, by its high half, holds what the log has at a position. */
  public boolean holds(long high, long position) {
    if (position > end) {
      return false;
    }
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Long.compareUnsigned(lasts[middle], high) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < size && position <= positions[from];
  }

  void add(Chunk chunk) throws IOException {
    long expected = size == 0 ? 0 : lasts[size - 1] + 1;
    if (chunk.first() != expected || complete()) {
      throw new IOException("a chunk of a snapshot is missing or comes twice");
    }
    if (size == lasts.length) {
      lasts = Arrays.copyOf(lasts, size * 2);
      positions = Arrays.copyOf(positions, size * 2);
    }
    lasts[size] = chunk.last();
    positions[size++] = chunk.position();
    end = Math.max(end, chunk.position());
  }
}
