package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.postgres.EmbeddedPostgres;

/** Hard kills under load: what was acknowledged is there, and what was ordered is done, once. */
class KillIT {
  private static final int PEOPLE = 40;
  private static final int CLIENTS = 4;
  private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

  @TempDir Path parent;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private int ordered;

  @Test
  void noAcknowledgedReportIsLostAndNoOrderIsDoneTwice() throws Exception {
    Path data = Files.createDirectory(parent.resolve("data"));
    int port = RunningReeve.freePort();
    int deskPort = RunningReeve.freePort();
    var random = new Random(5);

    var first = RunningReeve.start(port, deskPort, data);
    people(data);
    underLoad(
        first,
        () -> {
          order(data, 1_000 + random.nextInt(1_500));
          first.kill();
        });

    try (var second = RunningReeve.start(port, deskPort, data)) {
      underLoad(
          second,
          () -> {
            order(data, 1_000 + random.nextInt(1_000));
            killPostgres(data);
            pause(4_000);
          });
      try (var connection = connect(data)) {
        awaitQuiet(connection);
        assertThat(ids(connection, "SELECT id::text FROM square.reports"))
            .containsAll(acknowledged);
        assertThat(ids(connection, "SELECT native_id FROM server.report WHERE platform = 'square'"))
            .containsAll(acknowledged);
        assertThat(number(connection, "SELECT count(*) FROM server.set_aside")).isZero();
        assertThat(
                number(
                    connection, "SELECT count(*) FROM server.record WHERE kind = 'cases.reported'"))
            .isEqualTo(number(connection, "SELECT count(*) FROM server.report"));
        eachOrderIsDoneOnce(connection);
      }
    }
  }

  /**
   * Issues orders, as a decision does, a few at a time for so long and until reports were
   * acknowledged meanwhile: a suspension, its letter and a reinstatement for one person after the
   * other, none of whom reports.
   */
  private void order(Path data, int millis) throws Exception {
    int reports = acknowledged.size() + 15;
    int orders = ordered + 50;
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    try (var connection = connect(data);
        var statement = connection.createStatement()) {
      while (System.nanoTime() < end || acknowledged.size() < reports || ordered < orders) {
        assertThat(System.nanoTime()).as("there is load at all").isLessThan(end + 60_000_000_000L);
        statement.execute(threeOrders(1_000 + PEOPLE + ordered % PEOPLE, ordered++));
        pause(2);
      }
    }
  }

  private static String threeOrders(int account, int letter) {
    return """
    WITH line AS (
      INSERT INTO server.order_line AS l (platform, account, last_number, not_before)
      VALUES ('square', '%1$d', 3, now())
      ON CONFLICT (platform, account) DO UPDATE SET last_number = l.last_number + 3
      RETURNING last_number),
    one AS (SELECT gen_random_uuid() AS id)
    INSERT INTO server.order_to_act (id, bundle, platform, account, number, kind, action,
                                     cause, issued_at, leaves_at, next_try)
    SELECT CASE place WHEN 1 THEN one.id ELSE gen_random_uuid() END, one.id, 'square', '%1$d',
           last_number - 3 + place, kind, action, gen_random_uuid(), now(), now(), now()
    FROM line, one,
      LATERAL (VALUES
        (1, 'suspend', '{"kind":"suspend","until":null}'),
        (2, 'statement', '{"kind":"statement","letter":{"id":"letter-%2$d","title":"Suspended",
          "body":"Why","decision":null,"appealUntil":null}}'),
        (3, 'reinstate', '{"kind":"reinstate","undone":[{"value":"' || one.id || '"}]}')
      ) AS o (place, kind, action)
    """
        .formatted(account, letter);
  }

  /** All were carried out, each once, those of one person in their order, and each is told once. */
  private void eachOrderIsDoneOnce(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (number(connection, "SELECT count(*) FROM server.order_to_act WHERE state = 'due'") > 0) {
      assertThat(System.nanoTime()).as("the orders are carried out").isLessThan(deadline);
      pause(100);
    }
    long orders = 3L * ordered;
    assertThat(number(connection, "SELECT count(*) FROM server.order_to_act WHERE state = 'done'"))
        .isEqualTo(orders);
    assertThat(number(connection, "SELECT count(*) FROM square.obeyed")).isEqualTo(orders);
    assertThat(number(connection, "SELECT count(*) FROM square.letters")).isEqualTo(ordered);
    assertThat(
            number(
                connection,
                "SELECT count(*) FROM server.record WHERE kind = 'enforcement.carried-out'"))
        .isEqualTo(orders);
    assertThat(number(connection, "SELECT count(*) FROM square.taken WHERE undone_at IS NULL"))
        .as("nobody is suspended after the reinstatement")
        .isZero();
    assertThat(
            number(
                connection,
                """
                SELECT count(*) FROM square.obeyed one JOIN square.obeyed next
                  ON next.account_id = one.account_id AND next.number > one.number
                WHERE next.at < one.at
                """))
        .as("orders that overtook an earlier one")
        .isZero();
  }

  /** Reports from several clients until the deed is done. */
  private void underLoad(RunningReeve reeve, Deed deed) throws Exception {
    var stop = new AtomicBoolean();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor();
        var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> {
          while (!stop.get()) {
            report(http, reeve);
          }
        });
      }
      deed.run();
      stop.set(true);
    }
  }

  private void report(HttpClient http, RunningReeve reeve) {
    int pair = next.getAndIncrement();
    int reporter = pair % PEOPLE;
    int subject = (reporter + 1 + pair / PEOPLE % (PEOPLE - 1)) % PEOPLE;
    var request =
        HttpRequest.newBuilder(URI.create(reeve.square() + "/api/v1/reports"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer token-" + reporter)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "account_id=" + (1_000 + subject) + "&category=violation&rule_ids[]=1"))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      var id = ID.matcher(answer.body());
      if (answer.statusCode() == 200 && id.find()) {
        acknowledged.add(id.group(1));
      }
    } catch (IOException e) {
      // Not acknowledged, as is to be expected of a killed server: nothing was promised.
      pause(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void people(Path data) throws Exception {
    String sql =
        """
        INSERT INTO square.apps (id, client_id, secret_sha256, name, redirect_uris, scopes)
        VALUES (1, 'kill-test', '\\x00', 'kill test', '{}', 'read write');
        INSERT INTO square.accounts (id, handle)
        SELECT 1000 + n, 'person' || n FROM generate_series(0, 2 * %1$d - 1) n;
        INSERT INTO square.oauth_tokens (sha256, app_id, account_id, scopes)
        SELECT sha256(('token-' || n)::bytea), 1, 1000 + n, 'read write'
        FROM generate_series(0, %1$d - 1) n;
        """
            .formatted(PEOPLE);
    try (var connection = connect(data);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void killPostgres(Path data) throws IOException {
    long pid =
        Long.parseLong(
            Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).getFirst().strip());
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  /**
   * Until intake has read everything; the bound is generous, since recovery comes first, and the
   * lease of the process that was killed must run out. Where it died before its first stretch,
   * there is no row yet to say how much was read.
   */
  private static void awaitQuiet(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    String unread =
        """
        SELECT (SELECT count(*) FROM square.outbox)
             - (SELECT coalesce(sum(events), 0) FROM server.stream WHERE platform = 'square')
        """;
    while (number(connection, unread) > 0) {
      assertThat(System.nanoTime()).as("intake catches up").isLessThan(deadline);
      pause(100);
    }
  }

  private static Connection connect(Path data) throws SQLException, IOException {
    int port = EmbeddedPostgres.runningPort(data.resolve("postgres")).orElseThrow();
    return DriverManager.getConnection(
        EmbeddedPostgres.url(port, EmbeddedPostgres.OWNER),
        EmbeddedPostgres.OWNER,
        Files.readString(data.resolve("keys/database-owner")).strip());
  }

  private static Set<String> ids(Connection connection, String sql) throws SQLException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  /** What is done while the load runs. */
  private interface Deed {
    void run() throws Exception;
  }
}
