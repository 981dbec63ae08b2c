package reeve.rules.count;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A {@link State} in off-heap memory, within a budget. One thread at a time may call it, for
 * anything. Nothing is durable but what {@link #export} wrote; how it is laid out stands in
 * docs/counters.md.
 */
public final class Table implements State, AutoCloseable {
  public static final long LEAST_BUDGET = 4L << 20;

  /** The most bytes that {@link #export} writes at once. */
  public static final int CHUNK_BYTES = 264 << 10;

  private static final int SEGMENT_BYTES = 512;
  private static final int SPLIT_PAGES = 8;
  private static final int ERA_PUTS = 256;
  private static final int KEYS_IN_ERA = 8;

  /** So many keys are expected side by side. */
  private static final int AT_ONCE = 32;

  private final long budget;
  private final Pages pages;
  private final Directory directory;
  private final Rewrite rewrite = new Rewrite();
  private final byte[] value = new byte[VALUE_BYTES];
  private long keys;
  private long evicted;
  private long expired;
  private long now = Long.MIN_VALUE;
  private long swept;
  private int era;
  private long puts;

  /** What the last get found: the put of the same key mostly follows. */
  private long foundHigh;

  private long foundLow;
  private int found = -1;

  /** The segments of the keys that are expected. */
  private final Segment[] ahead = new Segment[AT_ONCE];

  /** Keeps the loads of {@link #expect} from being taken for needless. */
  int expected;

  /**
   * @param budget the most bytes to take, at least {@link #LEAST_BUDGET}
   */
  public Table(long budget) {
    if (budget < LEAST_BUDGET) {
      throw new IllegalArgumentException("a table of at least " + LEAST_BUDGET + " bytes");
    }
    this.budget = budget;
    pages = new Pages(budget - Rewrite.BYTES - budget / 128);
    Segment only = new Segment(pages, 0, 0, 0);
    directory = new Directory(only);
    Arrays.fill(ahead, only);
  }

  @Override
  public int get(long high, long low, byte[] into) {
    Segment segment = directory.of(high);
    int slot = segment.find(high, low);
    foundHigh = high;
    foundLow = low;
    found = slot;
    if (slot < 0) {
      return -1;
    }
    int place = segment.place(slot);
    int length = Segment.length(segment.meta(place));
    segment.get(place, into, length);
    return length;
  }

  @Override
  public void put(long high, long low, byte[] value, int length) {
    if (length < 2 || length > VALUE_BYTES) {
      throw new IllegalArgumentException("a value of " + length + " bytes");
    }
    if (++puts > Math.max(ERA_PUTS, keys / KEYS_IN_ERA)) {
      puts = 0;
      era++;
    }
    Segment segment = directory.of(high);
    boolean known = found >= 0 && foundHigh == high && foundLow == low;
    int slot = known ? found : segment.find(high, low);
    found = -1;
    int room = length;
    if (slot >= 0) {
      int place = segment.place(slot);
      int had = Segment.room(segment.meta(place));
      if (had >= length) {
        segment.set(place, value, 0, length, had, era);
        return;
      }
      room = Math.min(length + length / 4, VALUE_BYTES);
    }
    room = (room + 3) & ~3;
    int place = segment.append(slot, high, low, room);
    while (place == 0) {
      makeRoom(segment, Segment.HEAD + room);
      segment = directory.of(high);
      slot = segment.find(high, low);
      place = segment.append(slot, high, low, room);
    }
    if (slot < 0) {
      keys++;
    }
    segment.set(place, value, 0, length, room, era);
  }

  @Override
  public void expect(Bumps keys, int from, int to) {
    int words = 0;
    for (int at = from; at < to; at += AT_ONCE) {
      int n = Math.min(AT_ONCE, to - at);
      for (int i = 0; i < n; i++) {
        Segment segment = directory.of(keys.high(at + i));
        ahead[i] = segment;
        words += segment.warmIndex(keys.low(at + i));
      }
      for (int i = 0; i < n; i++) {
        words += ahead[i].warmRecord(keys.low(at + i));
      }
    }
    expected = words;
  }

  private void makeRoom(Segment segment, int bytes) {
    boolean more = pages.available() > 0;
    if (segment.wasteful()) {
      rewrite(segment, Rewrite.ALL, 0);
    } else if (segment.indexFull() && more) {
      segment.growIndex(rewrite.words());
    } else if (segment.logPages() < Segment.GROWN_PAGES && more) {
      segment.addPage();
    } else if (segment.depth < Directory.MOST_BITS && pages.available() >= SPLIT_PAGES) {
      split(segment);
    } else {
      evict(segment, bytes);
    }
  }

  private void rewrite(Segment segment, int oldest, int quota) {
    count(rewrite.gather(segment, now, era, oldest, quota));
    segment.restart(rewrite.records());
    while (rewrite.hasNext()) {
      if (!rewrite.next(segment)) {
        evicted++;
        keys--;
      }
    }
  }

  private void split(Segment segment) {
    count(rewrite.gather(segment, now, era, Rewrite.ALL, 0));
    segment.end();
    int depth = segment.depth + 1;
    long bit = 1L << (64 - depth);
    int ones = rewrite.ones(bit);
    Segment one = new Segment(pages, depth, segment.prefix | bit, ones);
    Segment zero = new Segment(pages, depth, segment.prefix, rewrite.records() - ones);
    directory.split(zero, one);
    while (rewrite.hasNext()) {
      if (!rewrite.next((rewrite.high() & bit) == 0 ? zero : one)) {
        evicted++;
        keys--;
      }
    }
  }

  /**
   * Forgets what was put longest ago, so that an eighth of the segment and so many bytes are free.
   */
  private void evict(Segment segment, int bytes) {
    int room = segment.logPages() * Pages.BYTES;
    int most = Math.max(0, Math.min(room - room / 8 - bytes, segment.live() * 7 / 8 - 1));
    int[] byAge = rewrite.bytesByAge(segment, now, era);
    int kept = 0;
    int age = 0;
    while (age < Segment.ERAS && kept + byAge[age] <= most) {
      kept += byAge[age++];
    }
    rewrite(segment, age, most - kept);
  }

  private void count(Rewrite.Dropped dropped) {
    evicted += dropped.evicted();
    expired += dropped.expired();
    keys -= dropped.evicted() + dropped.expired();
  }

  /**
   * Forgets keys whose windows passed before {@code now}, in the next segments of those still to be
   * looked at. Give a time that no event to come is older than.
   *
   * @param segments how many to look at; each takes well under a millisecond
   * @return how many keys were forgotten
   */
  public long expire(long now, int segments) {
    this.now = Math.max(this.now, now);
    found = -1;
    long before = expired;
    int most = Math.min(segments, directory.segments());
    for (int i = 0; i < most; i++) {
      Segment segment = directory.of(swept);
      if (Rewrite.anyPassed(segment, this.now)) {
        rewrite(segment, Rewrite.ALL, 0);
      }
      swept = Directory.after(segment);
    }
    return expired - before;
  }

  /**
   * Writes the next segment as one chunk. A snapshot is all chunks from 0 on; other calls may come
   * between them.
   *
   * @param from 0, then what the last call returned
   * @param position of the log, up to which and with which all bumps were applied
   * @param into has {@link #CHUNK_BYTES} left, and is moved behind the chunk
   * @return where the next chunk begins, 0 after the last one
   */
  public long export(long from, long position, ByteBuffer into) {
    Segment segment = directory.of(from);
    long after = Directory.after(segment);
    Chunk chunk = Chunk.begin(into, from, after - 1, position);
    for (int slot = 0; slot < segment.slots(); slot++) {
      int place = segment.place(slot);
      if (place != 0) {
        int length = Segment.length(segment.meta(place));
        segment.get(place, value, length);
        chunk.put(segment.high(place), segment.low(place), value, length);
      }
    }
    into.position(into.position() + chunk.end());
    return after;
  }

  /**
   * Puts what a chunk holds and notes it in the cut.
   *
   * @param from is moved behind the chunk
   * @throws IOException where the chunk is damaged or not the next one; the table is then to be
   *     thrown away
   */
  public void load(ByteBuffer from, Cut cut) throws IOException {
    Chunk chunk = Chunk.open(from);
    cut.add(chunk);
    chunk.into(this);
  }

  /** 64 bits that are equal where two tables hold the same values, in whatever order; for tests. */
  public long digest() {
    long sum = 0;
    long from = 0;
    do {
      Segment segment = directory.of(from);
      for (int slot = 0; slot < segment.slots(); slot++) {
        int place = segment.place(slot);
        if (place != 0) {
          int length = Segment.length(segment.meta(place));
          segment.get(place, value, length);
          Keys hash = new Keys(segment.high(place), segment.low(place));
          hash.hash(value, 0, length);
          sum += hash.low();
        }
      }
      from = Directory.after(segment);
    } while (from != 0);
    return sum;
  }

  public Figures figures() {
    long bytes =
        pages.bytes()
            + Rewrite.BYTES
            + (long) directory.segments() * SEGMENT_BYTES
            + directory.entries() * 4L;
    return new Figures(keys, bytes, budget, evicted, expired);
  }

  /** Gives the memory back; it MUST NOT be called while another method runs. */
  @Override
  public void close() {
    directory.close();
    pages.close();
  }
}
