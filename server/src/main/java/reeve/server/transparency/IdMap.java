package reeve.server.transparency;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;

/** A map by the ids of records that keeps no object for a key: there are millions. */
final class IdMap<V> {
  private long[] keys = new long[2 << 12];
  private @Nullable Object[] values = new Object[1 << 12];
  private int size;

  void put(RecordId id, V value) {
    if (size * 3 >= values.length * 2) {
      grow();
    }
    UUID key = id.value();
    size += put(key.getMostSignificantBits(), key.getLeastSignificantBits(), value);
  }

  @SuppressWarnings("unchecked")
  @Nullable V get(@Nullable RecordId id) {
    if (id == null) {
      return null;
    }
    long high = id.value().getMostSignificantBits();
    long low = id.value().getLeastSignificantBits();
    for (int at = slot(low); ; at = (at + 1) & (values.length - 1)) {
      if (values[at] == null || (keys[2 * at] == high && keys[2 * at + 1] == low)) {
        return (V) values[at];
      }
    }
  }

  private int put(long high, long low, Object value) {
    int at = slot(low);
    while (values[at] != null && (keys[2 * at] != high || keys[2 * at + 1] != low)) {
      at = (at + 1) & (values.length - 1);
    }
    int more = values[at] == null ? 1 : 0;
    keys[2 * at] = high;
    keys[2 * at + 1] = low;
    values[at] = value;
    return more;
  }

  /** The low half of a version 7 UUID is random but for its first two bits. */
  private int slot(long low) {
    return (int) (low ^ (low >>> 32)) & (values.length - 1);
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new Object[oldValues.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      Object value = oldValues[i];
      if (value != null) {
        put(oldKeys[2 * i], oldKeys[2 * i + 1], value);
      }
    }
  }
}
