package reeve.signals.media;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of CSV (RFC 4180), one after the other; empty lines are skipped. */
final class CsvRows {
  /** A field has so many characters at the most, and a row so many fields. */
  static final int FIELD = 10_000;

  private static final int FIELDS = 100;
  private static final int END = -1;

  private final Reader reader;
  private int next = END - 1;
  private int at = 1;
  private int line = 1;
  private boolean broken;

  CsvRows(Reader reader) {
    this.reader = reader;
  }

  /** Where the last row began, from 1. */
  int line() {
    return line;
  }

  /** Whether the last row never ended or was too long: nothing behind it can be read. */
  boolean broken() {
    return broken;
  }

  /** The next row; null behind the last. */
  @Nullable List<String> next() throws IOException {
    while (peek() == '\r' || peek() == '\n') {
      read();
    }
    if (peek() == END || broken) {
      return null;
    }
    line = at;
    List<String> row = new ArrayList<>();
    do {
      row.add(peek() == '"' ? quoted() : plain());
      broken |= row.size() > FIELDS;
    } while (!broken && peek() == ',' && read() == ',');
    return row;
  }

  private String plain() throws IOException {
    var field = new StringBuilder();
    while (peek() != ',' && peek() != '\r' && peek() != '\n' && peek() != END && !broken) {
      add(field, read());
    }
    return field.toString();
  }

  /** A quoted field, and what stands behind its quote though nothing should. */
  private String quoted() throws IOException {
    var field = new StringBuilder();
    read();
    while (!broken) {
      int c = read();
      if (c == END) {
        broken = true;
      } else if (c != '"') {
        add(field, c);
      } else if (peek() == '"') {
        add(field, read());
      } else {
        break;
      }
    }
    return field.append(plain()).toString();
  }

  private void add(StringBuilder field, int c) {
    field.append((char) c);
    broken |= field.length() > FIELD;
  }

  private int peek() throws IOException {
    if (next < END) {
      next = reader.read();
    }
    return next;
  }

  private int read() throws IOException {
    int c = peek();
    at += c == '\n' ? 1 : 0;
    next = END - 1;
    return c;
  }
}
