package reeve.server.watch.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/**
 * Writes events: the kind as a varint, a bit for each field in the order of the {@link Table}, set
 * where the event has it, and the values of these. Safe for several threads.
 */
final class Encoder {
  /** Bytes of one event, at most. */
  static final int EVENT_BYTES = 256 << 10;

  private final Schema schema;
  private final Slot.Type[] types;
  private final @Nullable Slot time;

  Encoder(Schema schema) {
    this.schema = schema;
    types = schema.slots().stream().map(Slot::type).toArray(Slot.Type[]::new);
    time = schema.slot("event.at_ms").filter(it -> it.type() == Slot.Type.INT).orElse(null);
  }

  /** When the event happened, as it says, or {@code other}. */
  long time(Facts facts, long other) {
    return time != null && facts.has(time.index()) ? facts.integer(time.index()) : other;
  }

  /**
   * Appends an event.
   *
   * @throws LogException {@link LogProblem#TOO_LARGE}; then some of it may have been appended
   */
  void write(Facts facts, Bytes to) {
    if (facts.schema() != schema || facts.kind() < 0) {
      throw new IllegalArgumentException("no event of the log's schema");
    }
    int begin = to.length();
    to.varint(facts.kind());
    int bits = to.skip((types.length + 7) >> 3);
    for (int i = 0; i < types.length; i++) {
      if (facts.has(i)) {
        to.array()[bits + (i >> 3)] |= (byte) (1 << (i & 7));
        value(facts, i, to, begin);
      }
    }
    room(begin, to, 0);
  }

  private void value(Facts facts, int slot, Bytes to, int begin) {
    switch (types[slot]) {
      case BOOL -> to.u8(facts.bool(slot) ? 1 : 0);
      case INT -> to.zigzag(facts.integer(slot));
      case DOUBLE -> to.u64(Double.doubleToRawLongBits(facts.number(slot)));
      case TEXT -> text(facts.text(slot), to, begin);
      case TEXTS -> {
        List<String> texts = facts.list(slot);
        to.varint(texts.size());
        for (int i = 0; i < texts.size(); i++) {
          text(texts.get(i), to, begin);
        }
      }
    }
  }

  private static void text(String text, Bytes to, int begin) {
    room(begin, to, text.length());
    to.text(text);
  }

  private static void room(int begin, Bytes to, int more) {
    if ((long) to.length() - begin + more > EVENT_BYTES) {
      throw new LogException(
          LogProblem.TOO_LARGE, "An event of more than " + EVENT_BYTES + " bytes is refused.");
    }
  }
}
