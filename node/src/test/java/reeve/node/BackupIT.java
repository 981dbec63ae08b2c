package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.imports.Format;
import reeve.square.imports.Import;
import reeve.square.posts.Draft;
import reeve.square.posts.Posts;
import tools.jackson.databind.json.JsonMapper;

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

  /** In another cluster, so that the numbers of its transactions begin anew. */
  @Test
  void aHoldStandsAndWhatWaitedLeavesOnceInAnotherDirectory() throws Exception {
    Path file = dir.resolve("held.backup");
    try (var outside = new Outside()) {
      String held;
      String other;
      try (Held first = Held.over(dir.resolve("first"), outside, ScratchDatabase.fresh())) {
        first.people();
        held = first.preserve("@miller");
        first.state("one");
        first.await("SELECT count(*) = 1 FROM square.holds");
        first.await("SELECT count(*) = 0 FROM server.delivery_message WHERE state = 'waiting'");
        first.await("SELECT count(*) = 0 FROM server.decision_statement WHERE state <> 'sent'");
        first.writeAndDelete("Bring oil to the mill.");
        outside.open = false;
        other = first.preserve("@sower");
        first.state("two");
        first.await("SELECT count(*) = 2 FROM square.holds");
        first.await("SELECT count(*) = 1 FROM server.decision_statement WHERE state = 'waiting'");
        write(first.databases().database(), file, Map.of("keys", first.data().keys().portable()));
      }
      assertThat(outside.taken).containsExactlyInAnyOrder(held, "one");
      outside.open = true;

      try (Held second = Held.restored(dir.resolve("second"), outside, file)) {
        assertThat(second.one("SELECT value ->> 'text' FROM square.kept"))
            .isEqualTo("Bring oil to the mill.");
        assertThatThrownBy(() -> second.one("DELETE FROM square.kept RETURNING id"))
            .hasMessageContaining("is held");
        second.await("SELECT count(*) = 0 FROM server.delivery_message WHERE state = 'waiting'");
        second.await("SELECT count(*) = 0 FROM server.decision_statement WHERE state <> 'sent'");
        assertThat(outside.taken).containsExactlyInAnyOrder(held, "one", other, "two");
        assertThat(second.one("SELECT max(epoch) FROM square.outbox_epochs")).isEqualTo("2");

        // Its term is over.
        second.one(
            "UPDATE server.legal_hold SET until = now() WHERE id = '%s' RETURNING id"
                .formatted(held));
        second.await("SELECT count(*) = 1 FROM server.record WHERE kind = 'legal.hold-purged'");
        assertThat(
                second.one(
                    """
                    SELECT convert_from(private_bytes, 'UTF8')::json ->> 'posts'
                      FROM server.record WHERE kind = 'legal.hold-purged' AND native_id = '7001'
                    """))
            .isEqualTo("1");
        assertThat(second.one("SELECT count(*) FROM square.kept")).isEqualTo("0");
        assertThat(second.one("SELECT string_agg(account_id::text, ',') FROM square.holds"))
            .as("the other one stands")
            .isEqualTo("7002");
      }
    }
  }

  /** A whole Reeve in a directory of its own, over whose accounts authorities have orders. */
  private record Held(DataDirectory data, Databases databases, Reeve reeve)
      implements AutoCloseable {
    private static final Memory MEMORY = new Memory(512);
    private static final String KEY = "reeve_of-the-court";

    static Held over(Path folder, Outside outside, ScratchDatabase database) throws Exception {
      var data = DataDirectory.open(folder);
      return start(data, new Databases(database.database(), null), outside);
    }

    static Held restored(Path folder, Outside outside, Path file) throws Exception {
      var data = DataDirectory.open(folder);
      var databases = Databases.open(data, null, MEMORY);
      new Restore(databases::database, DataFormat.SCHEMA, _ -> {})
          .read(file, PASSPHRASE, Map.of("keys", data.keys().portable()));
      return start(data, databases, outside);
    }

    private static Held start(DataDirectory data, Databases databases, Outside outside)
        throws Exception {
      Path token = Files.writeString(Files.createTempFile(shared, "token", ""), "fictional");
      Path settings =
          Files.writeString(
              data.path().resolve("reeve.yaml"),
              """
              server:
                delivery:
                  allowed-hosts: 127.0.0.1
                  alarms:
                    webhook: %1$s/alarms
                decisions:
                  dsa:
                    url: %1$s/dsa
                    token-file: %2$s
              """
                  .formatted(outside.url(), token));
      return new Held(
          data,
          databases,
          Reeve.start(
              data,
              databases,
              MEMORY,
              Settings.read(settings, Map.of()),
              new Listeners("127.0.0.1", 0, "127.0.0.1", 0),
              false,
              null));
    }

    void people() throws SQLException {
      execute(
          """
          INSERT INTO square.accounts (id, handle) VALUES (7001, 'miller'), (7002, 'sower');
          INSERT INTO server.legal_authority (id, name, state, may, added_by, added_at)
          VALUES (md5('court')::uuid, 'Court of the Vale', 'DE', '{preservation}',
                  gen_random_uuid(), now());
          INSERT INTO server.api_key (id, name, platform, may_report, may_read, may_order, hash,
                                      created_at, created_by)
          VALUES (md5('key')::uuid, 'The court', 'square', false, false, true, sha256('%s'), now(),
                  gen_random_uuid());
          INSERT INTO server.legal_key (key, authority) VALUES (md5('key')::uuid, md5('court')::uuid);
          INSERT INTO server.delivery_channel (name, is_on, switched_by, switched_at)
          VALUES ('dsa-transparency-database', true, gen_random_uuid(), now());
          """
              .formatted(KEY));
    }

    /** Hands an order to preserve in; its authority is not verified, so that an alarm leaves. */
    String preserve(String account) throws Exception {
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + reeve.deskPort() + "/api/v1/orders/preservation"))
              .header("Authorization", "Bearer " + KEY)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"reference\":\"CV %1$s\",\"law\":\"us\",\"account\":\"%1$s\"}"
                          .formatted(account)))
              .build();
      try (var http = HttpClient.newHttpClient()) {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).get("id").asString();
      }
    }

    /** A statement of reasons, made and not sent yet. */
    void state(String puid) throws SQLException {
      execute(
          """
          INSERT INTO server.decision_statement (decision, puid, body, next_try, made_at)
          VALUES (gen_random_uuid(), '%1$s', '{"puid":"%1$s"}', now(), now())
          """
              .formatted(puid));
    }

    void writeAndDelete(String text) {
      var author = new AccountId(7001);
      Posts posts = reeve.square().getBean(Posts.class);
      var draft = new Draft(text, "", false, null, null, null, List.of(), null, null);
      posts.delete(author, posts.write(author, draft).id());
    }

    private void execute(String sql) throws SQLException {
      try (var connection = databases.database().connect();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    String one(String sql) throws SQLException {
      return BackupIT.one(databases.database(), sql);
    }

    void await(String condition) throws Exception {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!one(condition).equals("t")) {
        assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
        Thread.sleep(100);
      }
    }

    @Override
    public void close() {
      reeve.close();
      databases.close();
      data.close();
    }
  }

  /** What gets alarms and statements, and takes none while it is closed. */
  private static final class Outside implements AutoCloseable {
    private final HttpServer server;
    final List<String> taken = new CopyOnWriteArrayList<>();
    volatile boolean open = true;

    Outside() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/alarms", exchange -> answer(exchange, "/data/hold", 200));
      server.createContext("/dsa", exchange -> answer(exchange, "/statements/0/puid", 201));
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String what, int status) throws IOException {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (open) {
        taken.add(JsonMapper.shared().readTree(body).at(what).asString());
      }
      exchange.sendResponseHeaders(open ? status : 429, -1);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
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
