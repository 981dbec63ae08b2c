package reeve.signals.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import reeve.signals.media.BankImport.Defaults;
import reeve.signals.media.BankImport.Problem;

/**
 * Banks as CSV (RFC 4180) with the columns {@code
 * kind,hash,labels,severity,source,added,expires,agreed,disagreed} in any order, of which the first
 * two have to be there; labels are separated by {@code ;}. Other columns are not read.
 */
public final class BankCsv {
  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "hash",
          "labels",
          "severity",
          "source",
          "added",
          "expires",
          "agreed",
          "disagreed");

  private BankCsv() {}

  /** Reads a bank; what cannot be used is noted with its line, and the rest is read. */
  public static BankImport read(Reader reader, Defaults defaults) throws IOException {
    var reading = new BankImport.Reading();
    var rows = new CsvRows(new BufferedReader(reader));
    List<String> header = rows.next();
    if (header == null || !names(header).containsAll(List.of("kind", "hash"))) {
      reading.refuse(
          1,
          Problem.NOT_READABLE,
          "The first line has to name the columns, kind and hash among them: "
              + String.join(",", COLUMNS));
      return reading.done();
    }
    List<String> names = names(header);
    for (List<String> row = rows.next(); row != null; row = rows.next()) {
      if (rows.broken()) {
        reading.refuse(
            rows.line(),
            Problem.NOT_READABLE,
            "A quote is never closed, or a field has more than " + CsvRows.FIELD + " characters.");
        break;
      } else if (row.size() != names.size()) {
        reading.refuse(
            rows.line(),
            Problem.FIELDS,
            "The line has %d fields, the header %d.".formatted(row.size(), names.size()));
      } else {
        reading.take(rows.line(), draft(names, row, defaults));
      }
    }
    return reading.done();
  }

  private static List<String> names(List<String> header) {
    return header.stream()
        .map(name -> name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static BankDraft draft(List<String> names, List<String> row, Defaults defaults) {
    String[] fields =
        COLUMNS.stream()
            .map(names::indexOf)
            .map(at -> at < 0 ? "" : row.get(at).strip())
            .toArray(String[]::new);
    List<String> labels =
        Arrays.stream(fields[2].split(";")).map(String::strip).filter(l -> !l.isEmpty()).toList();
    return new BankDraft(
        null, fields[0], fields[1], labels, fields[3], fields[4], fields[5], fields[6], fields[7],
        fields[8], defaults);
  }

  /** Writes a bank, so that reading it gives the same entries. */
  public static void write(Stream<BankEntry> entries, Appendable to) throws IOException {
    to.append(String.join(",", COLUMNS)).append("\r\n");
    var iterator = entries.iterator();
    while (iterator.hasNext()) {
      BankEntry entry = iterator.next();
      List<String> fields = new ArrayList<>();
      fields.add(entry.hash().kind().name());
      fields.add(entry.hash().hex());
      fields.add(String.join(";", entry.labels()));
      fields.add(entry.severity().name());
      fields.add(entry.source());
      fields.add(entry.added().toString());
      fields.add(entry.expires() == null ? "" : entry.expires().toString());
      fields.add(Integer.toString(entry.agreed()));
      fields.add(Integer.toString(entry.disagreed()));
      to.append(String.join(",", fields.stream().map(BankCsv::quoted).toList())).append("\r\n");
    }
  }

  private static String quoted(String field) {
    return field.matches("(?s).*[\",\r\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
