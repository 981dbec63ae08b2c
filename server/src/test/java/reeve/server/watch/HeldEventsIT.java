package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.cases.Holds;
import reeve.server.platform.AccountRef;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;

/** What a hold keeps of the event log. */
@ServerTest
final class HeldEventsIT {
  @Autowired private HeldEvents events;
  @Autowired private Holds holds;
  @Autowired private FakePlatform platform;
  @Autowired private TestClock clock;
  @Autowired private Records records;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  @TempDir private Path dir;

  private static Facts did(String kind, String account, String text) {
    Facts facts = new Facts(TownEvents.SCHEMA).clear(TownEvents.SCHEMA.kind(kind));
    facts.set(TownEvents.SCHEMA.at("event.source").index(), "square");
    facts.set(TownEvents.SCHEMA.at("event.at_ms").index(), 1_700_000_000_000L);
    facts.set(TownEvents.SCHEMA.at("account.id").index(), account);
    if (kind.startsWith("post.")) {
      facts.set(TownEvents.SCHEMA.at("post.id").index(), "p" + text.hashCode());
      facts.set(TownEvents.SCHEMA.at("post.text").index(), text);
    }
    return facts;
  }

  private static void append(EventLog log, long sequence, Facts... all) {
    EventBatch batch = log.batch("square");
    for (int i = 0; i < all.length; i++) {
      batch.add(sequence + i, all[i]);
    }
    log.append(batch).join();
  }

  private List<String> kept(AccountRef account) {
    return jdbc.sql("SELECT fields FROM watch_held_event WHERE account = ? ORDER BY position")
        .param(account.nativeId())
        .query(String.class)
        .list();
  }

  @Test
  void whatAHeldAccountDidIsCopiedBeforeTheLogLetsItGoAndPurgedWhenTheHoldLapses()
      throws Exception {
    AccountRef account = platform.newAccount();
    String id = account.nativeId();
    String other = platform.newAccount().nativeId();
    String name = UUID.randomUUID().toString();
    Instant now = clock.instant();
    Instant until = now.plus(Duration.ofDays(90));
    try (EventLog log = EventLog.open(dir, TownEvents.SCHEMA, LogSettings.standard(), clock)) {
      append(log, 1, did("post.created", id, "before the hold"), did("post.created", other, "no"));
      events.keep(log, name, now);
      assertThat(kept(account)).as("nobody holds it yet").isEmpty();

      transaction.executeWithoutResult(_ -> holds.hold(account, until));
      append(
          log,
          3,
          did("post.created", id, "under the hold"),
          did("account.updated", id, ""),
          did("report", id, ""));
      events.keep(log, name, now);
      events.keep(log, name, now);
      assertThat(kept(account)).hasSize(3);
      assertThat(kept(account).getFirst()).contains("before the hold");
      assertThat(kept(account).get(1)).contains("under the hold");
      assertThat(
              jdbc.sql("SELECT count(*) FROM watch_held_event WHERE account = ?")
                  .param(other)
                  .query(Long.class)
                  .single())
          .isZero();

      events.keep(log, name, until.plusSeconds(1));
      assertThat(kept(account)).isEmpty();
    }
    assertThat(records.about(account, 10).stream().map(Recorded::kind).map(it -> it.name()))
        .contains("watch.hold-purged");
  }
}
