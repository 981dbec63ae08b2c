package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Ends the copies of a case six months after its last decision or appeal: reports, flagged posts,
 * captures, pictures and what rules read are deleted, and the bytes of the reports' and verdicts'
 * records erased. The rows of the case and of its verdicts, without contents, and the commitments
 * stay. Tags are swept as soon as they end. Nothing of an account ends while it is held.
 */
@Component
final class Copies {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final Kind ENDED = new Kind("cases.copies-ended", 1);
  private static final Kind HOLD_ENDED = new Kind("cases.hold-ended", 1);
  private static final int AT_ONCE = 500;
  private static final Duration EVERY = Duration.ofHours(1);
  private static final List<String> OF_ACCOUNT = List.of("capture", "deleted_post", "account_tag");

  private final JdbcClient db;
  private final EvidenceRows evidence;
  private final ResemblanceRows resemblances;
  private final Tags tags;
  private final Records records;
  private final CaseSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Copies(
      JdbcClient db,
      EvidenceRows evidence,
      ResemblanceRows resemblances,
      Tags tags,
      Records records,
      CaseSettings settings,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.evidence = evidence;
    this.resemblances = resemblances;
    this.tags = tags;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A run, as the page shows it. */
  record Run(
      Instant at, int cases, int posts, int pictures, int failed, @Nullable String trouble) {}

  private record Due(long id, AccountRef account, RecordId opened, Instant from, Instant to) {}

  private record Ended(int posts, int pictures) {}

  /** Runs once; says how long to wait before the next run. */
  Duration round() {
    Instant now = clock.instant();
    Instant before = now.atZone(ZoneOffset.UTC).minus(settings.keep()).toInstant();
    tags.sweep(now);
    int cases = 0;
    int posts = 0;
    int pictures = 0;
    int failed = 0;
    String trouble = null;
    for (AccountRef account : lapsed(now)) {
      try {
        transaction.executeWithoutResult(_ -> letGo(account, now));
      } catch (RuntimeException e) {
        LOG.warn("the hold on {} could not be ended", account, e);
        failed++;
        trouble = "A hold that lapsed: " + e.getMessage();
      }
    }
    List<Due> due = due(before, now);
    for (Due one : due) {
      try {
        Ended ended = transaction.execute(_ -> end(one, now));
        cases++;
        posts += ended == null ? 0 : ended.posts();
        pictures += ended == null ? 0 : ended.pictures();
      } catch (RuntimeException e) {
        LOG.warn("the copies of case {} could not be ended", one.id(), e);
        failed++;
        trouble = "Case " + one.id() + ": " + e.getMessage();
      }
    }
    db.sql(
            """
            insert into copies_run (at, cases, posts, pictures, failed, trouble)
            values (:at::timestamptz, :cases, :posts, :pictures, :failed, :trouble)
            on conflict (at) do nothing
            """)
        .param("at", now.toString())
        .param("cases", cases)
        .param("posts", posts)
        .param("pictures", pictures)
        .param("failed", failed)
        .param("trouble", trouble)
        .update();
    db.sql("delete from copies_run where at < ?::timestamptz and cases = 0 and failed = 0")
        .param(now.minus(Duration.ofDays(7)).toString())
        .update();
    return due.size() == AT_ONCE && failed < AT_ONCE ? Duration.ofSeconds(1) : EVERY;
  }

  List<Run> runs(int most) {
    return db.sql(
            """
            select at, cases, posts, pictures, failed, trouble from copies_run
            order by at desc limit ?
            """)
        .param(most)
        .query((row, _) ->
            new Run(
                row.getTimestamp(1).toInstant(),
                row.getInt(2),
                row.getInt(3),
                row.getInt(4),
                row.getInt(5),
                row.getString(6)))
        .list();
  }

  /** Closed cases whose copies still stand. */
  long standing() {
    return db.sql("select count(*) from cases where state <> 'open' and erased_at is null")
        .query((row, _) -> row.getLong(1))
        .single();
  }

  private List<AccountRef> lapsed(Instant now) {
    return db.sql(
            """
            select platform, account from held_account
            where until <= ?::timestamptz order by until limit ?
            """)
        .params(now.toString(), AT_ONCE)
        .query((row, _) -> new AccountRef(new PlatformId(row.getString(1)), row.getString(2)))
        .list();
  }

  /** What was held for no case goes at once; what a case keeps ends with it. */
  private void letGo(AccountRef account, Instant now) {
    String platform = account.platform().value();
    int ended =
        db.sql(
                """
                delete from held_account
                where platform = ? and account = ? and until <= ?::timestamptz
                """)
            .params(platform, account.nativeId(), now.toString())
            .update();
    if (ended == 0) {
      return;
    }
    boolean purged = lastCase(platform, account.nativeId());
    if (purged) {
      forget(platform, account.nativeId(), List.of("capture", "deleted_post"));
    }
    records.append(
        new Entry(
            HOLD_ENDED,
            account,
            new Actor.Worker("copies"),
            null,
            Map.of(),
            Map.of("purged", purged)));
  }

  private List<Due> due(Instant before, Instant now) {
    return db.sql(
            """
            select id, platform, account, opened_record, opened_at, closed_at from cases c
            where state <> 'open' and erased_at is null and keep_since <= ?::timestamptz
              and not exists (select from held_account h
                              where h.platform = c.platform and h.account = c.account
                                and h.until > ?::timestamptz)
            order by keep_since limit ?
            """)
        .params(before.toString(), now.toString(), AT_ONCE)
        .query((row, _) ->
            new Due(
                row.getLong(1),
                new AccountRef(new PlatformId(row.getString(2)), row.getString(3)),
                new RecordId(row.getObject(4, UUID.class)),
                row.getTimestamp(5).toInstant(),
                CaseRow.time(row, "closed_at", row.getTimestamp(5).toInstant())))
        .list();
  }

  private Ended end(Due due, Instant now) {
    int still =
        db.sql(
                """
                update cases c set erased_at = ?::timestamptz
                where id = ? and state <> 'open' and erased_at is null
                  and not exists (select from held_account h
                                  where h.platform = c.platform and h.account = c.account
                                    and h.until > ?::timestamptz)
                """)
            .params(now.toString(), due.id(), now.toString())
            .update();
    if (still == 0) {
      return new Ended(0, 0);
    }
    List<UUID> said = new ArrayList<>();
    db.sql("delete from report where case_id = ? returning record")
        .param(due.id())
        .query((row, _) -> said.add(row.getObject(1, UUID.class)))
        .list();
    List<UUID> found = evidence.empty(due.id());
    List<UUID> alike = resemblances.empty(due.id());
    said.forEach(id -> records.erase(new RecordId(id)));
    found.forEach(id -> records.erase(new RecordId(id)));
    alike.forEach(id -> records.erase(new RecordId(id)));
    int posts = db.sql("delete from flagged_post where case_id = ?").param(due.id()).update();
    String platform = due.account().platform().value();
    String account = due.account().nativeId();
    db.sql(
            """
            delete from capture
            where platform = ? and account = ? and at between ?::timestamptz and ?::timestamptz
            """)
        .params(
            platform,
            account,
            due.from().minus(Duration.ofMinutes(15)).toString(),
            due.to().plusSeconds(60).toString())
        .update();
    db.sql("delete from case_view where case_id = ?").param(due.id()).update();
    int pictures = lastCase(platform, account) ? forget(platform, account, OF_ACCOUNT) : 0;
    records.append(
        new Entry(
            ENDED,
            due.account(),
            new Actor.Worker("copies"),
            due.opened(),
            Map.of("case", due.id()),
            Map.of(
                "reports",
                said.size(),
                "verdicts",
                found.size(),
                "resemblances",
                alike.size(),
                "posts",
                posts,
                "pictures",
                pictures)));
    return new Ended(posts, pictures);
  }

  private boolean lastCase(String platform, String account) {
    return !db.sql(
            """
            select exists (select from cases where platform = ? and account = ?
                           and erased_at is null and state <> 'merged')
            """)
        .params(platform, account)
        .query((row, _) -> row.getBoolean(1))
        .single();
  }

  /** What belongs to the account and not to one case goes with its last case. */
  private int forget(String platform, String account, List<String> tables) {
    for (String table : tables) {
      db.sql("delete from " + table + " where platform = ? and account = ?")
          .params(platform, account)
          .update();
    }
    db.sql("delete from account where platform = ? and native_id = ?")
        .params(platform, account)
        .update();
    return db.sql("delete from picture where platform = ? and account = ?")
        .params(platform, account)
        .update();
  }
}
