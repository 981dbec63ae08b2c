package reeve.square;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reeve.square.base.Digests;

/** What a report costs: HTTP to commit, with a load of 32 connections from threads of this JVM. */
class ReportPathBench {
  private static final Town TOWN = Town.SHARED;
  private static final int REPORTERS = 10_000;
  private static final int SUBJECTS = 5_000;
  private static final long BASE = 2_000_000_000_000_000_000L;

  public static void main(String[] arguments) throws Exception {
    var tokens = prepare();
    var next = new AtomicInteger();
    for (int seconds : new int[] {20, 20, 20}) {
      run(tokens, next, seconds);
    }
    System.exit(0);
  }

  private static List<String> prepare() {
    TOWN.jdbc()
        .sql(
            "insert into accounts (id, handle, created_at) select ? + g, 'p' || g, now() - interval '1 day' from generate_series(1, 15000) g")
        .params(BASE)
        .update();
    TOWN.jdbc()
        .sql(
            "insert into posts (id, account_id, text, visibility) select ? + g * 10 + n, ? + g, 'A post of some length about this and that, number ' || n, 'public' from generate_series(10001, 15000) g, generate_series(1, 4) n")
        .params(BASE, BASE)
        .update();
    TOWN.jdbc()
        .sql(
            "insert into follows (follower, target) select ? + (g * n) % 10000 + 1, ? + g from generate_series(10001, 15000) g, generate_series(1, 5) n on conflict do nothing")
        .params(BASE, BASE)
        .update();
    var tokens = new ArrayList<String>();
    var hashes = new ArrayList<byte[]>();
    for (int i = 0; i < REPORTERS; i++) {
      String token = Digests.secret();
      tokens.add(token);
      hashes.add(Digests.sha256(token));
    }
    TOWN.jdbc()
        .sql(
            "insert into oauth_tokens (sha256, app_id, account_id, scopes) select h, ?, ? + i, 'read write follow' from unnest(?::bytea[]) with ordinality t (h, i)")
        .params(TOWN.app().id(), BASE, hashes.toArray(byte[][]::new))
        .update();
    return tokens;
  }

  private static void run(List<String> tokens, AtomicInteger next, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    var clientCpu = new AtomicLong();
    var times = new ArrayList<long[]>();
    var threads = new ArrayList<Thread>();
    var failures = new AtomicInteger();
    long cpu = processCpu();
    double pg = postgresCpu();
    for (int t = 0; t < 32; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                long[] mine = new long[100_000];
                int n = 0;
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
                  socket.setTcpNoDelay(true);
                  OutputStream out = socket.getOutputStream();
                  var in =
                      new BufferedReader(
                          new InputStreamReader(
                              socket.getInputStream(), StandardCharsets.ISO_8859_1));
                  while (System.nanoTime() < end) {
                    long start = System.nanoTime();
                    if (send(out, in, tokens, next.getAndIncrement()) != 200) {
                      failures.incrementAndGet();
                    }
                    mine[n++] = System.nanoTime() - start;
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                clientCpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                synchronized (times) {
                  times.add(Arrays.copyOf(mine, n));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    double jvm = (processCpu() - cpu - clientCpu.get()) / 1e6;
    double db = (postgresCpu() - pg) * 1000;
    System.err.printf(
        "reports_per_s=%.0f p50_ms=%.1f p99_ms=%.1f jvm_ms=%.3f pg_ms=%.3f client_ms=%.3f failures=%d%n",
        all.length / (double) seconds,
        all[all.length / 2] / 1e6,
        all[all.length * 99 / 100] / 1e6,
        jvm / all.length,
        db / all.length,
        clientCpu.get() / 1e6 / all.length,
        failures.get());
  }

  private static int send(OutputStream out, BufferedReader in, List<String> tokens, int n)
      throws IOException {
    int subject = 10_001 + n % SUBJECTS;
    String token = tokens.get((int) ((n * 7919L) % REPORTERS));
    String body =
        "{\"account_id\":\"%d\",\"status_ids\":[\"%d\",\"%d\"],\"comment\":\"%s\",\"category\":\"violation\",\"rule_ids\":[\"1\"]}"
            .formatted(
                BASE + subject,
                BASE + subject * 10L + 1,
                BASE + subject * 10L + 2,
                "This is against the rules. ".repeat(1 + n % 6));
    out.write(
        ("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.ISO_8859_1));
    String status = in.readLine();
    int length = -1;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    if (length < 0) {
      for (int size = size(in); size > 0; size = size(in)) {
        skip(in, size);
        in.readLine();
      }
      in.readLine();
      return Integer.parseInt(status.substring(9, 12));
    }
    skip(in, length);
    return Integer.parseInt(status.substring(9, 12));
  }

  private static int size(BufferedReader in) throws IOException {
    return Integer.parseInt(in.readLine().strip(), 16);
  }

  private static void skip(BufferedReader in, int n) throws IOException {
    long left = n;
    while (left > 0) {
      left -= in.skip(left);
    }
  }

  private static int port() {
    return Integer.parseInt(TOWN.host().replaceFirst(".*:", ""));
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Seconds of the PostgreSQL that is this process's child, and of its children. */
  private static double postgresCpu() throws IOException {
    double ticks = 0;
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      Path stat = Path.of("/proc/" + child.pid() + "/stat");
      if (Files.exists(stat)) {
        String[] fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ", -1);
        for (int i = 11; i <= 14; i++) {
          ticks += Long.parseLong(fields[i].strip());
        }
      }
    }
    return ticks / 100;
  }
}
