package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.node.backup.Backup;
import reeve.node.backup.BackupFailure;
import reeve.node.backup.Migrations;
import reeve.node.backup.Restore;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.square.base.Origin;
import reeve.square.imports.Format;
import reeve.square.imports.Import;

class BackupIT {
  private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
  private static final String TOWN =
      """
      {"type":"town","version":1,"name":"hamlet","origin":"imported"}
      {"type":"account","id":"a","handle":"ann","displayName":"Ann \\t \\\\ tab","bio":"","location":"","fields":[{"name":"x","value":"y"}],"avatar":null,"createdAt":"2026-01-01T00:00:00Z","language":"en","locked":false,"client":null,"followers":null,"following":null}
      {"type":"account","id":"b","handle":"bob","displayName":"بوب","bio":"line\\nbreak","location":"","fields":[],"avatar":null,"createdAt":"2026-01-02T00:00:00Z","language":"ar","locked":false,"client":null,"followers":null,"following":null}
      {"type":"post","id":"p","account":"b","at":"2026-02-01T00:00:00Z","text":"The dawn, again #morning","language":"en","visibility":"public","replyTo":null,"media":[],"client":null}
      {"type":"follow","account":"a","target":"b","at":"2026-02-02T00:00:00Z"}
      {"type":"report","id":"r","account":"a","target":"b","posts":["p"],"category":"violation","rules":["1"],"comment":"look","at":"2026-02-03T00:00:00Z"}
      """;

  @TempDir static Path shared;
  @TempDir Path dir;

  /** One for all: it is only read. */
  private static Database from;

  @BeforeAll
  static void fill() throws Exception {
    from = filled();
  }

  @Test
  void comesBackAsItWasInAnotherDatabase() throws Exception {
    Path file = dir.resolve("town.backup");
    Path keys = Files.createDirectory(dir.resolve("keys"));
    Files.writeString(keys.resolve("square"), "a secret");
    write(from, file, Map.of("keys", keys));
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("The dawn, again")
        .doesNotContain("a secret");

    Database to = ScratchDatabase.fresh().database();
    Path restoredKeys = dir.resolve("restored");
    new Restore(() -> to, DataFormat.SCHEMA, _ -> {})
        .read(file, PASSPHRASE, Map.of("keys", restoredKeys));

    assertThat(contents(to)).isEqualTo(contents(from));
    assertThat(restoredKeys.resolve("square")).hasContent("a secret");
    // What is written from now on gets ids of its own, behind the restored ones.
    importTown(to, TOWN.replace("hamlet", "village").replace("ann", "eve").replace("bob", "dan"));
    assertThat(one(to, "SELECT count(*) FROM square.accounts")).isEqualTo("4");
  }

  @Test
  void aWrongPassphraseOrADamagedFileRestoresNothing() throws Exception {
    Path file = dir.resolve("town.backup");
    write(from, file, Map.of());
    Database to = ScratchDatabase.fresh().database();

    assertThatThrownBy(() -> restore(to, file, "wrong passphrase".toCharArray()))
        .isInstanceOf(BackupFailure.class)
        .hasMessageContaining("passphrase");

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 40] ^= 1;
    Path damaged = Files.write(dir.resolve("damaged.backup"), bytes);
    assertThatThrownBy(() -> restore(to, damaged, PASSPHRASE)).isInstanceOf(Exception.class);
    assertThat(one(to, "SELECT count(*) FROM square.accounts")).isEqualTo("0");

    Path noBackup = Files.writeString(dir.resolve("letter.txt"), "dear all");
    assertThatThrownBy(() -> restore(to, noBackup, PASSPHRASE)).isInstanceOf(Exception.class);
  }

  @Test
  void aDatabaseThatHoldsAReeveIsLeftAlone() throws Exception {
    Path file = dir.resolve("town.backup");
    write(from, file, Map.of());
    var before = contents(from);
    assertThatThrownBy(() -> restore(from, file, PASSPHRASE))
        .isInstanceOf(BackupFailure.class)
        .hasMessageContaining("already holds a Reeve");
    assertThat(contents(from)).isEqualTo(before);
  }

  private static Database filled() throws Exception {
    Database database = ScratchDatabase.fresh().database();
    var migrations = new Migrations(database);
    migrations.latest(Schema.SQUARE);
    migrations.latest(Schema.SERVER);
    importTown(database, TOWN);
    try (var connection = database.connect(Schema.SERVER);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO record (id, at, kind, version, actor, public_bytes, public_salt,
                              private_bytes, private_salt, commitment)
          SELECT gen_random_uuid(), now(), 'staff.tested', 1, 'reeve:test', '{}',
                 decode(repeat('01', 16), 'hex'), '{"a":"\\\\tb"}', decode(repeat('02', 16), 'hex'),
                 decode(repeat('03', 32), 'hex')
          FROM generate_series(1, 3)
          """);
      statement.execute(
          """
          INSERT INTO evidence (verdict, case_id, rule, version, rule_set, description, clause,
                                weight, over_limit, at, event, post, seen, counters, record)
          VALUES (sha256('a'), 7, 'one-invite', 'c0ffee', sha256('b'), 'finds', 'spam/bulk', 3,
                  false, now(), 'e1', 'p1', '{"text":"\\\\tb"}', '{}', gen_random_uuid())
          """);
      statement.execute(
          """
          INSERT INTO account_tag (platform, account, post, tag, rule, version, description,
                                   verdict, at, until)
          VALUES ('square', 'a1', '', 'fresh', 'one-invite', 'c0ffee', 'finds', sha256('a'), now(),
                  now() + interval '1 day')
          """);
    }
    return database;
  }

  private static void importTown(Database database, String town) throws Exception {
    Path file = Files.writeString(Files.createTempFile(shared, "town", ".ndjson"), town);
    var summary =
        ImportCommand.run(
            database,
            new Import.Request(Format.TOWN, List.of(file), null, Origin.IMPORTED, shared),
            state -> {});
    assertThat(summary.accounts()).isEqualTo(2);
    assertThat(summary.rejected()).isZero();
  }

  private static void write(Database from, Path file, Map<String, Path> folders) throws Exception {
    new Backup(from, DataFormat.SCHEMA, _ -> {}).write(file, PASSPHRASE, folders);
  }

  private static void restore(Database to, Path file, char[] passphrase) throws Exception {
    new Restore(() -> to, DataFormat.SCHEMA, _ -> {}).read(file, passphrase, Map.of());
  }

  /** Every table's rows in an order of their own. */
  private static Map<String, String> contents(Database database) throws SQLException {
    var contents = new TreeMap<String, String>();
    try (var connection = database.connect();
        var tables = connection.createStatement();
        var names =
            tables.executeQuery(
                """
                SELECT schemaname || '.' || tablename FROM pg_tables
                WHERE schemaname IN ('square', 'server') AND tablename <> 'flyway_schema_history'
                """)) {
      while (names.next()) {
        String name = names.getString(1);
        String row = "to_jsonb(t)::text";
        contents.put(
            name,
            one(
                database,
                "SELECT coalesce(string_agg(%1$s, E'\\n' ORDER BY %1$s), '') FROM %2$s t"
                    .formatted(row, name)));
      }
    }
    assertThat(contents)
        .containsKeys("square.posts", "server.record", "server.evidence", "server.account_tag");
    return contents;
  }

  private static String one(Database database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
