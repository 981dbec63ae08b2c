package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.ServerTest;
import reeve.server.cases.Cluster.Answer;
import reeve.server.cases.ClusterId;
import reeve.server.cases.TestClusters;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** A server that is killed amid a decision over many, and the next one, which goes on. */
@ServerTest
final class KilledBulkIT {
  private static final int ACCOUNTS = 100;
  private static final int KILLED_AT = 20;

  @Autowired private ApplicationContext context;
  @Autowired private ScratchDatabase database;
  @Autowired private Bulks bulks;
  @Autowired private BulkRows rows;
  @Autowired private BulkPreviews previews;
  @Autowired private JdbcClient jdbc;

  @Test
  void whoWaitedIsDecidedAfterAKillAndNobodyTwice() throws Exception {
    TestTown town = new TestTown(context);
    TestClusters clusters = new TestClusters(context);
    Member reviewer = town.member(Role.REVIEWER);
    Member lead = town.member(Role.LEAD);
    jdbc.sql("update bulk set state = 'done' where state in ('waiting', 'running')").update();
    jdbc.sql("update bulk_account set state = 'left-out' where state = 'waits'").update();
    List<Reported> all = IntStream.range(0, ACCOUNTS).mapToObj(_ -> town.reported(1)).toList();
    ClusterId id =
        clusters.of(
            TestTown.RECRUITMENT,
            TestTown.staff(reviewer),
            all.stream().map(Reported::account).toList());
    for (Reported one : all) {
      clusters.mark(id, one.account(), one.postId(), TestTown.staff(reviewer));
      clusters.answer(id, one.account(), Answer.NO, TestTown.staff(reviewer));
    }
    UUID bulk = proposed(id, all, reviewer);
    bulks.approve(bulk, lead, "");

    try (BulkProcess first = BulkProcess.start(properties())) {
      await(first, () -> rows.counts(bulk).decided() >= KILLED_AT);
    }
    assertThat(rows.counts(bulk).decided()).isBetween(KILLED_AT, ACCOUNTS - 1);
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.RUNNING);
    try (BulkProcess second = BulkProcess.start(properties())) {
      await(second, () -> bulks.find(bulk).state() == Bulk.State.DONE);
    }

    Set<DecisionId> decisions = new HashSet<>();
    for (Part part : rows.parts(bulk)) {
      assertThat(part.fate()).isEqualTo(Fate.DECIDED);
      assertThat(decisions.add(part.decision())).isTrue();
      assertThat(town.recorded(part.account(), "decisions.decided")).hasSize(1);
      assertThat(number("select count(*) from decision where account = ?", part)).isOne();
      assertThat(
              number(
                  "select count(*) from order_to_act where account = ? and kind = 'suspend'", part))
          .isOne();
    }
    assertThat(decisions).hasSize(ACCOUNTS);
    assertThat(
            jdbc.sql("select count(*) from record where kind = 'decisions.bulk-done' and cause = ?")
                .param(bulks.find(bulk).record().value())
                .query(Integer.class)
                .single())
        .as("its end is recorded once")
        .isOne();
  }

  private int number(String sql, Part of) {
    return jdbc.sql(sql).param(of.account().nativeId()).query(Integer.class).single();
  }

  private UUID proposed(ClusterId id, List<Reported> all, Member by) {
    DecisionForm form =
        new DecisionForm(
            List.of("suspend-permanently"),
            TestTown.RECRUITMENT,
            List.of(),
            List.of(),
            "",
            "",
            "You all pushed the same invite to the Crimson Dawn.",
            "They go together.");
    List<String> keys =
        all.stream().map(one -> one.account().platform() + " " + one.account().nativeId()).toList();
    String seen = previews.of(id, keys, form, by).seen();
    return switch (bulks.propose(id, keys, form, seen, by)) {
      case Bulks.Proposed.Made made -> made.id();
      case Bulks.Proposed.Flawed flawed -> throw new AssertionError(flawed.preview());
    };
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>(database.springProperties(Schema.SERVER));
    properties.put("server.staff.loops", "false");
    properties.put("server.keys.staff[0]", "7e".repeat(32));
    properties.put("server.port", "0");
    properties.put("logging.level.root", "warn");
    return properties;
  }

  private static void await(BulkProcess process, BooleanSupplier until) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!until.getAsBoolean()) {
      assertThat(process.isAlive()).as("the process goes on").isTrue();
      assertThat(System.nanoTime()).as("it never came").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }
}
