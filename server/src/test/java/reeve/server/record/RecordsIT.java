package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;

@Tag("sql")
@ServerTest
final class RecordsIT {
  private static final Kind KIND = new Kind("tests.happened", 1);
  private static final Actor ACTOR = new Actor.Worker("tests");

  @Autowired private Records records;
  @Autowired private Openings openings;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;
  @Autowired private FakePlatform platform;

  private static Entry entry(Subject subject, RecordId cause, Map<String, ?> publicHalf) {
    return new Entry(KIND, subject, ACTOR, cause, publicHalf, Map.of("who", "secret ünïcode 😀"));
  }

  private List<RecordId> append(List<Entry> entries) {
    return transaction.execute(t -> records.append(entries));
  }

  @Test
  void whatWasAppendedReadsTheSame() {
    Subject account = platform.newAccount();
    RecordId first = append(List.of(entry(account, null, Map.of("n", 1)))).getFirst();
    RecordId second = append(List.of(entry(account, first, Map.of("n", 2)))).getFirst();
    append(List.of(entry(new PostRef(account.platform(), account.nativeId()), null, Map.of())));

    assertThat(records.about(account, 10)).extracting(Recorded::id).containsExactly(second, first);
    Recorded found = records.find(second).orElseThrow();
    assertThat(found.kind()).isEqualTo(KIND);
    assertThat(found.subject()).isEqualTo(account);
    assertThat(found.actor()).isEqualTo("reeve:tests");
    assertThat(found.cause()).isEqualTo(first);
    assertThat(found.publicHalf()).isEqualTo(Map.of("n", 2L));
    assertThat(found.privateHalf()).isEqualTo(Map.of("who", "secret ünïcode 😀"));
    assertThat(second.value().version()).isEqualTo(7);
  }

  @Test
  void aRecordWithoutATransactionIsRefused() {
    assertThatThrownBy(() -> records.append(entry(null, null, Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
  }

  @Test
  void oneHalfIsProvedWithoutTheOther() {
    RecordId id = append(List.of(entry(null, null, Map.of("n", 1)))).getFirst();
    Opening opening = openings.of(id).orElseThrow();
    assertThat(opening.publicHalf()).isEqualTo("{\"n\":1}");
    assertThat(opening.commitment()).isEqualTo(records.find(id).orElseThrow().commitment());
    assertThat(Opening.of(opening.text())).isEqualTo(opening);
    records.erase(id);
    assertThat(openings.of(id)).as("what is erased cannot be opened").isEmpty();
  }

  @Test
  void whatIsPublishedNamesItsKindItsDayAndTheSameStrangerForAnAccount() {
    AccountRef account = platform.newAccount();
    var decided = new Kind("decisions.decided", 1);
    var appealed = new Kind("appeals.filed", 1);
    List<RecordId> ids =
        append(
            List.of(
                new Entry(decided, account, ACTOR, null, Map.of("policy", "spam"), Map.of()),
                new Entry(appealed, account, ACTOR, null, Map.of("by", "holder"), Map.of()),
                new Entry(
                    decided, platform.newAccount(), ACTOR, null, Map.of("policy", "x"), Map.of()),
                new Entry(appealed, account, ACTOR, null, Map.of("by", "reporter"), Map.of()),
                new Entry(new Kind("cases.reported", 1), account, ACTOR, null, Map.of(), Map.of()),
                new Entry(decided, account, ACTOR, null, Map.of("onAppeal", true), Map.of()),
                new Entry(
                    new Kind("enforcement.carried-out", 2),
                    account,
                    ACTOR,
                    null,
                    Map.of("action", "remove-posts"),
                    Map.of())));
    List<Map<String, Object>> halves =
        ids.stream().map(it -> records.find(it).orElseThrow().publicHalf()).toList();
    assertThat(halves.get(0))
        .containsEntry("kind", "decisions.decided/1")
        .containsEntry("day", clock.instant().toString().substring(0, 10))
        .containsEntry("policy", "spam");
    assertThat((String) halves.get(0).get("who")).matches("[0-9a-f]{24}");
    assertThat(halves.get(1)).containsEntry("who", halves.get(0).get("who"));
    assertThat(halves.get(2).get("who")).isNotEqualTo(halves.get(0).get("who"));
    assertThat(halves.get(3)).as("a reporter's is never published").containsOnlyKeys("by");
    assertThat(halves.get(4)).as("nor is a report").isEmpty();
    assertThat(halves.get(5))
        .as("nor what only a reporter can have appealed")
        .containsOnlyKeys("onAppeal");
    assertThat(halves.get(6)).as("nor what an authority ordered").containsOnlyKeys("action");
  }

  @Test
  void anErasedRecordKeepsItsCommitmentAndNothingElseCanBeChanged() {
    RecordId id = append(List.of(entry(null, null, Map.of("n", 1)))).getFirst();
    Commitment before = records.find(id).orElseThrow().commitment();
    records.erase(id);
    Recorded after = records.find(id).orElseThrow();
    assertThat(after.publicHalf()).isNull();
    assertThat(after.privateHalf()).isNull();
    assertThat(after.commitment()).isEqualTo(before);
    for (String change :
        List.of(
            "UPDATE record SET kind = 'x.yy'",
            "UPDATE record SET commitment = commitment",
            "DELETE FROM record",
            "TRUNCATE record")) {
      assertThatThrownBy(() -> jdbc.sql(change).update())
          .as(change)
          .hasStackTraceContaining("permission denied");
    }
  }

  @Test
  void tenThousandGoInOneStatementInTheirOrder() {
    Subject account = platform.newAccount();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < PostgresRecords.MOST; i++) {
      entries.add(entry(account, null, Map.of("place", i, "text", "x".repeat(200))));
    }
    append(entries.subList(0, 100));
    long start = System.nanoTime();
    List<RecordId> ids = append(entries);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("10,000 records in %d ms%n", took.toMillis());
    assertThat(took)
        .as("a sanity bound, far above what it takes")
        .isLessThan(Duration.ofSeconds(10));
    List<Recorded> last = records.about(account, 1000);
    List<RecordId> tail = new ArrayList<>(ids.subList(ids.size() - 1000, ids.size()));
    Collections.reverse(tail);
    assertThat(last).extracting(Recorded::id).isEqualTo(tail);
    assertThatThrownBy(() -> append(Collections.nCopies(PostgresRecords.MOST + 1, entries.get(0))))
        .hasMessageContaining("10000");
  }
}
