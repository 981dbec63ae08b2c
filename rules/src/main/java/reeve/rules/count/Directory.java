package reeve.rules.count;

import java.util.Arrays;

/** The segments by the leading bits of a key's high half: extendible hashing. */
final class Directory {
  static final int MOST_BITS = 24;

  private int bits;
  private int segments = 1;
  private Segment[] entries;

  Directory(Segment only) {
    entries = new Segment[] {only};
  }

  Segment of(long high) {
    return entries[(int) (high >>> 1 >>> (63 - bits))];
  }

  int segments() {
    return segments;
  }

  int entries() {
    return entries.length;
  }

  /** Makes every later look fail, since the pages are gone. */
  void close() {
    entries = new Segment[0];
  }

  /** The first hash after those of a segment, 0 after the last one. */
  static long after(Segment segment) {
    return segment.depth == 0 ? 0 : segment.prefix + (1L << (64 - segment.depth));
  }

  /** Puts two segments in the place of the one that they were split from. */
  void split(Segment zero, Segment one) {
    if (zero.depth > bits) {
      Segment[] wider = new Segment[entries.length * 2];
      for (int i = 0; i < wider.length; i++) {
        wider[i] = entries[i >>> 1];
      }
      entries = wider;
      bits++;
    }
    set(zero);
    set(one);
    segments++;
  }

  private void set(Segment segment) {
    int from = (int) (segment.prefix >>> 1 >>> (63 - bits));
    Arrays.fill(entries, from, from + (1 << (bits - segment.depth)), segment);
  }
}
