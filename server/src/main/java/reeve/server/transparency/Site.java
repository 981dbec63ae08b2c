package reeve.server.transparency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reeve.server.record.Ledger;

/** The files of the figures: the page, and each table as CSV and JSON. */
@Component
final class Site {
  /** Of what is wrong so much stands on the page; the rest in the file. */
  private static final int SHOWN = 20;

  static final String FIGURES = "figures.json";
  static final String RECOMPUTED = "recomputed.json";
  private static final String PAGE = "index.html";

  /** Stands there from a check of the database that failed until one comes to its end. */
  static final String UNCHECKED = "unchecked.json";

  private static final String DAMAGED =
      "What the last check of the database found cannot be read: its file is damaged, and the next"
          + " check writes it anew.";

  private static final Logger LOG = LoggerFactory.getLogger(Site.class);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<String> BESIDE =
      List.of("figures.css", "icon.svg", "check.html", "check.js");

  private final FiguresPage page;
  private final DataSet data;
  private @Nullable Instant checked;
  private @Nullable Instant failed;

  Site(FiguresPage page, DataSet data) {
    this.page = page;
    this.data = data;
  }

  /** How the ledger stands. */
  Ledger.State ledger() {
    return data.ledger();
  }

  /** Up to where the figures that stand there count; null where that is not told. */
  static @Nullable Covered covered(Path dir) {
    try {
      Path file = dir.resolve(FIGURES);
      if (!Files.exists(file)) {
        return null;
      }
      TableFiles.File there = TableFiles.read(Files.readAllBytes(file), TableFiles.File.class);
      return there.origin() == null ? null : new Covered(there.origin(), there.size());
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether something else than the record changed that the page tells of, or it is gone. */
  boolean changed(Path dir, Ledger.State ledger) {
    return data.behind(ledger)
        || data.lost(dir)
        || !Files.exists(dir.resolve(PAGE))
        || !Objects.equals(checked, written(dir.resolve(RECOMPUTED)))
        || !Objects.equals(failed, written(dir.resolve(UNCHECKED)));
  }

  /** When a file was written; null where there is none. */
  static @Nullable Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Writes all files.
   *
   * @param covered what the figures count; null: all that there is
   */
  void write(
      Path dir, Figures figures, Ledger.State ledger, @Nullable Covered covered, Instant now) {
    List<Table> tables = Tables.of(figures, now);
    List<Table> exports = List.of(Exports.dsa(figures, tables), Exports.tco(figures, tables));
    try {
      Files.createDirectories(dir.resolve("tables"));
      List<String> undone = data(dir, ledger);
      for (Table table : tables) {
        write(dir, table, covered, now);
      }
      for (Table table : exports) {
        write(dir, table, covered, now);
      }
      replace(dir.resolve(FIGURES), TableFiles.json(file(covered, tables, now)));
      for (String name : BESIDE) {
        replace(dir.resolve(name), shipped(name));
      }
      replace(
          dir.resolve(PAGE),
          page.html(figures, tables, exports, checks(dir, ledger, undone), now)
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the figures could not be written to " + dir, e);
    }
  }

  /** Writes the data set; gives what is wrong with it. The page is written all the same. */
  private List<String> data(Path dir, Ledger.State ledger) {
    List<String> wrong = new ArrayList<>();
    try {
      data.write(dir, ledger);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        // Stopped in the middle it has not failed.
        throw e;
      }
      LOG.error("the data set was not written and will be tried again", e);
      wrong.add("The data set could not be written: what stands there is old, or not whole.");
    }
    if (data.changed() > 0) {
      wrong.add(
          "The data set is not whole: of %s the ledger does not hold what is in the database."
              .formatted(
                  data.changed() == 1 ? "a record" : Words.number(data.changed()) + " records"));
    }
    return wrong;
  }

  /** What the last check found; null where there was none, or its file is damaged. */
  static Recomputed.@Nullable Told recomputed(Path dir) {
    Path file = dir.resolve(RECOMPUTED);
    try {
      return Files.exists(file)
          ? TableFiles.read(Files.readAllBytes(file), Recomputed.Told.class)
          : null;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} is damaged: {}", file, e.getMessage());
      return null;
    }
  }

  private FiguresPage.Checks checks(Path dir, Ledger.State ledger, List<String> undone) {
    Ledger.Published published = ledger.published();
    checked = written(dir.resolve(RECOMPUTED));
    Recomputed.Told found = recomputed(dir);
    failed = written(dir.resolve(UNCHECKED));
    boolean damaged = found == null && checked != null;
    if (damaged) {
      undone.add(DAMAGED);
    }
    if (failed != null) {
      undone.add(failed(found, damaged, MINUTE.format(failed)));
    }
    List<String> wrong = new ArrayList<>();
    if (found != null) {
      wrong.addAll(found.figures());
      wrong.addAll(found.proofs());
      wrong.addAll(found.labels());
    }
    return new FiguresPage.Checks(
        published.size() == 0 ? null : published(published),
        damaged ? DAMAGED : found == null ? null : words(found),
        wrong.size() <= SHOWN ? wrong : wrong.subList(0, SHOWN),
        undone);
  }

  private static String failed(Recomputed.@Nullable Told found, boolean damaged, String when) {
    if (found != null) {
      return "Since %s no check of the database has come to an end; one failed on %s."
          .formatted(MINUTE.format(Instant.parse(found.at())), when);
    }
    return damaged
        ? "A check of the database failed on %s.".formatted(when)
        : "No check of the database has come to an end yet; one failed on %s.".formatted(when);
  }

  private static String published(Ledger.Published published) {
    Instant at = published.at();
    return "Published up to entry %,d of the ledger%s; %s. What came since follows with the next checkpoint."
        .formatted(
            published.size(),
            at == null ? "" : ", on " + MINUTE.format(at),
            published.witnesses().isEmpty()
                ? "no witness signed it"
                : "signed by the witnesses " + String.join(", ", published.witnesses()));
  }

  private static String words(Recomputed.Told found) {
    String when = MINUTE.format(Instant.parse(found.at()));
    return found.agrees()
        ? "Computed again from the database on %s: all figures came out the same, and every entry of the ledger holds."
            .formatted(when)
        : "Computed again from the database on %s: %s."
            .formatted(
                when,
                String.join(
                    ", and ",
                    Stream.of(
                            found.figures().isEmpty() ? "" : "the figures come out otherwise",
                            found.proofs().isEmpty()
                                ? ""
                                : "the record does not hold against the ledger",
                            found.labels().isEmpty() ? "" : "records contradict one another")
                        .filter(it -> !it.isEmpty())
                        .toList()));
  }

  private void write(Path dir, Table table, @Nullable Covered covered, Instant now)
      throws IOException {
    Path to = dir.resolve("tables");
    replace(to.resolve(table.id() + ".csv"), TableFiles.csv(table));
    replace(to.resolve(table.id() + ".json"), TableFiles.json(file(covered, List.of(table), now)));
  }

  private TableFiles.File file(@Nullable Covered covered, List<Table> tables, Instant now) {
    return new TableFiles.File(
        TableFiles.File.VERSION,
        now.toString(),
        page.sample(),
        covered == null ? null : covered.origin(),
        covered == null ? 0 : covered.size(),
        tables.stream().map(TableFiles.Written::of).toList());
  }

  private static byte[] shipped(String name) throws IOException {
    try (var in = Site.class.getResourceAsStream("/server/transparency/" + name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      return in.readAllBytes();
    }
  }

  /** Nobody ever reads half a file, and one that is the same is left alone. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
