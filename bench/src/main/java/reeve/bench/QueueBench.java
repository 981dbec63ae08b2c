package reeve.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import reeve.server.ServerApplication;
import reeve.server.cases.Reviewing;

/**
 * "Claim next" with everything that the case page shows, among 1,000,000 open cases, by 8 reviewers
 * at once, half of the first 1,000 cases being claimed already. What a reviewer got is closed
 * before the next claim, outside the time measured.
 */
final class QueueBench {
  static final int CASES = 1_000_000;
  private static final int REVIEWERS = 8;
  private static final long WARM_UP = 20_000_000_000L;
  private static final long MEASURED = 30_000_000_000L;

  /** So many of the first cases have reports, posts and a capture worth a page. */
  private static final int FULL = 60_000;

  Figures run() throws Exception {
    try (Cluster cluster = Cluster.start();
        var server = ServerApplication.start(cluster.serverProperties(), List.of())) {
      Machine.log("preparing %,d open cases", CASES);
      try (Connection connection = cluster.database().connect()) {
        prepare(connection);
      }
      Reviewing reviewing = new Reviewing(server);
      Machine.log("warm-up, load %s", Machine.load());
      work(reviewing, WARM_UP);
      Machine.log("measuring, load %s", Machine.load());
      Latencies times = work(reviewing, MEASURED);
      Machine.log("%d claims, load %s", times.size(), Machine.load());
      return new Figures()
          .put("p95_ms", times.quantile(0.95))
          .put("p50_ms", times.quantile(0.5))
          .put("p99_ms", times.quantile(0.99))
          .put("claims_per_s", times.size() / (MEASURED / 1e9));
    }
  }

  private static Latencies work(Reviewing reviewing, long nanos) throws Exception {
    long end = System.nanoTime() + nanos;
    AtomicReference<Exception> failure = new AtomicReference<>();
    Latencies all = new Latencies();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < REVIEWERS; i++) {
      Reviewing.Reviewer reviewer = reviewing.reviewer(i);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                Latencies mine = new Latencies();
                try {
                  while (System.nanoTime() < end) {
                    long begin = System.nanoTime();
                    var seen = reviewer.claimAndLook();
                    mine.add(System.nanoTime() - begin);
                    reviewer.close(seen);
                  }
                } catch (RuntimeException e) {
                  failure.set(e);
                }
                synchronized (all) {
                  all.addAll(mine);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return all;
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          """
          insert into server.cases (platform, account, origin, queue, policies, opened_at, due_at,
            severity_s, reporters_s, reach_s, priority, weight, followers, reports, reporters,
            opened_record)
          select 'square', 'a' || g, 'live',
            (array['violent-extremism', 'violent-threats', 'spam', 'general'])[1 + g %% 4], '{}',
            now() - (1000000 - g) %% 86400 * interval '1 second',
            now() + interval '24 hours', 86400, g %% 3600, g %% 1800,
            86400 + g %% 3600 + g %% 1800 - extract(epoch from now())::bigint
              + (1000000 - g) %% 86400 + case when g <= %1$d then 1000000 - g else 0 end,
            3, 100, 3, 3, gen_random_uuid()
          from generate_series(1, %2$d) g
          """
              .formatted(FULL, CASES));
      sql.execute(
          """
          insert into server.report (platform, native_id, case_id, reporter, since, at, category,
            rules, comment, posts, weight, counts, record)
          select 'square', c.id || '-' || n, c.id, n, now() - interval '1 hour', now(),
            'violation', '{1}', 'Praises the attack and asks others to join, please look at it.',
            array['p' || c.id || '-' || n], 1, true, gen_random_uuid()
          from server.cases c, generate_series(1, 3) n where c.id <= %d
          """
              .formatted(FULL));
      sql.execute(
          """
          insert into server.claim (id, case_id, holder, began_at)
          select gen_random_uuid(), id, gen_random_uuid(), now()
          from (select id, row_number() over (order by priority desc, id) as place
                from server.cases order by priority desc, id limit 1000) first
          where place % 2 = 0
          """);
      sql.execute(
          """
          update server.cases c
          set claim = l.id, holder = l.holder, claim_until = now() + interval '1 hour'
          from server.claim l where l.case_id = c.id
          """);
      sql.execute("vacuum (analyze) server.cases");
      sql.execute("analyze");
    }
    Reviewing.copies(connection, FULL);
  }
}
