package reeve.rules.schema;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event's values, each at the index of its {@link Slot}. Made to be filled again: {@link
 * #clear} forgets all. Not safe for several threads at once.
 */
public final class Facts {
  private final Schema schema;
  private final long[] numbers;
  private final @Nullable Object[] texts;
  private final boolean[] present;
  private int kind = -1;

  public Facts(Schema schema) {
    this.schema = schema;
    int n = schema.slots().size();
    numbers = new long[n];
    texts = new Object[n];
    present = new boolean[n];
  }

  public Schema schema() {
    return schema;
  }

  /** Forgets all values and names the kind of the next event, as {@link Schema#kind(String)}. */
  public Facts clear(int kind) {
    Arrays.fill(present, false);
    Arrays.fill(texts, null);
    this.kind = kind;
    return this;
  }

  /** Takes over the kind and all values of another event of the same schema. */
  public void copy(Facts from) {
    if (from.schema != schema) {
      throw new IllegalArgumentException("facts of another schema");
    }
    kind = from.kind;
    System.arraycopy(from.numbers, 0, numbers, 0, numbers.length);
    System.arraycopy(from.texts, 0, texts, 0, texts.length);
    System.arraycopy(from.present, 0, present, 0, present.length);
  }

  /** Names the kind and keeps the values, for whoever learns of it last. */
  public void as(int kind) {
    this.kind = kind;
  }

  public int kind() {
    return kind;
  }

  public void set(int slot, boolean value) {
    set(slot, value ? 1L : 0L);
  }

  public void set(int slot, long value) {
    numbers[slot] = value;
    present[slot] = true;
  }

  public void set(int slot, double value) {
    set(slot, Double.doubleToRawLongBits(value));
  }

  public void set(int slot, String value) {
    texts[slot] = value;
    present[slot] = true;
  }

  public void set(int slot, List<String> value) {
    texts[slot] = value;
    present[slot] = true;
  }

  /** Whether the event has the field. The others MUST only be asked where it has. */
  public boolean has(int slot) {
    return present[slot];
  }

  public boolean bool(int slot) {
    return numbers[slot] != 0;
  }

  public long integer(int slot) {
    return numbers[slot];
  }

  public double number(int slot) {
    return Double.longBitsToDouble(numbers[slot]);
  }

  public String text(int slot) {
    return (String) value(slot);
  }

  @SuppressWarnings("unchecked")
  public List<String> list(int slot) {
    return (List<String>) value(slot);
  }

  private Object value(int slot) {
    Object value = texts[slot];
    if (value == null) {
      throw new IllegalStateException("no value for " + schema.slots().get(slot).path());
    }
    return value;
  }

  /** The value as Boolean, Long, Double, String or a list of strings; null where it is missing. */
  public @Nullable Object get(Slot slot) {
    if (!has(slot.index())) {
      return null;
    }
    return switch (slot.type()) {
      case BOOL -> bool(slot.index());
      case INT -> integer(slot.index());
      case DOUBLE -> number(slot.index());
      case TEXT -> text(slot.index());
      case TEXTS -> list(slot.index());
    };
  }
}
