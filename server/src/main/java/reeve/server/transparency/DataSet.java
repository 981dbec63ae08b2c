package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.record.Ledger;
import reeve.server.record.Opening;
import reeve.server.record.Openings;
import reeve.server.record.Place;
import reeve.server.record.PublishedKinds;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/**
 * Writes the published data set, up to the published checkpoint. Each start writes it anew, so that
 * what was erased since is gone; from then on rows are added. One thread at a time.
 */
@Component
final class DataSet {
  private static final int PAGE = 5_000;
  private static final String INDEX = "index.json";

  private final RecordStream records;
  private final Openings openings;
  private final Ledger ledger;
  private PublicFold fold = new PublicFold();
  private SortedMap<String, Part> parts = new TreeMap<>();

  /** How many bytes were written to each file. */
  private Map<String, Long> lengths = new HashMap<>();

  private Place place = Place.START;
  private String origin = "";
  private long size;
  private long changed;
  private long without;

  DataSet(RecordStream records, Openings openings, Ledger ledger) {
    this.records = records;
    this.openings = openings;
    this.ledger = ledger;
  }

  /** A file: how many rows it has, and the ledger's index of the first and the last. */
  @JsonPropertyOrder({"name", "rows", "first", "last"})
  record Part(String name, long rows, long first, long last) {
    private Part with(Row row) {
      return new Part(name, rows + 1, first, row.index());
    }
  }

  /**
   * What is there; docs/transparency.md tells the shape.
   *
   * @param without records that the figures of the page count and that have no row: from before
   *     there were pseudonyms, or erased
   */
  @JsonPropertyOrder({"version", "origin", "size", "files", "figures", "without"})
  record Index(
      int version, String origin, long size, List<Part> files, String figures, long without) {
    static final int VERSION = 2;

    Index {
      files = List.copyOf(files);
    }
  }

  Ledger.State ledger() {
    return ledger.state();
  }

  /** Whether another checkpoint is published than was. */
  boolean behind(Ledger.State state) {
    long published = state.published().size();
    return (published > 0 && published != size) || !state.origin().equals(origin);
  }

  /** Whether a file that was written below {@code dir} is gone, or has another length. */
  boolean lost(Path dir) {
    Path data = dir.resolve("data");
    return size > 0
        && !(Files.exists(data.resolve(INDEX))
            && lengths.entrySet().stream()
                .allMatch(it -> data.resolve(it.getKey()).toFile().length() == it.getValue()));
  }

  /**
   * How many records have no row since the ledger does not hold what they say. Which, a check of
   * the database tells.
   */
  long changed() {
    return changed;
  }

  /**
   * Adds what may be opened since, to files below {@code dir}; all of it anew where an older
   * checkpoint was put back, or the files are gone.
   */
  void write(Path dir, Ledger.State state) {
    long upTo = state.published().size();
    if (upTo == 0) {
      return;
    }
    Path data = dir.resolve("data");
    try {
      if (!state.origin().equals(origin) || upTo < size || lost(dir)) {
        begin(data, state.origin());
      }
      add(data, upTo);
      size = upTo;
      Site.replace(
          data.resolve("figures.json"),
          TableFiles.json(
              new TableFiles.File(
                  TableFiles.File.VERSION,
                  Instant.EPOCH.toString(),
                  false,
                  origin,
                  size,
                  fold.tables().stream().map(TableFiles.Written::of).toList())));
      Site.replace(
          data.resolve(INDEX),
          TableFiles.json(
              new Index(
                  Index.VERSION,
                  origin,
                  size,
                  List.copyOf(parts.values()),
                  "figures.json",
                  without)));
    } catch (IOException e) {
      origin = "";
      throw new UncheckedIOException("the data set could not be written to " + data, e);
    } catch (RuntimeException e) {
      // Begun anew next time: no row may stand twice.
      origin = "";
      throw e;
    }
  }

  private void begin(Path data, String newOrigin) throws IOException {
    Files.createDirectories(data);
    // Whoever reads now finds nothing rather than half.
    Files.deleteIfExists(data.resolve(INDEX));
    try (Stream<Path> old = Files.list(data)) {
      for (Path file : old.filter(it -> it.toString().endsWith(".jsonl")).toList()) {
        Files.delete(file);
      }
    }
    fold = new PublicFold();
    parts = new TreeMap<>();
    lengths = new HashMap<>();
    place = Place.START;
    origin = newOrigin;
    size = 0;
    changed = 0;
    without = 0;
  }

  private void add(Path data, long upTo) throws IOException {
    while (true) {
      List<Told> page = records.after(place, PublishedKinds.NAMES, PAGE);
      if (page.isEmpty()) {
        return;
      }
      List<RecordId> ids = page.stream().map(Told::id).toList();
      Openings.Indexes indexes = openings.indexes(ids);
      Map<RecordId, Opening> opened = openings.of(ids);
      Map<String, StringBuilder> lines = new LinkedHashMap<>();
      List<Row> rows = new ArrayList<>();
      boolean end = false;
      for (Told record : page) {
        if (indexes.changed().contains(record.id())) {
          changed++;
          place = record.place();
          continue;
        }
        Long index = indexes.of().get(record.id());
        if (index == null || index >= upTo) {
          end = true;
          break;
        }
        place = record.place();
        Opening opening = opened.get(record.id());
        if (opening != null && publishable(record)) {
          rows.add(Row.of(index, opening));
        } else if (counted(record, opening)) {
          without++;
        }
      }
      for (Row row : rows) {
        fold.take(row);
        String name = row.day().substring(0, 7) + ".jsonl";
        parts.merge(name, new Part(name, 1, row.index(), row.index()), (part, _) -> part.with(row));
        lines.computeIfAbsent(name, _ -> new StringBuilder()).append(row.line());
      }
      for (Map.Entry<String, StringBuilder> file : lines.entrySet()) {
        byte[] more = file.getValue().toString().getBytes(StandardCharsets.UTF_8);
        Files.write(
            data.resolve(file.getKey()),
            more,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        lengths.merge(file.getKey(), (long) more.length, Long::sum);
      }
      if (end) {
        return;
      }
    }
  }

  /** Whether it may have gone into the figures although it has no row. */
  private static boolean counted(Told record, @Nullable Opening opening) {
    return Kinds.counted(record.kind().name())
        && (opening == null
            || Upgrade.old(record)
            || PublishedKinds.has(record.kind().name(), record.publicHalf()));
  }

  /**
   * A record from before there were pseudonyms opens nothing that a row could stand on; a first
   * version of a first sign tells a time that would point at a post.
   */
  private static boolean publishable(Told record) {
    return PublishedKinds.has(record.kind().name(), record.publicHalf())
        && !record.word("who").isEmpty()
        && !record.word("kind").isEmpty()
        && !record.publicHalf().containsKey("at");
  }
}
