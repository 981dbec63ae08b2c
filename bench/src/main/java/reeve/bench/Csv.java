package reeve.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CSV of RFC 4180. */
final class Csv {
  private Csv() {}

  /** A row, by the names of the header. */
  record Row(Map<String, String> values) {
    /** What stands there; empty where nothing does. */
    String get(String name) {
      return values.getOrDefault(name, "");
    }
  }

  /** The rows of a text with a header, by its names; rows that are too short are passed over. */
  static List<Row> read(String text) {
    List<Row> rows = new ArrayList<>();
    List<String> header = new ArrayList<>();
    List<String> row = new ArrayList<>();
    for (int at = row(text, 0, header); at < text.length(); ) {
      at = row(text, at, row);
      if (row.size() >= header.size()) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
          named.put(header.get(i), row.get(i));
        }
        rows.add(new Row(named));
      }
    }
    return rows;
  }

  /** Reads a row; returns where the next one begins. */
  static int row(String text, int from, List<String> into) {
    into.clear();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted && c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        field.append(c);
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        into.add(field.toString());
        field.setLength(0);
      } else if (!quoted && c == '\n') {
        into.add(field.toString());
        return at + 1;
      } else if (c != '\r' || quoted) {
        field.append(c);
      }
    }
    into.add(field.toString());
    return text.length();
  }
}
