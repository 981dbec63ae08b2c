package reeve.server.transparency;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
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
import reeve.server.transparency.TableFiles.Written;

/**
 * Computes what follows from the published data set, and holds each of its rows against the ledger:
 * every entry is hashed up to the signed root, and each row has to open the entry at its index.
 * What comes out is held against the figures of the data set and against those of the page.
 */
final class PublicCheck {
  /** Bytes of {@code index.json}. */
  static final int INDEX_MOST = 1 << 20;

  /** Bytes of {@code figures.json}. */
  static final int FIGURES_MOST = 16 << 20;

  /** Files with rows: a hundred years. */
  static final int FILES_MOST = 1_200;

  private final Source source;
  private final Source page;
  private final Tiles tiles;
  private final Policy policy;
  private final List<String> proofs = new ArrayList<>();
  private final PriorityQueue<Next> rows = new PriorityQueue<>();
  private final PublicFold fold = new PublicFold();
  private final Deque<DataSet.Part> waiting = new ArrayDeque<>();
  private long last = -1;
  private long wrong;

  /** Where files stand. */
  @FunctionalInterface
  interface Source {
    /**
     * Opens a file; the caller closes it.
     *
     * @throws java.nio.file.NoSuchFileException there is none
     * @throws IOException it cannot be read
     */
    InputStream open(String name) throws IOException;

    /**
     * A whole file.
     *
     * @throws java.nio.file.NoSuchFileException there is none
     * @throws IOException it cannot be read, or has more bytes than that
     */
    default byte[] file(String name, int most) throws IOException {
      try (InputStream in = open(name)) {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
          throw new IOException("%s has more than %,d bytes".formatted(name, most));
        }
        return bytes;
      }
    }
  }

  /** The next row of a file. */
  private record Next(Row row, RowLines rest, String file, long left) implements Comparable<Next> {
    @Override
    public int compareTo(Next other) {
      return Long.compare(row.index(), other.row.index());
    }
  }

  /**
   * @param source the data set
   * @param page the folder of the page
   * @param policy who is believed to sign the log
   */
  PublicCheck(Source source, Source page, Tiles tiles, Policy policy) {
    this.source = source;
    this.page = page;
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
      DataSet.Index index =
          TableFiles.read(source.file("index.json", INDEX_MOST), DataSet.Index.class);
      // Both now: the next checkpoint replaces them.
      TableFiles.File figures = figures(source, index.figures());
      TableFiles.File shown = shown();
      if (index.files().size() > FILES_MOST) {
        throw new IllegalArgumentException("index.json names more than " + FILES_MOST + " files");
      }
      index.files().stream()
          .sorted(Comparator.comparingLong(DataSet.Part::first))
          .forEach(waiting::add);
      Checkpoint checkpoint = checkpoint(index).orElse(null);
      String root = "";
      if (checkpoint == null) {
        while (more(Long.MAX_VALUE)) {
          take();
        }
      } else {
        root = hold(checkpoint);
      }
      List<Written> tables = fold.tables().stream().map(Written::of).toList();
      if (wrong > proofs.size()) {
        proofs.add("and %,d more".formatted(wrong - proofs.size()));
      }
      List<String> differs = new ArrayList<>(Compare.of(figures.tables(), tables));
      if (figures.size() != index.size()) {
        differs.add(
            "%s counts %,d entries, the rows are of %,d; where they were just published anew, check again"
                .formatted(index.figures(), figures.size(), index.size()));
      }
      List<String> open = new ArrayList<>();
      page(index, shown, tables, differs, open);
      return Recomputed.of(
          now.toString(),
          "public set",
          fold.figures().records(),
          index.size(),
          root,
          (System.nanoTime() - began) / 1e9,
          differs,
          proofs,
          List.of(),
          open,
          tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      rows.forEach(PublicCheck::close);
    }
  }

  private static void close(Next next) {
    try {
      next.rest().close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }

  private static TableFiles.File figures(Source from, String name) throws IOException {
    return TableFiles.read(from.file(name, FIGURES_MOST), TableFiles.File.class);
  }

  /** What the page shows; null where it does not stand beside the data. */
  private TableFiles.@Nullable File shown() throws IOException {
    try {
      return figures(page, Site.FIGURES);
    } catch (java.nio.file.NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Holds the tables of the page that follow from rows against what came out. They may differ where
   * the page counts records that have no row, and nowhere else.
   */
  private static void page(
      DataSet.Index index,
      TableFiles.@Nullable File shown,
      List<Written> tables,
      List<String> differs,
      List<String> open) {
    if (shown == null) {
      open.add("the page's figures.json is not there: only the rows' own figures were checked");
      return;
    }
    if (shown.size() != index.size() || !index.origin().equals(shown.origin())) {
      differs.add(
          "the page counts %,d entries of %s, the rows are of %,d of %s; where it was just published anew, check again"
              .formatted(shown.size(), shown.origin(), index.size(), index.origin()));
      return;
    }
    List<String> lines =
        Compare.of(
                shown.tables().stream()
                    .filter(it -> it.from().equals(Written.code(Table.From.PUBLIC)))
                    .toList(),
                tables)
            .stream()
            .map(it -> "the page's " + it)
            .toList();
    if (index.without() == 0) {
      differs.addAll(lines);
    } else if (!lines.isEmpty()) {
      open.add(
          "the page counts %,d records that have no row (from before there were rows, or erased): that its tables differ from the rows by those alone cannot be checked from outside"
              .formatted(index.without()));
      open.addAll(lines);
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
  private String hold(Checkpoint checkpoint) throws IOException {
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
        while (more(first + i)) {
          Row row = take();
          if (row.index() != first + i || !opens(row, entry)) {
            wrong("entry " + row.index() + ": the row does not open it");
          }
        }
      }
    }
    while (more(Long.MAX_VALUE)) {
      wrong("entry " + take().index() + ": the ledger does not reach so far");
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

  /** Whether there is a row up to an entry; opens the files that begin there. */
  private boolean more(long upTo) throws IOException {
    while (!waiting.isEmpty() && waiting.element().first() <= upTo) {
      DataSet.Part part = waiting.remove();
      next(new RowLines(source.open(part.name())), part.name(), part.rows()).ifPresent(rows::add);
    }
    return !rows.isEmpty() && rows.element().row().index() <= upTo;
  }

  /** Counts the first row of all, and goes on in its file. An entry is opened once. */
  private Row take() throws IOException {
    Next next = rows.remove();
    Row row = next.row();
    if (!row.agrees()) {
      wrong("entry " + row.index() + ": the row's columns are not those of what it opens");
    }
    if (row.index() <= last) {
      wrong("entry " + row.index() + ": a row stands twice, or out of its order");
    } else if (!row.publishable()) {
      wrong("entry " + row.index() + ": rows of " + row.kind() + " are never published");
    } else {
      fold.take(row);
    }
    last = Math.max(last, row.index());
    next(next.rest(), next.file(), next.left()).ifPresent(rows::add);
    return row;
  }

  private Optional<Next> next(RowLines lines, String file, long left) throws IOException {
    String line = left == 0 ? null : lines.next();
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
