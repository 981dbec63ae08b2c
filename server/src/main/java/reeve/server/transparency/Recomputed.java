package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of computing the figures again; written and read as JSON by the names of its
 * fields. It names no record; {@link Told} of it is published.
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
 * @param open what could not be checked, and why, a line each; nothing of it is wrong
 * @param tables the figures as they came out
 */
@JsonPropertyOrder({
  "version", "at", "from", "agrees", "records", "size", "root", "seconds", "figures", "proofs",
  "labels", "open", "tables"
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
    List<String> open,
    List<Figure> tables) {
  static final int VERSION = 1;

  /** Of differences so many are told. */
  static final int TOLD = 100;

  /** A table; see docs/transparency.md. */
  public record Figure(String id, List<String> columns, List<List<@Nullable Object>> rows) {}

  public Recomputed {
    figures = List.copyOf(figures);
    proofs = List.copyOf(proofs);
    labels = List.copyOf(labels);
    open = List.copyOf(open);
    tables = List.copyOf(tables);
  }

  /**
   * What the public is told of a check of the database: not how many records or entries there were,
   * since some of them are later than the checkpoint, and some are never opened.
   */
  @JsonPropertyOrder({"version", "at", "from", "agrees", "figures", "proofs", "labels"})
  record Told(
      int version,
      String at,
      String from,
      boolean agrees,
      List<String> figures,
      List<String> proofs,
      List<String> labels) {
    Told {
      // What is no time is no answer either: its file is damaged.
      at = Instant.parse(at).toString();
      figures = List.copyOf(figures);
      proofs = List.copyOf(proofs);
      labels = List.copyOf(labels);
    }
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
      List<String> open,
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
        open,
        tables.stream().map(it -> new Figure(it.id(), it.columns(), it.rows())).toList());
  }

  /** For the page. */
  Told told() {
    return new Told(version, at, from, agrees, figures, proofs, labels);
  }
}
