package reeve.server.watch.log;

import java.util.Arrays;
import reeve.rules.schema.Facts;

/**
 * Encoded events of one source, to be appended together: either each with its sequence, ascending,
 * or each with its id. Made by one thread; not to be changed once it is appended.
 */
public final class EventBatch {
  /** Bytes of a batch, encoded, at most. */
  static final int BYTES = 64 << 20;

  /** Characters of a source and of an id, at most. */
  static final int NAME_LENGTH = 512;

  private final String source;
  private final Encoder encoder;
  private final Bytes bytes = new Bytes(4 << 10);
  private int[] starts = new int[16];
  private long[] sequences = new long[16];
  private Print[] prints = new Print[0];
  private int size;
  private boolean byId;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  EventBatch(String source, Encoder encoder) {
    name(source);
    this.source = source;
    this.encoder = encoder;
  }

  /**
   * Adds an event by its sequence.
   *
   * @param sequence larger than the one before, not negative
   * @throws LogException {@link LogProblem#TOO_LARGE}, {@link LogProblem#OUT_OF_ORDER}; the batch
   *     then is as before
   */
  public void add(long sequence, Facts event) {
    if (byId || sequence < 0 || (size > 0 && sequence <= sequences[size - 1])) {
      throw new LogException(
          LogProblem.OUT_OF_ORDER,
          "The sequences of a batch must ascend; " + sequence + " does not.");
    }
    encode(event);
    sequences = size == sequences.length ? Arrays.copyOf(sequences, 2 * size) : sequences;
    sequences[size++] = sequence;
  }

  /**
   * Adds an event by its id.
   *
   * @throws LogException {@link LogProblem#TOO_LARGE}, {@link LogProblem#OUT_OF_ORDER}; the batch
   *     then is as before
   */
  public void add(String id, Facts event) {
    if (!byId && size > 0) {
      throw new LogException(
          LogProblem.OUT_OF_ORDER, "A batch has either sequences or ids, not both.");
    }
    name(id);
    Print print = Print.of(source, id);
    encode(event);
    byId = true;
    prints = size == prints.length ? Arrays.copyOf(prints, Math.max(16, 2 * size)) : prints;
    prints[size++] = print;
  }

  private void encode(Facts event) {
    int begin = bytes.length();
    try {
      encoder.write(event, bytes);
      if (bytes.length() > BYTES) {
        throw new LogException(
            LogProblem.TOO_LARGE, "A batch of more than " + BYTES + " bytes is refused.");
      }
    } catch (LogException e) {
      bytes.cut(begin);
      throw e;
    }
    starts = size == starts.length ? Arrays.copyOf(starts, 2 * size) : starts;
    starts[size] = begin;
    long time = encoder.time(event, Long.MIN_VALUE);
    if (time != Long.MIN_VALUE) {
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
    }
  }

  private static void name(String name) {
    if (name.isEmpty() || name.length() > NAME_LENGTH) {
      throw new LogException(
          LogProblem.TOO_LARGE,
          "A source or an id has 1 to " + NAME_LENGTH + " characters, not " + name.length() + ".");
    }
  }

  public String source() {
    return source;
  }

  /** How many events. */
  public int size() {
    return size;
  }

  boolean byId() {
    return byId;
  }

  /** The bytes that waiting costs. */
  int weight() {
    return bytes.length() + 32 * size + 256;
  }

  long sequence(int event) {
    return sequences[event];
  }

  Print print(int event) {
    return prints[event];
  }

  int bytes(int event) {
    return (event + 1 < size ? starts[event + 1] : bytes.length()) - starts[event];
  }

  void write(int event, Bytes to) {
    to.varint(bytes(event));
    to.raw(bytes.array(), starts[event], bytes(event));
  }

  /** The earliest time that an event says, or {@code other} where none does. */
  long earliest(long other) {
    return earliest == Long.MAX_VALUE ? other : earliest;
  }

  long latest(long other) {
    return latest == Long.MIN_VALUE ? other : latest;
  }
}
