package reeve.server.watch.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/**
 * Reads events of one table into facts of a schema: kinds and fields are matched by name; a field
 * that the schema does not know, or knows with another type, is passed over.
 */
final class Decoder {
  private final Slot.Type[] types;
  private final int[] slots;
  private final int[] kinds;

  Decoder(Table from, Schema to) {
    types = from.columns().stream().map(Table.Column::type).toArray(Slot.Type[]::new);
    slots =
        from.columns().stream()
            .mapToInt(column ->
                to.slot(column.path())
                    .filter(slot -> slot.type() == column.type())
                    .map(Slot::index)
                    .orElse(-1))
            .toArray();
    kinds = from.kinds().stream().mapToInt(to::kind).toArray();
  }

  /** Fills; false where the schema has no such kind of event. */
  boolean read(Cursor from, Facts into) {
    return fields(from, into) >= 0;
  }

  /** Fills, whatever the kind; returns it, -1 where the schema does not know it. */
  int fields(Cursor from, Facts into) {
    long written = from.varint();
    int kind = written >= 0 && written < kinds.length ? kinds[(int) written] : -1;
    into.clear(kind);
    byte[] array = from.array();
    int bits = from.skip((types.length + 7) >> 3);
    for (int i = 0; i < types.length; i += 8) {
      int eight = array[bits + (i >> 3)] & 0xFF;
      while (eight != 0) {
        value(from, i + Integer.numberOfTrailingZeros(eight), into);
        eight &= eight - 1;
      }
    }
    return kind;
  }

  private void value(Cursor from, int column, Facts into) {
    int slot = slots[column];
    if (slot < 0) {
      pass(from, types[column]);
      return;
    }
    switch (types[column]) {
      case BOOL -> into.set(slot, from.u8() != 0);
      case INT -> into.set(slot, from.zigzag());
      case DOUBLE -> into.set(slot, Double.longBitsToDouble(from.u64()));
      case TEXT -> into.set(slot, from.text());
      case TEXTS -> into.set(slot, texts(from));
    }
  }

  private static List<String> texts(Cursor from) {
    int n = from.count();
    if (n == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      texts.add(from.text());
    }
    return Collections.unmodifiableList(texts);
  }

  private static void pass(Cursor from, Slot.Type type) {
    switch (type) {
      case BOOL -> from.skip(1);
      case INT -> from.varint();
      case DOUBLE -> from.skip(8);
      case TEXT -> from.skipText();
      case TEXTS -> {
        for (int n = from.count(); n > 0; n--) {
          from.skipText();
        }
      }
    }
  }
}
