package reeve.server.watch;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.check.Checking;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What the tests of rules share. */
final class RuleTown {
  final TestClock clock;
  final TestDesk desk;
  final RuleShelf shelf;
  final Rulebook book;
  final Drafting drafting;
  final RuleStore store;
  final JdbcClient db;
  final Member lead;
  private final TransactionTemplate transaction;

  RuleTown(ApplicationContext context) {
    clock = context.getBean(TestClock.class);
    desk = context.getBean(TestDesk.class);
    shelf = context.getBean(RuleShelf.class);
    book = context.getBean(Rulebook.class);
    drafting = context.getBean(Drafting.class);
    store = context.getBean(RuleStore.class);
    db = context.getBean(JdbcClient.class);
    transaction = context.getBean(TransactionTemplate.class);
    lead = desk.newMember(Role.LEAD);
  }

  /** The shipped draft, and nothing live or waiting: tests share one database. */
  void fresh() {
    transaction.executeWithoutResult(_ -> {
      store.lock();
      db.sql("delete from watch_draft").update();
      db.sql("delete from watch_shadow").update();
      Starter.files().forEach((path, text) -> store.draft(path, store.keep(text), null));
      db.sql(
              "update watch_proposal set state = 'withdrawn', closed_at = now() where state = 'waiting'")
          .update();
      if (store.live().isPresent()) {
        store.makeLive(
            new TreeMap<>(),
            "0".repeat(64),
            null,
            null,
            "nothing",
            new RecordId(UUID.randomUUID()));
      }
      store.changed();
    });
  }

  /** Makes the draft live, whatever it does. */
  void everythingLive() {
    SortedMap<String, String> files = shelf.stand().draftFiles();
    String digest = ((Checking.Checked) shelf.whole(files)).set().digest();
    transaction.executeWithoutResult(_ -> {
      store.lock();
      store.makeLive(files, digest, null, null, "for a test", new RecordId(UUID.randomUUID()));
      store.changed();
    });
  }

  long liveNumber() {
    return store.live().map(RuleStore.Live::number).orElse(0L);
  }

  /** A member who has been here for long. */
  Member settled(Role role) {
    Member member = desk.newMember(role);
    db.sql("update staff_member set created_at = ? where id = ?")
        .params(Timestamp.from(clock.instant().minus(Duration.ofDays(30))), member.id().value())
        .update();
    return member;
  }

  void save(String path, String text) {
    RuleStore.Drafted before = store.draft().get(path);
    drafting.save(RuleFile.of(path), before == null ? "" : before.text(), text, lead);
  }

  FileCheck check(String path) {
    return shelf.stand().draftChecks().get(path);
  }

  String digest(String path) {
    return store.draft().get(path).text();
  }

  String text(String path) {
    String digest = digest(path);
    return store.texts(List.of(digest)).get(digest);
  }

  List<String> kinds() {
    return db.sql("select kind from record where kind like 'watch.%' order by seq desc limit 50")
        .query(String.class)
        .list();
  }
}
