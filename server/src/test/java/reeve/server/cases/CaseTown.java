package reeve.server.cases;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.TestEvents;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What the tests of cases share. */
final class CaseTown {
  final TestClock clock;
  final TestEvents events;
  final TestDesk desk;
  final Cases cases;
  final CaseDesk pages;
  final JdbcClient db;
  final Surfacing surfacing;
  private final Docket docket;
  private final TransactionTemplate transaction;

  CaseTown(ApplicationContext context) {
    clock = context.getBean(TestClock.class);
    events = new TestEvents(clock);
    desk = context.getBean(TestDesk.class);
    cases = context.getBean(Cases.class);
    pages = context.getBean(CaseDesk.class);
    db = context.getBean(JdbcClient.class);
    surfacing = context.getBean(Surfacing.class);
    docket = context.getBean(Docket.class);
    transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  /**
   * Sets aside what other tests left waiting, so that "claim next" sees this test's cases alone,
   * and lets the counts of the page grow old, which hold the longer the slower the machine was.
   */
  void emptyQueues() {
    db.sql("update cases set parked_until = 'infinity' where state = 'open'").update();
    clock.forward(Duration.ofMinutes(5));
  }

  void enter(Event... events) {
    enter(List.of(events));
  }

  void enter(List<Event> events) {
    transaction.executeWithoutResult(_ -> docket.enter(events));
  }

  int surface(Surfaced... verdicts) {
    return in(() -> surfacing.surface(List.of(verdicts)));
  }

  <T> T in(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }

  /** An account that one person reported under a rule of the square. */
  Case reported(String rule) {
    AccountRef account = events.someone();
    enter(events.report(events.someone(), account, rule));
    return of(account);
  }

  Case of(AccountRef account) {
    return cases.open(account).orElseThrow();
  }

  Member reviewer() {
    return desk.newMember(Role.REVIEWER);
  }

  Optional<CaseId> next(Member member) {
    return pages.claimNext(member, Optional.empty()).map(Case::id);
  }

  ClaimId claimOf(CaseId id) {
    return Objects.requireNonNull(cases.find(id).orElseThrow().claim()).id();
  }

  static Actor.Staff staff(Member member) {
    return new Actor.Staff(member.id().value());
  }
}
