package reeve.square.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of rows, drawn from a seed, and what must be read from them: rows that a writer wrote, and
 * noise that a grammar of its own takes apart.
 */
final class CsvCases {
  private static final String QUOTED = "\"(?:[^\"]|\"\")*+\"";
  private static final String PLAIN = "(?:[^\",][^,]*+)?+";
  private static final Pattern FIELD = Pattern.compile("(" + QUOTED + "|" + PLAIN + ")(?:,|\\z)");
  private static final Pattern ROW =
      Pattern.compile("(?:(?:" + QUOTED + "|" + PLAIN + "),)*+(?:" + QUOTED + "|" + PLAIN + ")");
  private static final Pattern OPEN =
      Pattern.compile("(?:(?:" + QUOTED + "|" + PLAIN + "),)*+\"(?:[^\"]|\"\")*+");

  private static final List<String> WORDS =
      List.of(
          "a",
          "",
          " ",
          "ü",
          "\uD83D\uDC26",
          "شارع",
          "\"",
          "\"\"",
          ",",
          "\n",
          "\n\n",
          "\r",
          "'",
          ";");
  private static final List<String> NOISE =
      List.of(
          "\"", "\"", "\"", ",", ",", "\n", "\n", "\r\n", "a", "ü", " ", "\"\"", "\n\"", "\",\"");

  private final Random random;

  CsvCases(long seed) {
    random = new Random(seed);
  }

  /** What stands in one row: its first line, and its fields or null where it is refused. */
  record Read(long line, List<String> fields) {}

  /** Rows as RFC 4180 writes them come back field by field. */
  void whatWasWrittenIsReadBack() throws IOException {
    var text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    List<List<String>> written = new ArrayList<>();
    for (int row = random.nextInt(6); row > 0; row--) {
      List<String> fields = new ArrayList<>();
      for (int field = 1 + random.nextInt(4); field > 0; field--) {
        fields.add(some(WORDS, 4));
      }
      if (fields.size() == 1 && fields.getFirst().isEmpty()) {
        fields.set(0, "one");
      }
      written.add(fields);
      for (int i = 0; i < fields.size(); i++) {
        text.append(i == 0 ? "" : ",").append(quoted(fields.get(i)));
      }
      text.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    // Line ends within a field become those of Unix.
    var expected =
        written.stream()
            .map(row -> row.stream().map(field -> field.replace("\r\n", "\n")).toList())
            .toList();
    assertThat(read(text.toString().getBytes(StandardCharsets.UTF_8)))
        .as("%s", text)
        .extracting(Read::fields)
        .isEqualTo(expected);
  }

  private String quoted(String field) {
    boolean must = field.matches("(?s).*[\",\n\r].*");
    return must || random.nextInt(4) == 0 ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }

  /** Whatever stands in a file, the good rows are read and of a bad one its first line is lost. */
  void noiseCostsItsOwnLinesAlone() throws IOException {
    byte[] bytes = some(NOISE, 40).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
    }
    assertThat(read(bytes))
        .as("%s", new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(expected(bytes));
  }

  private String some(List<String> parts, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  private static List<Read> read(byte[] bytes) throws IOException {
    var rows = new CsvRows(new LineReader(new ByteArrayInputStream(bytes)));
    List<Read> all = new ArrayList<>();
    for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
      all.add(new Read(row.line(), row.refused() == null ? row.fields() : null));
    }
    return all;
  }

  /** One byte is one character here, so that bytes which are no UTF-8 go through. */
  private static List<Read> expected(byte[] bytes) {
    List<String> lines = lines(new String(bytes, StandardCharsets.ISO_8859_1));
    List<Read> all = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).isEmpty()) {
        at++;
        continue;
      }
      int end = at + 1;
      String text = lines.get(at);
      while (OPEN.matcher(text).matches() && end < lines.size()) {
        text += "\n" + lines.get(end++);
      }
      List<String> fields = ROW.matcher(text).matches() ? fields(text) : null;
      all.add(new Read(at + 1, fields));
      at = fields == null ? at + 1 : end;
    }
    return all;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    return lines;
  }

  /** Null where a field is no UTF-8. */
  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    do {
      assertThat(field.find()).isTrue();
      String raw = field.group(1);
      String bare =
          raw.startsWith("\"") ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw;
      try {
        fields.add(
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bare.getBytes(StandardCharsets.ISO_8859_1)))
                .toString());
      } catch (CharacterCodingException e) {
        return null;
      }
      // A comma behind a field leads to another one, which may be empty.
    } while (field.end(1) < field.end());
    return fields;
  }
}
