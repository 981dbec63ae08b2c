package reeve.rules.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The records of one segment on the way from its old pages to new ones. */
final class Rewrite {
  /** Keep records of all ages. */
  static final int ALL = Segment.ERAS;

  private static final int LOG_BYTES = Segment.MOST_PAGES * Pages.BYTES;

  /** What it takes. */
  static final int BYTES = 2 * LOG_BYTES + 4 * Segment.ERAS;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** A copy of the whole log, and where in it the records are that stay. */
  private final byte[] log = new byte[LOG_BYTES];

  private final int[] words = new int[LOG_BYTES / Integer.BYTES];
  private final int[] byAge = new int[Segment.ERAS];
  private int records;
  private int next;

  /** How many records were not gathered, and why. */
  record Dropped(int evicted, int expired) {}

  /** Room for all words of an index. */
  int[] words() {
    return words;
  }

  int records() {
    return records;
  }

  static boolean anyPassed(Segment segment, long now) {
    for (int slot = 0; slot < segment.slots(); slot++) {
      int place = segment.place(slot);
      if (place != 0 && segment.passed(place, now)) {
        return true;
      }
    }
    return false;
  }

  /** The bytes of the records of each age whose window has not passed. */
  int[] bytesByAge(Segment segment, long now, int era) {
    Arrays.fill(byAge, 0);
    for (int slot = 0; slot < segment.slots(); slot++) {
      int place = segment.place(slot);
      if (place != 0 && !segment.passed(place, now)) {
        int meta = segment.meta(place);
        byAge[Segment.age(meta, era)] += bytes(Segment.length(meta));
      }
    }
    return byAge;
  }

  /**
   * Takes the records of a segment but those whose window has passed and those that are too old.
   *
   * @param oldest records of a greater age are left out
   * @param quota how many bytes to keep of those of that age
   */
  Dropped gather(Segment segment, long now, int era, int oldest, int quota) {
    segment.copyLog(log);
    int evicted = 0;
    int expired = 0;
    int left = quota;
    records = 0;
    next = 0;
    for (int slot = 0; slot < segment.slots(); slot++) {
      int place = segment.place(slot);
      if (place == 0) {
        continue;
      }
      if (segment.passed(place, now)) {
        expired++;
        continue;
      }
      if (oldest < ALL) {
        int meta = meta(place << 2);
        int age = Segment.age(meta, era);
        if (age == oldest) {
          left -= bytes(Segment.length(meta));
        }
        if (age > oldest || (age == oldest && left < 0)) {
          evicted++;
          continue;
        }
      }
      words[records++] = place;
    }
    return new Dropped(evicted, expired);
  }

  /** How many of the gathered keys have this bit in their high half. */
  int ones(long bit) {
    int ones = 0;
    for (int i = 0; i < records; i++) {
      if (((long) LONGS.get(log, words[i] << 2) & bit) != 0) {
        ones++;
      }
    }
    return ones;
  }

  boolean hasNext() {
    return next < records;
  }

  /** The high half of the next key. */
  long high() {
    return (long) LONGS.get(log, words[next] << 2);
  }

  /** Adds the next record to a segment; returns whether there was a page left for it. */
  boolean next(Segment segment) {
    int at = words[next++] << 2;
    long high = (long) LONGS.get(log, at);
    long low = (long) LONGS.get(log, at + Long.BYTES);
    int meta = meta(at);
    int length = Segment.length(meta);
    int room = (length + 3) & ~3;
    int place = segment.append(-1, high, low, room);
    if (place == 0 && segment.logPages() < Segment.MOST_PAGES && segment.pages.available() > 0) {
      segment.addPage();
      place = segment.append(-1, high, low, room);
    }
    if (place == 0) {
      return false;
    }
    segment.set(place, log, at + Segment.HEAD, length, room, meta);
    return true;
  }

  private int meta(int at) {
    return (int) INTS.get(log, at + 2 * Long.BYTES);
  }

  private static int bytes(int length) {
    return Segment.HEAD + ((length + 3) & ~3);
  }
}
