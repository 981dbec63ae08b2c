package reeve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Flags through the square's API: 10,000 signed-in reporters, 5,000 subjects, 32 connections, no
 * pair twice, limits at their defaults, 60 s after 60 s of warm-up; a random one in a hundred is
 * looked for in its case through the desk's API.
 */
final class ReportsBench {
  static final int REPORTERS = 10_000;
  static final int SUBJECTS = 5_000;
  private static final int CONNECTIONS = 32;
  private static final long PHASE_NANOS = 60_000_000_000L;
  private static final long BASE = 2_000_000_000_000_000_000L;
  private static final long POSTS_EACH = 4;
  private static final String KEY = "bench-key-that-reads-cases";
  private static final String WORDS =
      "This account praises an attack and asks others to join. I saw it this morning, so did two"
          + " of my neighbours, and we would like somebody to look at it soon. Thank you very much"
          + " for your help with this one. ";

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong clientCpu = new AtomicLong();

  Figures run() throws Exception {
    Path data = Node.freshData();
    try (Node node = Node.start(data)) {
      Machine.log("preparing %d reporters and %d subjects", REPORTERS, SUBJECTS);
      prepare(node);
      Machine.log("warm-up, load %s", Machine.load());
      phase(node, new Watch(node.deskPort(), KEY));
      failures.set(0);
      clientCpu.set(0);
      Machine.log("measuring, load %s", Machine.load());
      Watch watch = new Watch(node.deskPort(), KEY);
      double before = node.cpuSeconds();
      Latencies answers = phase(node, watch);
      double cpu = node.cpuSeconds() - before;
      watch.finish();
      Machine.log(
          "%d reports, %d refused or failed; p50 %.1f ms; %.4f ms of CPU a request in this load"
              + " program; %d looked for, %d seen late or never; load %s",
          answers.size(),
          failures.get(),
          answers.quantile(0.5),
          clientCpu.get() / 1e6 / Math.max(1, answers.size()),
          watch.looked(),
          watch.late(),
          Machine.load());
      return new Figures()
          .put("reports_per_s", answers.size() / (PHASE_NANOS / 1e9))
          .put("p99_ms", answers.quantile(0.99))
          .put("cpu_ms_per_report", cpu * 1000 / Math.max(1, answers.size()))
          .put("visible", watch.looked() > 0 && watch.late() == 0)
          .put("visible_p99_ms", watch.seen().quantile(0.99))
          .put("client_cpu_ms", clientCpu.get() / 1e6 / Math.max(1, answers.size()))
          .put("failures", failures.get());
    } finally {
      Node.discard(data);
    }
  }

  private Latencies phase(Node node, Watch watch) throws InterruptedException {
    long end = System.nanoTime() + PHASE_NANOS;
    List<Latencies> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Latencies mine = new Latencies();
      all.add(mine);
      threads.add(Thread.ofPlatform().start(() -> load(node.port(), end, mine, watch)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Latencies together = new Latencies();
    all.forEach(together::addAll);
    return together;
  }

  private void load(int port, long end, Latencies mine, Watch watch) {
    var cpu = java.lang.management.ManagementFactory.getThreadMXBean();
    try (Wire wire = new Wire(port)) {
      while (System.nanoTime() < end) {
        int number = next.getAndIncrement();
        byte[] request = request(number);
        long begin = System.nanoTime();
        Wire.Answer answer = wire.exchange(request);
        long now = System.nanoTime();
        if (answer.status() != 200) {
          if (failures.getAndIncrement() < 5) {
            Machine.log("refused: %d %s", answer.status(), answer.body());
          }
          continue;
        }
        mine.add(now - begin);
        if (number % 100 == 37) {
          int id = answer.body().indexOf("\"id\":\"") + 6;
          watch.add(
              Long.toString(BASE + subject(number)),
              answer.body().substring(id, answer.body().indexOf('"', id)),
              now);
        }
      }
    } catch (IOException e) {
      failures.incrementAndGet();
      Machine.log("a connection failed: %s", e);
    } finally {
      clientCpu.addAndGet(cpu.getCurrentThreadCpuTime());
    }
  }

  private static int reporter(int number) {
    return number % REPORTERS;
  }

  /** Another subject in each of a reporter's first 5,000 rounds: 137 and 5,000 share no factor. */
  private static int subject(int number) {
    return REPORTERS + (number % REPORTERS * 7 + number / REPORTERS * 137) % SUBJECTS + 1;
  }

  private static String token(int reporter) {
    return "bench-token-of-reporter-%05d-with-some-length".formatted(reporter);
  }

  private static byte[] request(int number) {
    long subject = BASE + subject(number);
    long post = BASE + subject(number) * 10L;
    String posts =
        number % 2 == 0
            ? "\"" + (post + 1) + "\""
            : "\"" + (post + 1) + "\",\"" + (post + 2) + "\"";
    String body =
        "{\"account_id\":\""
            + subject
            + "\",\"status_ids\":["
            + posts
            + "],\"comment\":\""
            + WORDS.substring(0, 20 + number % 181)
            + "\",\"category\":\"violation\",\"rule_ids\":[\"1\"]}";
    String request =
        "POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + token(reporter(number))
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void prepare(Node node) throws SQLException, IOException {
    try (Connection connection = node.database()) {
      connection.setAutoCommit(false);
      try (Statement sql = connection.createStatement()) {
        sql.execute(
            """
            insert into square.accounts (id, handle, created_at)
            select %1$d + g, 'p' || g, now() - g * interval '1 minute'
            from generate_series(0, %2$d) g
            """
                .formatted(BASE, REPORTERS + SUBJECTS));
        sql.execute(
            """
            insert into square.posts (id, account_id, text, visibility)
            select %1$d + g * 10 + n, %1$d + g,
              'A post of some length about this and that, number ' || n, 'public'
            from generate_series(%2$d, %3$d) g, generate_series(1, %4$d) n
            """
                .formatted(BASE, REPORTERS + 1, REPORTERS + SUBJECTS, POSTS_EACH));
        sql.execute(
            """
            insert into square.follows (follower, target)
            select %1$d + (g * n) %% %2$d, %1$d + g
            from generate_series(%3$d, %4$d) g, generate_series(1, 5) n
            on conflict do nothing
            """
                .formatted(BASE, REPORTERS, REPORTERS + 1, REPORTERS + SUBJECTS));
        sql.execute(
            """
            insert into square.apps (id, name, redirect_uris, scopes, client_id, secret_sha256,
              created_at)
            values (1, 'bench', '{}', 'read write follow', 'bench', '\\x00', now())
            """);
      }
      try (PreparedStatement tokens =
          connection.prepareStatement(
              """
              insert into square.oauth_tokens (sha256, app_id, account_id, scopes, created_at)
              values (?, 1, ?, 'read write follow', now())
              """)) {
        for (int i = 0; i < REPORTERS; i++) {
          tokens.setBytes(1, sha256(token(i)));
          tokens.setLong(2, BASE + i);
          tokens.addBatch();
        }
        tokens.executeBatch();
      }
      try (PreparedStatement key =
          connection.prepareStatement(
              """
              insert into server.api_key (id, name, platform, may_report, may_read, hash,
                created_at, created_by)
              values (gen_random_uuid(), 'bench', 'square', false, true, ?, now(),
                gen_random_uuid())
              """)) {
        key.setBytes(1, sha256(KEY));
        key.execute();
      }
      connection.commit();
      try (Statement sql = connection.createStatement()) {
        connection.setAutoCommit(true);
        sql.execute("analyze");
      }
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
