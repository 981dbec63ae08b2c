package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of computing the figures again; written and read as JSON by the names of its
 * fields, and published: it names no record.
 *
 * @param at when, ISO 8601
 * @param from {@code public set} or {@code database}
 * @param records how many were counted
 * @param size entries of the ledger that were held against it
 * @param root of the tree over them, lower-case hex; empty where there is no ledger
 * @param seconds that it took
 * @param figures what differs from the published figures, a line each
 * @param proofs what does not hold against the ledger, a line each
 * @param labels what records say that does not follow from those before them, a line each
 * @param tables the figures as they came out
 */
@JsonPropertyOrder({
  "version", "at", "from", "agrees", "records", "size", "root", "seconds", "figures", "proofs",
  "labels", "tables"
})
public record Recomputed(
    int version,
    String at,
    String from,
    boolean agrees,
    long records,
    long size,
    String root,
    double seconds,
    List<String> figures,
    List<String> proofs,
    List<String> labels,
    @Nullable List<Figure> tables) {
  static final int VERSION = 1;

  /** Of differences so many are told. */
  static final int TOLD = 100;

  /** A table; see docs/transparency.md. */
  public record Figure(String id, List<String> columns, List<List<@Nullable Object>> rows) {}

  public Recomputed {
    figures = List.copyOf(figures);
    proofs = List.copyOf(proofs);
    labels = List.copyOf(labels);
  }

  static Recomputed of(
      String at,
      String from,
      long records,
      long size,
      String root,
      double seconds,
      List<String> figures,
      List<String> proofs,
      List<String> labels,
      List<TableFiles.Written> tables) {
    return new Recomputed(
        VERSION,
        at,
        from,
        figures.isEmpty() && proofs.isEmpty() && labels.isEmpty(),
        records,
        size,
        root,
        seconds,
        figures,
        proofs,
        labels,
        tables.stream().map(it -> new Figure(it.id(), it.columns(), it.rows())).toList());
  }

  /** Without the tables, for the page. */
  Recomputed bare() {
    return new Recomputed(
        version, at, from, agrees, records, size, root, seconds, figures, proofs, labels, null);
  }
}
