package reeve.rules.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * All keys whose hashes begin with the same bits: a log of records in pages, and an index over it.
 *
 * <p>A record is 8 bytes of the key's high half, 8 of the low one, 4 of {@link #meta} and the room
 * of its value; none goes over the end of a page. A place is a record's offset in the log in units
 * of 4 bytes, never 0. The index is open addressing: 4 bytes a slot, 16 bits of the hash over 16 of
 * the place, 0 where it is free.
 */
final class Segment {
  /** As many pages as places can name; only a rewrite may use the last eighth of them. */
  static final int MOST_PAGES = 32;

  static final int GROWN_PAGES = 28;
  static final int HEAD = 20;
  static final int ERAS = 1 << 10;
  private static final int SLOTS_IN_PAGE = Pages.BYTES / Integer.BYTES;
  private static final int SLOTS_IN_PAGE_BITS = 11;

  /** Slots in 64 bytes. */
  private static final int LINE = 16;

  private static final int LINE_BITS = 4;
  private static final int PLACES_IN_PAGE_BITS = 11;

  /** Values up to so many bytes are copied by eights, which is faster than a call. */
  private static final int SHORT = 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  final Pages pages;

  /** How many leading bits its keys share, and these bits. */
  final int depth;

  final long prefix;

  private long[] log = new long[1];
  private int logged;
  private int end;
  private long[] index = new long[1];
  private int slots;
  private int records;
  private int dead;
  private int skipped;

  /** Makes an empty one, of two pages and those that an index for so many records takes. */
  Segment(Pages pages, int depth, long prefix, int records) {
    this.pages = pages;
    this.depth = depth;
    this.prefix = prefix;
    begin(indexPages(records));
  }

  static int indexPages(int records) {
    return 1 + (int) (records * 3L / 2) / SLOTS_IN_PAGE;
  }

  private void begin(int indexPages) {
    int had = slots / SLOTS_IN_PAGE;
    index = Arrays.copyOf(index, indexPages);
    for (int i = had; i < indexPages; i++) {
      index[i] = pages.take();
    }
    for (long page : index) {
      Pages.zero(page);
    }
    slots = indexPages * SLOTS_IN_PAGE;
    records = 0;
    if (logged == 0) {
      log[0] = pages.take();
    }
    logged = 1;
    end = Integer.BYTES;
    dead = 0;
    skipped = 0;
  }

  /** Empties it, keeping one page for the log, and for the index what so many records need. */
  void restart(int records) {
    for (int i = 1; i < logged; i++) {
      pages.give(log[i]);
    }
    int had = slots / SLOTS_IN_PAGE;
    int wanted = Math.min(had, indexPages(records));
    for (int i = wanted; i < had; i++) {
      pages.give(index[i]);
    }
    begin(wanted);
  }

  /** Gives all pages back; it must not be used any more. */
  void end() {
    for (int i = 0; i < logged; i++) {
      pages.give(log[i]);
    }
    for (int i = 0; i < slots / SLOTS_IN_PAGE; i++) {
      pages.give(index[i]);
    }
  }

  int records() {
    return records;
  }

  int logPages() {
    return logged;
  }

  /** The bytes of records that are not dead. */
  int live() {
    return (logged - 1) * Pages.BYTES + end - dead - skipped;
  }

  /** Whether a rewrite would win a fifth of the log. */
  boolean wasteful() {
    return dead * 5 >= logged * Pages.BYTES;
  }

  boolean indexFull() {
    return (records + 1) * 4L > slots * 3L;
  }

  void addPage() {
    if (logged == log.length) {
      log = Arrays.copyOf(log, Math.min(MOST_PAGES, logged * 2));
    }
    skipped += Pages.BYTES - end;
    log[logged++] = pages.take();
    end = 0;
  }

  /** Makes the index a page larger; {@code words} has room for all of it. */
  void growIndex(int[] words) {
    int n = 0;
    for (int slot = 0; slot < slots; slot++) {
      int word = word(slot);
      if (word != 0) {
        words[n++] = word;
      }
    }
    int had = slots / SLOTS_IN_PAGE;
    index = Arrays.copyOf(index, had + 1);
    index[had] = pages.take();
    slots += SLOTS_IN_PAGE;
    for (long page : index) {
      Pages.zero(page);
    }
    for (int i = 0; i < n; i++) {
      setWord(free(low(words[i] & 0xffff)), words[i]);
    }
  }

  /** The slot of a key, or -1. */
  int find(long high, long low) {
    int tag = (int) (low >>> 48);
    for (int slot = home(low); ; slot = after(slot)) {
      int word = word(slot);
      if (word == 0) {
        return -1;
      }
      if (word >>> 16 == tag) {
        long at = at(word & 0xffff);
        if (Pages.longAt(at) == high && Pages.longAt(at + 8) == low) {
          return slot;
        }
      }
    }
  }

  /** Loads the index where a key's search begins; what it returns means nothing. */
  int warmIndex(long low) {
    return word(home(low));
  }

  /** Loads the record that a key's search probably ends at; what it returns means nothing. */
  int warmRecord(long low) {
    int tag = (int) (low >>> 48);
    int slot = home(low);
    int word = word(slot);
    for (int i = 1; i < LINE && word != 0 && word >>> 16 != tag; i++) {
      slot = after(slot);
      word = word(slot);
    }
    // Place 0 holds nothing, but is there.
    long at = at(word & 0xffff);
    return Pages.intAt(at) + Pages.intAt(Math.min(at + 32, at | (Pages.BYTES - 4)));
  }

  /** The place that a slot points to, 0 for none. */
  int place(int slot) {
    return word(slot) & 0xffff;
  }

  int slots() {
    return slots;
  }

  /**
   * Adds a record whose key is at {@code slot}, or -1 where it is new.
   *
   * @param room bytes for the value, a multiple of 4
   * @return its place, or 0 where the log or the index is full
   */
  int append(int slot, long high, long low, int room) {
    int bytes = HEAD + room;
    if (end + bytes > Pages.BYTES || (slot < 0 && indexFull())) {
      return 0;
    }
    int place = ((logged - 1) << PLACES_IN_PAGE_BITS) + (end >>> 2);
    end += bytes;
    long at = at(place);
    Pages.set(at, high);
    Pages.set(at + 8, low);
    int to = slot;
    if (slot < 0) {
      to = free(low);
      records++;
    } else {
      dead += HEAD + room(meta(place(slot)));
    }
    setWord(to, ((int) (low >>> 48) << 16) | place);
    return place;
  }

  long high(int place) {
    return Pages.longAt(at(place));
  }

  long low(int place) {
    return Pages.longAt(at(place) + 8);
  }

  /** Length of the value (12 bits), its room in units of 4 bytes (10), the era of its last put. */
  int meta(int place) {
    return Pages.intAt(at(place) + 16);
  }

  static int length(int meta) {
    return meta >>> 20;
  }

  static int room(int meta) {
    return ((meta >>> 10) & 0x3ff) << 2;
  }

  static int age(int meta, int era) {
    return (era - meta) & (ERAS - 1);
  }

  /** Copies all pages of the log, so that a record begins at its place times 4. */
  void copyLog(byte[] into) {
    for (int i = 0; i < logged; i++) {
      Pages.copy(log[i], into, i * Pages.BYTES, Pages.BYTES);
    }
  }

  /** Copies a value; a few more bytes behind it may change. */
  void get(int place, byte[] into, int length) {
    long at = at(place) + HEAD;
    if (length > SHORT) {
      Pages.copy(at, into, 0, length);
      return;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      LONGS.set(into, i, Pages.longAt(at + i));
    }
  }

  void set(int place, byte[] value, int from, int length, int room, int era) {
    long at = at(place) + HEAD;
    Pages.set(at - 4, (length << 20) | (room >>> 2 << 10) | (era & (ERAS - 1)));
    int rounded = (length + 3) & ~3;
    if (length > SHORT || from + rounded > value.length) {
      Pages.copy(value, from, at, length);
      return;
    }
    int i = 0;
    for (; i + Long.BYTES <= rounded; i += Long.BYTES) {
      Pages.set(at + i, (long) LONGS.get(value, from + i));
    }
    if (i < rounded) {
      Pages.set(at + i, (int) INTS.get(value, from + i));
    }
  }

  /** Whether the window of the value at a place has passed, as {@link Panes#passed}. */
  boolean passed(int place, long now) {
    if (now == Long.MIN_VALUE) {
      return false;
    }
    long at = at(place) + HEAD;
    long[] head = new long[2];
    for (int i = 0; i < 2; i++) {
      byte b;
      int shift = 0;
      do {
        b = Pages.byteAt(at++);
        head[i] |= (b & 0x7fL) << shift;
        shift += 7;
      } while (b < 0);
    }
    return Panes.passed(head[0], head[1], now);
  }

  private long at(int place) {
    return log[place >>> PLACES_IN_PAGE_BITS] + ((place & ((1 << PLACES_IN_PAGE_BITS) - 1)) << 2);
  }

  private int word(int slot) {
    return Pages.intAt(wordAt(slot));
  }

  private void setWord(int slot, int word) {
    Pages.set(wordAt(slot), word);
  }

  private long wordAt(int slot) {
    return index[slot >>> SLOTS_IN_PAGE_BITS] + ((slot & (SLOTS_IN_PAGE - 1)) << 2);
  }

  private int free(long low) {
    int slot = home(low);
    while (word(slot) != 0) {
      slot = after(slot);
    }
    return slot;
  }

  /**
   * Where the search for a key begins: all counters of one key in one line of the processor's
   * cache, each at a place of its own in it.
   */
  private int home(long low) {
    int line = (int) (((low & 0xffffffffL) * (slots >>> LINE_BITS)) >>> 32);
    return (line << LINE_BITS) | ((int) (low >>> 48) & (LINE - 1));
  }

  private int after(int slot) {
    return slot + 1 == slots ? 0 : slot + 1;
  }
}
