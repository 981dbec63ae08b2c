package reeve.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CSV of RFC 4180. */
final class Csv {
  private Csv() {}

  /** The rows of a text with a header, by its names; rows that are too short are passed over. */
  static List<Map<String, String>> read(String text) {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>();
    List<String> row = new ArrayList<>();
    for (int at = row(text, 0, header); at < text.length(); ) {
      at = row(text, at, row);
      if (row.size() >= header.size()) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
          named.put(header.get(i), row.get(i));
        }
        rows.add(named);
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
      } else if (!quoted && c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
        continue;
      } else if (!quoted && c == '\n') {
        into.add(field.toString());
        return at + 1;
      } else {
        field.append(c);
      }
    }
    into.add(field.toString());
    return text.length();
  }
}
