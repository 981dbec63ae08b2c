package reeve.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.log.Durable;

/**
 * Publishes where the records stand that letters opened, for those alone who have a letter: 4,096
 * files {@code find/xxx.json}, by the first three hex digits of a locator, hold locator and masked
 * index. Both are digests over the salt that stands in the letter, so that to everybody else a row
 * says nothing; and each publication adds 16, 64, 256... rows, as many of them random as are
 * missing, also where there was no letter at all, so that nobody can count how many there were.
 */
@Component
final class FindIndex {
  private static final Logger LOG = LoggerFactory.getLogger(FindIndex.class);
  private static final int PAGE = 5_000;
  private static final int LEAST = 16;
  private static final int GROWTH = 4;
  private static final HexFormat HEX = HexFormat.of();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Openings openings;

  FindIndex(JdbcClient jdbc, TransactionTemplate transaction, Openings openings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.openings = openings;
  }

  /** Both as hex digits. */
  private record Row(String locator, String masked) {}

  /**
   * Places what was opened and is published by now, and writes the files that changed. May be
   * repeated, at the cost of more random rows.
   *
   * @param size of the published checkpoint
   * @param folder of the log
   */
  void publish(String origin, long size, Path folder) throws IOException {
    transaction.executeWithoutResult(_ -> place(origin, size));
    write(origin, folder.resolve("find"));
  }

  private void place(String origin, long size) {
    long letters = 0;
    UUID after = new UUID(0, 0);
    List<UUID> page = page(origin, after);
    while (!page.isEmpty()) {
      List<RecordId> ids = page.stream().map(RecordId::new).toList();
      Openings.Indexes found = openings.indexes(ids);
      if (!found.changed().isEmpty()) {
        LOG.error("the ledger does not hold what these opened records say: {}", found.changed());
      }
      Map<RecordId, Long> indexes = found.of();
      List<RecordId> placed =
          ids.stream().filter(id -> indexes.getOrDefault(id, size) < size).toList();
      List<Row> rows = new ArrayList<>();
      openings
          .of(placed)
          .forEach((id, opening) -> rows.add(row(opening, indexes.getOrDefault(id, 0L))));
      insert(origin, rows);
      letters += rows.size();
      jdbc.sql("UPDATE record_opened SET placed = ? WHERE record = ANY (?)")
          .params(origin, placed.stream().map(RecordId::value).toArray(UUID[]::new))
          .update();
      page = page(origin, page.getLast());
    }
    hide(origin, letters);
  }

  /** Adds random rows up to one of few numbers. */
  private void hide(String origin, long letters) {
    long target = LEAST;
    while (target < letters) {
      target *= GROWTH;
    }
    for (long left = target - letters; left > 0; left -= PAGE) {
      insert(origin, Stream.generate(FindIndex::random).limit(Math.min(left, PAGE)).toList());
    }
  }

  private static Row random() {
    String random = HEX.formatHex(Sealing.random(24).array());
    return new Row(random.substring(0, 32), random.substring(32));
  }

  private List<UUID> page(String origin, UUID after) {
    return jdbc.sql(
            """
            SELECT record FROM record_opened
            WHERE placed IS DISTINCT FROM ? AND record > ?
            ORDER BY record LIMIT ?
            """)
        .params(origin, after, PAGE)
        .query((row, _) -> row.getObject("record", UUID.class))
        .list();
  }

  private static Row row(Opening opening, long index) {
    var sealing = new Sealing();
    byte[] salt = HEX.parseHex(opening.salt());
    byte[] commitment = HEX.parseHex(opening.commitment().hex());
    long mask = ByteBuffer.wrap(sealing.mask(salt, commitment)).getLong();
    return new Row(HEX.formatHex(sealing.locator(salt, commitment)), HEX.toHexDigits(mask ^ index));
  }

  private void insert(String origin, List<Row> rows) {
    jdbc.sql(
            """
            INSERT INTO ledger_find (origin, locator, masked)
            SELECT :origin, decode(f.locator, 'hex'), decode(f.masked, 'hex')
            FROM unnest(:locators::text[], :masked::text[]) AS f (locator, masked)
            ON CONFLICT DO NOTHING
            """)
        .param("origin", origin)
        .param("locators", rows.stream().map(Row::locator).toArray(String[]::new))
        .param("masked", rows.stream().map(Row::masked).toArray(String[]::new))
        .update();
  }

  /** Writes each file of which a row is new, and each that is not there. */
  private void write(String origin, Path folder) throws IOException {
    Durable.folders(folder);
    jdbc.sql(
            """
            UPDATE ledger_find SET written = false
            WHERE origin = ? AND written AND left(encode(locator, 'hex'), 3) <> ALL (?)
            """)
        .params(origin, standing(folder))
        .update();
    List<String> shards =
        jdbc.sql(
                """
                SELECT DISTINCT left(encode(locator, 'hex'), 3) AS shard FROM ledger_find
                WHERE origin = ? AND NOT written
                """)
            .param(origin)
            .query((row, _) -> row.getString("shard"))
            .list();
    List<String> fresh = new ArrayList<>();
    for (String shard : shards) {
      write(origin, folder, shard, fresh);
    }
    if (!shards.isEmpty()) {
      Durable.flush(folder);
      jdbc.sql(
              """
              UPDATE ledger_find SET written = true
              WHERE origin = ? AND locator IN (SELECT decode(f, 'hex') FROM unnest(?::text[]) AS f)
              """)
          .params(origin, fresh.toArray(String[]::new))
          .update();
    }
  }

  /** The first digits of those that are there. */
  private static String[] standing(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith(".json"))
          .map(it -> it.substring(0, it.length() - ".json".length()))
          .toArray(String[]::new);
    }
  }

  /** Writes a file; adds the locators that had not been written. */
  private void write(String origin, Path folder, String shard, List<String> fresh)
      throws IOException {
    byte[] from = HEX.parseHex(shard + "0");
    byte[] to = HEX.parseHex(shard + "f" + "ff".repeat(14));
    String json =
        jdbc
            .sql(
                """
                SELECT locator, masked, written FROM ledger_find
                WHERE origin = ? AND locator BETWEEN ? AND ?
                ORDER BY locator
                """)
            .params(origin, from, to)
            .query((row, _) -> {
              String locator = HEX.formatHex(row.getBytes("locator"));
              if (!row.getBoolean("written")) {
                fresh.add(locator);
              }
              return "\"%s\":\"%s\"".formatted(locator, HEX.formatHex(row.getBytes("masked")));
            })
            .list()
            .stream()
            .collect(Collectors.joining(",\n", "{", "}\n"));
    Durable.replace(folder.resolve(shard + ".json"), json.getBytes(StandardCharsets.UTF_8));
  }
}
