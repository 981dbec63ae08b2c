package reeve.server.transparency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The files of the figures: the page, and each table as CSV and JSON. */
@Component
final class Site {
  private static final List<String> BESIDE = List.of("figures.css", "icon.svg");

  private final FiguresPage page;

  Site(FiguresPage page) {
    this.page = page;
  }

  /** Whether something else than the record changed that the page tells of. */
  boolean changed() {
    return false;
  }

  void write(Path dir, Figures figures, Instant now) {
    List<Table> tables = Tables.of(figures, now);
    List<Table> exports = List.of(Exports.dsa(figures, tables), Exports.tco(figures, tables));
    try {
      Files.createDirectories(dir.resolve("tables"));
      for (Table table : tables) {
        write(dir, table, figures, now);
      }
      for (Table table : exports) {
        write(dir, table, figures, now);
      }
      replace(dir.resolve("figures.json"), TableFiles.json(file(figures, tables, now)));
      for (String name : BESIDE) {
        replace(dir.resolve(name), shipped(name));
      }
      replace(
          dir.resolve("index.html"),
          page.html(figures, tables, exports, FiguresPage.Checks.NONE, now)
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the figures could not be written to " + dir, e);
    }
  }

  private void write(Path dir, Table table, Figures figures, Instant now) throws IOException {
    Path to = dir.resolve("tables");
    replace(to.resolve(table.id() + ".csv"), TableFiles.csv(table));
    replace(
        to.resolve(table.id() + ".json"), TableFiles.json(file(figures, List.of(table), now)));
  }

  private TableFiles.File file(Figures figures, List<Table> tables, Instant now) {
    Instant upTo = figures.upTo();
    return new TableFiles.File(
        TableFiles.File.VERSION,
        now.toString(),
        page.sample(),
        figures.records(),
        upTo == null ? null : upTo.toString(),
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
  static void replace(Path file, byte @Nullable [] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, java.util.Objects.requireNonNull(bytes));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
