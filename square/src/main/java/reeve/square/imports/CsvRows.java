package reeve.square.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file after RFC 4180. A quote that never closes costs its own line alone: reading
 * goes on behind that line, which no library for CSV offers.
 */
final class CsvRows {
  /** How many lines one row may span before its quote counts as never closed. */
  static final int MAX_ROW_LINES = 200;

  /** How many bytes a row of several lines may have before its quote counts as never closed. */
  static final int MAX_ROW = 1 << 18;

  private final LineReader lines;
  private final Utf8 utf8 = new Utf8();

  CsvRows(LineReader lines) {
    this.lines = lines;
  }

  /**
   * A row.
   *
   * @param line the number of its first line
   * @param refused why it cannot be read, null where it can
   */
  record Row(long line, List<String> fields, @Nullable Refused refused) {}

  /** Gives the next row that is not blank, or null at the end. */
  @Nullable Row next() throws IOException {
    LineReader.Line first = lines.next();
    while (first != null && first.bytes().length == 0 && !first.tooLong()) {
      first = lines.next();
    }
    if (first == null) {
      return null;
    }
    try {
      return new Row(first.number(), fields(first), null);
    } catch (Refused e) {
      return new Row(first.number(), List.of(), e);
    }
  }

  private List<String> fields(LineReader.Line first) throws IOException, Refused {
    if (first.tooLong()) {
      throw new Refused(Reason.LINE_TOO_LONG, "");
    }
    List<LineReader.Line> ahead = new ArrayList<>();
    byte[] text = first.bytes();
    List<String> fields = split(text);
    while (fields == null) {
      LineReader.Line more = lines.next();
      if (more != null) {
        ahead.add(more);
      }
      byte[] joined = more == null ? null : joined(first, ahead);
      try {
        if (joined == null || ahead.size() >= MAX_ROW_LINES || joined.length > MAX_ROW) {
          throw new Refused(Reason.BROKEN_CSV, "");
        }
        fields = split(joined);
      } catch (Refused e) {
        ahead.reversed().forEach(lines::putBack);
        throw e;
      }
    }
    return fields;
  }

  private static byte[] joined(LineReader.Line first, List<LineReader.Line> more) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first.bytes());
    for (LineReader.Line line : more) {
      all.write('\n');
      all.writeBytes(line.bytes());
    }
    return all.toByteArray();
  }

  /** Splits at commas; null where the text ends within quotes. */
  private @Nullable List<String> split(byte[] text) throws Refused {
    List<String> fields = new ArrayList<>(24);
    int at = 0;
    while (true) {
      int end;
      if (at < text.length && text[at] == '"') {
        end = closing(text, at + 1);
        if (end < 0) {
          return null;
        }
        String field = utf8.decode(text, at + 1, end);
        fields.add(field.indexOf('"') < 0 ? field : field.replace("\"\"", "\""));
        end++;
        if (end < text.length && text[end] != ',') {
          throw new Refused(Reason.BROKEN_CSV, "");
        }
      } else {
        end = at;
        while (end < text.length && text[end] != ',') {
          end++;
        }
        fields.add(utf8.decode(text, at, end));
      }
      if (end >= text.length) {
        return fields;
      }
      at = end + 1;
    }
  }

  private static int closing(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == '"') {
        if (i + 1 < text.length && text[i + 1] == '"') {
          i++;
        } else {
          return i;
        }
      }
    }
    return -1;
  }
}
