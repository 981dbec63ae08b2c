package reeve.server.watch.log;

import java.util.zip.CRC32C;

/**
 * Some events of one source, as they lie in a file; reads one after the other. A frame is
 *
 * <pre>
 *  0  magic                        u32
 *  4  bytes of the payload         u32
 *  8  CRC32C of 12 to the end      u32, 0 in a sealed segment
 * 12  offset of the first event    u64
 * 20  group                        u32, 0 in a sealed segment
 * 24  payload: kind (u8), arrival in ms (varint), source (text), earliest event time (zigzag),
 *     latest less earliest (varint), number of events (varint), for SEQUENCES the sequence before
 *     the first (zigzag), and for each event the sequence less the one before (varint) or the print
 *     of its id (16 bytes), its length (varint; 0 where it was erased) and the event
 * </pre>
 *
 * The group is the position in the file where the write began that carried the frame: all before it
 * had been flushed by then.
 */
final class Frame {
  static final int MAGIC = 0x52564631; // RVF1
  static final int HEAD = 24;

  /** A frame takes events until it holds as much. */
  static final int FULL = 256 << 10;

  /** Bytes of a whole frame, at most. */
  static final int BYTES = FULL + Encoder.EVENT_BYTES + 8 * EventBatch.NAME_LENGTH;

  static final int SEQUENCES = 1;
  static final int IDS = 2;
  static final int MARKS = 3;

  private final Cursor cursor = new Cursor();
  private byte[] array = new byte[0];
  private int from;
  private int to;
  private long first;
  private int kind;
  private long arrival;
  private String source = "";
  private long earliest;
  private long latest;
  private int count;
  private int read;
  private long sequence;
  private int print;
  private int event;
  private int eventLength;

  /** Begins a frame; returns its mark for {@link #finish}. */
  static int begin(Bytes to, int kind, long arrival, String source) {
    int mark = to.skip(HEAD);
    to.u8(kind);
    to.varint(arrival);
    to.text(source);
    return mark;
  }

  /** Writes the head of the frame that ends here. */
  static void finish(Bytes to, int mark, long first, long group) {
    to.setU32(mark, MAGIC);
    to.setU32(mark + 4, to.length() - mark - HEAD);
    to.setU64(mark + 12, first);
    to.setU32(mark + 20, Math.toIntExact(group));
    to.setU32(mark + 8, crc(to.array(), mark + 12, to.length()));
  }

  static int crc(byte[] array, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(array, from, to - from);
    return (int) crc.getValue();
  }

  /** The whole length of the frame whose head lies there, or -1 where none can. */
  static int length(byte[] array, int at) {
    int payload = (int) Bytes.INT.get(array, at + 4);
    boolean can = (int) Bytes.INT.get(array, at) == MAGIC && payload > 0 && payload <= BYTES - HEAD;
    return can ? HEAD + payload : -1;
  }

  /** Whether the bytes of a frame are those that were written. */
  static boolean whole(byte[] array, int at, int length) {
    return (int) Bytes.INT.get(array, at + 8) == crc(array, at + 12, at + length);
  }

  static int group(byte[] array, int at) {
    return (int) Bytes.INT.get(array, at + 20);
  }

  static long first(byte[] array, int at) {
    return (long) Bytes.LONG.get(array, at + 12);
  }

  /** Takes a frame up; the array stays in use until the next one. */
  void take(byte[] array, int at, int length) {
    this.array = array;
    from = at;
    to = at + length;
    first = first(array, at);
    cursor.set(array, at + HEAD, to);
    kind = cursor.u8();
    arrival = cursor.varint();
    source = sameText(source);
    earliest = cursor.zigzag();
    latest = earliest + cursor.varint();
    count = cursor.count();
    sequence = kind == SEQUENCES ? cursor.zigzag() : -1;
    read = 0;
  }

  /** Most frames are of the source of the one before. */
  private String sameText(String before) {
    String text = cursor.text();
    return text.equals(before) ? before : text;
  }

  /** Goes to the next event; false where there is none. */
  boolean next() {
    if (read == count) {
      return false;
    }
    read++;
    if (kind == SEQUENCES) {
      sequence += cursor.varint();
    } else {
      print = cursor.skip(Print.BYTES);
    }
    eventLength = cursor.count();
    event = cursor.skip(eventLength);
    return true;
  }

  byte[] array() {
    return array;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int kind() {
    return kind;
  }

  long first() {
    return first;
  }

  int count() {
    return count;
  }

  /** The offset after its last event. */
  long end() {
    return first + count;
  }

  long arrival() {
    return arrival;
  }

  String source() {
    return source;
  }

  long earliest() {
    return earliest;
  }

  long latest() {
    return latest;
  }

  /** The offset of the event at which {@link #next} stands. */
  long offset() {
    return first + read - 1;
  }

  /** Its sequence; -1 where it has an id. */
  long sequence() {
    return sequence;
  }

  Print print() {
    return Print.read(Cursor.over(array, print, print + Print.BYTES));
  }

  int event() {
    return event;
  }

  /** 0 where it was erased. */
  int eventLength() {
    return eventLength;
  }
}
