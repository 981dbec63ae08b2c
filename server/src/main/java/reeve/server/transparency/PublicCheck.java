package reeve.server.transparency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.audit.Audit;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.Policy;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Hasher;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;
import reeve.ledger.tree.Widths;

/**
 * Computes what follows from the published data set, and holds each of its rows against the ledger:
 * every entry is hashed up to the signed root, and each row has to open the entry at its index.
 */
final class PublicCheck {
  private final Source source;
  private final Tiles tiles;
  private final Policy policy;
  private final List<String> proofs = new ArrayList<>();
  private long wrong;

  /** Where the data set stands. */
  interface Source {
    /**
     * A whole file.
     *
     * @throws IOException it is not there, or cannot be read
     */
    byte[] file(String name) throws IOException;

    /** A file line by line. */
    BufferedReader lines(String name) throws IOException;
  }

  /** The next row of a file. */
  private record Next(Row row, BufferedReader rest, String file, long left)
      implements Comparable<Next> {
    @Override
    public int compareTo(Next other) {
      return Long.compare(row.index(), other.row.index());
    }
  }

  /**
   * @param policy who is believed to sign the log
   */
  PublicCheck(Source source, Tiles tiles, Policy policy) {
    this.source = source;
    this.tiles = tiles;
    this.policy = policy;
  }

  /**
   * Runs to the end.
   *
   * @throws IllegalArgumentException what is there is no data set
   */
  Recomputed run(Instant now) {
    long began = System.nanoTime();
    try {
      DataSet.Index index = TableFiles.read(source.file("index.json"), DataSet.Index.class);
      Checkpoint checkpoint = checkpoint(index).orElse(null);
      var fold = new PublicFold();
      String root = "";
      PriorityQueue<Next> rows = new PriorityQueue<>();
      for (DataSet.Part part : index.files()) {
        next(source.lines(part.name()), part.name(), part.rows()).ifPresent(rows::add);
      }
      if (checkpoint == null) {
        while (!rows.isEmpty()) {
          take(rows, fold);
        }
      } else {
        root = hold(checkpoint, rows, fold);
      }
      TableFiles.File published =
          TableFiles.read(source.file(index.figures()), TableFiles.File.class);
      List<TableFiles.Written> tables = fold.tables().stream().map(TableFiles.Written::of).toList();
      if (wrong > proofs.size()) {
        proofs.add("and %,d more".formatted(wrong - proofs.size()));
      }
      return Recomputed.of(
          now.toString(),
          "public set",
          fold.figures().records(),
          index.size(),
          root,
          (System.nanoTime() - began) / 1e9,
          Compare.of(published.tables(), tables),
          proofs,
          List.of(),
          tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void wrong(String line) {
    wrong++;
    if (proofs.size() < Recomputed.TOLD) {
      proofs.add(line);
    }
  }

  private Optional<Checkpoint> checkpoint(DataSet.Index index) {
    var findings = new Findings();
    Optional<Checkpoint> checkpoint =
        tiles
            .read(new Resource.Checkpoint())
            .flatMap(bytes -> Audit.believed(bytes, policy, findings))
            .map(Audit.Believed::checkpoint);
    findings.told().forEach(it -> wrong("the ledger's " + it.place() + ": " + it.words()));
    if (checkpoint.isEmpty()) {
      wrong("the ledger has no checkpoint that is believed: no row could be held against it");
      return checkpoint;
    }
    if (!checkpoint.get().origin().equals(index.origin())) {
      wrong(
          "the data set is of the log " + index.origin() + ", not of " + checkpoint.get().origin());
    }
    if (index.size() > checkpoint.get().size()) {
      wrong(
          "the data set is of %,d entries, the checkpoint of %,d"
              .formatted(index.size(), checkpoint.get().size()));
    }
    return checkpoint;
  }

  /** Hashes all entries, and holds the rows against those that they open. */
  private String hold(Checkpoint checkpoint, PriorityQueue<Next> rows, PublicFold fold)
      throws IOException {
    var edge = new Edge();
    while (edge.size() < checkpoint.size()) {
      long first = edge.size();
      int width = (int) Math.min(Widths.FULL, checkpoint.size() - first);
      byte[] bundle =
          tiles
              .readPart(new Resource.Bundle(first / Widths.FULL, width))
              .filter(it -> it.length == width * Entry.BUNDLED_BYTES)
              .orElse(null);
      if (bundle == null) {
        wrong("the ledger's entries from " + first + " on are not there, or cut short");
        break;
      }
      for (int i = 0; i < width; i++) {
        Hash entry = Hash.at(bundle, i * Entry.BUNDLED_BYTES + 2);
        edge.add(new Entry(entry), (_, _) -> {});
        while (!rows.isEmpty() && rows.element().row().index() <= first + i) {
          Row row = take(rows, fold);
          if (row.index() != first + i || !opens(row, entry)) {
            wrong("entry " + row.index() + ": the row does not open it");
          }
        }
      }
    }
    while (!rows.isEmpty()) {
      wrong("entry " + take(rows, fold).index() + ": the ledger does not reach so far");
    }
    Hash root = edge.size() == 0 ? Hasher.EMPTY : edge.root();
    if (edge.size() == checkpoint.size() && !root.equals(checkpoint.root())) {
      wrong("the tree of " + edge.size() + " entries has another root than was signed");
    }
    return root.hex();
  }

  private static boolean opens(Row row, Hash entry) {
    try {
      return row.opening().commitment().hex().equals(entry.hex());
    } catch (IllegalArgumentException | LedgerException e) {
      return false;
    }
  }

  /** Counts the first row of all, and goes on in its file. */
  private Row take(PriorityQueue<Next> rows, PublicFold fold) throws IOException {
    Next next = rows.remove();
    Row row = next.row();
    if (!row.agrees()) {
      wrong("entry " + row.index() + ": the row's columns are not those of what it opens");
    }
    fold.take(row);
    next(next.rest(), next.file(), next.left()).ifPresent(rows::add);
    return row;
  }

  private Optional<Next> next(BufferedReader lines, String file, long left) throws IOException {
    String line = left == 0 ? null : lines.readLine();
    if (line == null) {
      lines.close();
      if (left > 0) {
        wrong("%s ends %,d rows too early".formatted(file, left));
      }
      return Optional.empty();
    }
    return Optional.of(new Next(Row.read(line), lines, file, left - 1));
  }
}
