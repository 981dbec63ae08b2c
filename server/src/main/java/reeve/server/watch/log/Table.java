package reeve.server.watch.log;

import java.util.ArrayList;
import java.util.List;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/**
 * The kinds and fields that the events of a file are written with, so that it can be read after the
 * schema has changed.
 */
record Table(List<String> kinds, List<Column> columns) {

  record Column(String path, Slot.Type type) {}

  Table {
    kinds = List.copyOf(kinds);
    columns = List.copyOf(columns);
  }

  static Table of(Schema schema) {
    return new Table(
        List.copyOf(schema.kinds()),
        schema.slots().stream().map(slot -> new Column(slot.path(), slot.type())).toList());
  }

  void write(Bytes to) {
    to.varint(kinds.size());
    kinds.forEach(to::text);
    to.varint(columns.size());
    for (Column column : columns) {
      to.text(column.path());
      to.u8(
          switch (column.type()) {
            case BOOL -> 1;
            case INT -> 2;
            case DOUBLE -> 3;
            case TEXT -> 4;
            case TEXTS -> 5;
          });
    }
  }

  static Table read(Cursor from) {
    List<String> kinds = new ArrayList<>();
    for (int n = from.count(); n > 0; n--) {
      kinds.add(from.text());
    }
    List<Column> columns = new ArrayList<>();
    for (int n = from.count(); n > 0; n--) {
      columns.add(new Column(from.text(), type(from.u8())));
    }
    return new Table(kinds, columns);
  }

  private static Slot.Type type(int code) {
    return switch (code) {
      case 1 -> Slot.Type.BOOL;
      case 2 -> Slot.Type.INT;
      case 3 -> Slot.Type.DOUBLE;
      case 4 -> Slot.Type.TEXT;
      case 5 -> Slot.Type.TEXTS;
      default ->
          throw new LogException(
              LogProblem.OTHER_FORMAT, "The event log names a type of field that is not known.");
    };
  }
}
