package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Docket;
import reeve.server.cases.Reports;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Event;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;
import reeve.server.record.Opening;
import reeve.server.record.RecordStream;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.record.TestLedger;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Whoever reports holds something, also where nothing is ever decided. */
@ServerTest
final class AcknowledgingIT {
  private static final Pattern OPENING = Pattern.compile("/transparency/check\\.html#(\\S+)");
  private static final Duration EVERY = Duration.ofHours(1);

  @TempDir static Path dir;

  @Autowired private ApplicationContext context;
  @Autowired private Acknowledging acknowledging;
  @Autowired private Docket docket;
  @Autowired private Records records;
  @Autowired private Leases leases;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;

  private TestTown town;
  private TestEvents events;
  private Member reviewer;

  @BeforeEach
  void everybodyBeforeWasTold() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    reviewer = town.member(Role.REVIEWER);
    town.clock.forward(Duration.ofMinutes(20));
    anHourLater();
    town.work();
  }

  @Test
  void whoReportedGetsOneLetterWithWhichTheyFindItInTheLog() {
    Reported reported = town.reported(2);
    anHourLater();
    Recorded record = town.recorded(reported.account(), "cases.reported").getLast();
    Action.Letter letter = onlyLetter(reported.reporters().getFirst());
    assertThat(letter.decision()).isNull();
    assertThat(letter.appealUntil()).isNull();
    assertThat(letter.title()).isEqualTo("We got what you told us");
    assertThat(letter.body())
        .contains("the account @h-" + reported.account().nativeId() + " on ")
        .contains("A person, or a rule that works by itself, looks at it")
        .doesNotContainPattern("\\bcase\\b")
        .doesNotContain(reported.reporters().getLast().nativeId());
    String word = openings(letter).getFirst();
    assertThat(Opening.of(word).commitment()).isEqualTo(record.commitment());
    assertThat(openings(onlyLetter(reported.reporters().getLast()))).doesNotContain(word);

    anHourLater();
    assertThat(letters(reported.reporters().getFirst())).as("once").hasSize(1);
    assertThat(letters(reported.account())).as("the holder hears nothing").isEmpty();

    TestLedger ledger = TestLedger.published(context, dir);
    assertThat(ledger.find(word)).hasValue(ledger.openings().index(record.id()).orElseThrow());
  }

  @Test
  void anAnswerFollowsTheLetter() {
    Reported reported = town.reported(1);
    anHourLater();
    town.decided(reported, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    assertThat(letters(reported.reporters().getFirst()))
        .extracting(Action.Letter::title)
        .containsExactly(
            "We got what you told us", "We looked at what you told us: no rule is broken");
    anHourLater();
    assertThat(letters(reported.reporters().getFirst())).hasSize(2);
  }

  @Test
  void nobodyIsToldBeforeItIsTimeOrByWhoLostTheLease() {
    Reported reported = town.reported(1);
    town.clock.forward(EVERY.minus(Duration.ofMinutes(1)));
    assertThat(round()).isPositive();
    town.work();
    assertThat(letters(reported.reporters().getFirst())).as("it is not time yet").isEmpty();
    town.clock.forward(Duration.ofMinutes(1));
    Lease lost = leases.take("acknowledgements-test", Duration.ofSeconds(15)).orElseThrow();
    lost.close();
    try (Lease _ = leases.take(lost.name(), Duration.ofSeconds(15)).orElseThrow()) {
      assertThatThrownBy(() -> acknowledging.round(lost::confirm))
          .isInstanceOf(Lease.LeaseLost.class);
    }
    town.work();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
  }

  @Test
  void whatBreaksOffLeavesNothingAndIsDoneOnceAfterwards() {
    Reported reported = town.reported(1);
    town.clock.forward(EVERY);
    transaction.executeWithoutResult(broken -> {
      round();
      broken.setRollbackOnly();
    });
    town.work();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
    anHourLater();
    onlyLetter(reported.reporters().getFirst());
  }

  @Test
  void whoReportsMuchGetsOneLetterThatListsItAll() {
    AccountRef some = events.someone();
    AccountRef many = events.someone();
    List<AccountRef> accounts = new ArrayList<>();
    for (int i = 0; i <= Acknowledging.LETTERS_EACH; i++) {
      Reported reported = town.reported(1);
      accounts.add(reported.account());
      town.report(many, reported);
      if (i < Acknowledging.LETTERS_EACH) {
        town.report(some, reported);
      }
    }
    anHourLater();
    assertThat(letters(some)).hasSize(Acknowledging.LETTERS_EACH);
    Action.Letter all = onlyLetter(many);
    List<String> opened =
        openings(all).stream().map(word -> Opening.of(word).commitment().hex()).toList();
    List<String> reports = new ArrayList<>();
    for (AccountRef account : accounts) {
      assertThat(all.body()).containsPattern("- @h-" + account.nativeId() + ", .*UTC: http");
      town.recorded(account, "cases.reported").stream()
          .filter(record -> record.actor().endsWith(":" + many.nativeId()))
          .forEach(record -> reports.add(record.commitment().hex()));
    }
    assertThat(opened).isEqualTo(reports).hasSize(accounts.size());
  }

  @Test
  void whoWasAnsweredByThenGetsNoLetter() {
    Reported decided = town.reported(1);
    town.suspended(decided, reviewer);
    Reported undone = town.reported(1);
    DecisionId id = town.suspended(undone, reviewer);
    town.clock.forward(Duration.ofMinutes(2));
    town.undo(id, town.member(Role.LEAD));
    town.work();
    AccountRef later = events.someone();
    town.report(later, undone);
    int before = letters(undone.reporters().getFirst()).size();
    anHourLater();
    assertThat(onlyLetter(decided.reporters().getFirst()).title())
        .isEqualTo("We looked at what you told us and acted");
    assertThat(letters(undone.reporters().getFirst())).hasSize(before);
    assertThat(onlyLetter(later).title()).isEqualTo("We got what you told us");
  }

  @Test
  void whatMayStillBeWithdrawnIsWaitedFor() {
    Reported reported = town.reported(1);
    Reported after = town.reported(1);
    town.clock.forward(EVERY);
    DecisionId id = town.made(reported, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    round();
    town.work();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
    assertThat(letters(after.reporters().getFirst())).as("nothing is passed over").isEmpty();
    town.withdraw(id, reviewer);
    round();
    town.letItLeave();
    assertThat(onlyLetter(reported.reporters().getFirst()).title())
        .isEqualTo("We got what you told us");
    onlyLetter(after.reporters().getFirst());
  }

  @Test
  void whoCannotOrNeedNotBeToldGetsNothing() {
    Reported reported = town.reported(1);
    AccountRef account = reported.account();
    AccountRef anonymous = new AccountRef(account.platform(), Docket.ANONYMOUS);
    AccountRef authority = new AccountRef(account.platform(), Docket.AUTHORITY);
    AccountRef imported = events.someone();
    AccountRef sample = events.someone();
    var elsewhere = new TestEvents(town.clock, new PlatformId("elsewhere"));
    AccountRef unreachable = elsewhere.someone();
    enter(
        events.report(anonymous, account, "1"),
        events.report(authority, account, "1"),
        of(events.report(imported, account, "1"), Origin.IMPORTED),
        of(events.report(sample, account, "1"), Origin.SAMPLE));
    enter(elsewhere.report(unreachable, elsewhere.someone(), "1"));
    anHourLater();
    for (AccountRef nobody : List.of(anonymous, authority, imported, sample, unreachable)) {
      assertThat(
              jdbc.sql("SELECT count(*) FROM letter WHERE platform = ? AND account = ?")
                  .params(nobody.platform().value(), nobody.nativeId())
                  .query(Long.class)
                  .single())
          .as("letters to %s", nobody)
          .isZero();
    }
    onlyLetter(reported.reporters().getFirst());
  }

  @Test
  void anErasedReportIsPassedOver() {
    Reported reported = town.reported(1);
    town.in(() -> {
      records.erase(town.recorded(reported.account(), "cases.reported").getFirst().id());
      return true;
    });
    anHourLater();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
  }

  @Test
  void whileItIsSwitchedOffNobodyIsToldNorLater() {
    Reported reported = town.reported(1);
    town.clock.forward(EVERY);
    Acknowledging off = with(Duration.ZERO);
    transaction.executeWithoutResult(_ -> off.round(() -> {}));
    town.work();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
    town.clock.forward(Duration.ofSeconds(1));
    Reported after = town.reported(1);
    anHourLater();
    assertThat(letters(reported.reporters().getFirst())).isEmpty();
    onlyLetter(after.reporters().getFirst());
  }

  @Test
  void noMoreIsWrittenWhileManyLettersWait() {
    Reported reported = town.reported(Acknowledging.ON_THE_WAY + 1);
    town.clock.forward(EVERY);
    while (round().compareTo(Duration.ofMinutes(1)) < 0) {
      // Until everybody is told.
    }
    Reported next = town.reported(1);
    town.clock.forward(EVERY);
    round();
    assertThat(waiting(next.reporters().getFirst())).isZero();
    town.work();
    round();
    assertThat(waiting(next.reporters().getFirst())).isOne();
    town.work();
    onlyLetter(next.reporters().getFirst());
    reported.reporters().forEach(this::onlyLetter);
  }

  private long waiting(AccountRef account) {
    return jdbc.sql(
            "SELECT count(*) FROM order_to_act WHERE platform = ? AND account = ? AND state = 'due'")
        .params(account.platform().value(), account.nativeId())
        .query(Long.class)
        .single();
  }

  private Acknowledging with(Duration every) {
    return new Acknowledging(
        context.getBean(AcknowledgeRows.class),
        new AcknowledgeSettings(every),
        context.getBean(RecordStream.class),
        records,
        context.getBean(Reports.class),
        context.getBean(Platforms.class),
        context.getBean(Letters.class),
        context.getBean(Orders.class),
        town.clock);
  }

  private Duration round() {
    return acknowledging.round(() -> {});
  }

  /** Tells everybody who is to be told. */
  private void anHourLater() {
    town.clock.forward(EVERY);
    while (round().compareTo(Duration.ofMinutes(1)) < 0) {
      town.work();
      town.clock.forward(Duration.ofSeconds(10));
    }
    town.work();
  }

  private void enter(Event... batch) {
    transaction.executeWithoutResult(_ -> docket.enter(List.of(batch)));
  }

  private static ReportFiled of(ReportFiled report, Origin origin) {
    Event.Meta meta = report.meta();
    return new ReportFiled(
        new Event.Meta(meta.source(), meta.position(), meta.at(), origin),
        report.id(),
        report.reporter(),
        report.reporterSince(),
        report.subject(),
        report.posts(),
        report.category(),
        report.rules(),
        report.comment(),
        report.reach());
  }

  private List<Action.Letter> letters(AccountRef to) {
    return town.carriedOut(to).stream()
        .flatMap(action ->
            action instanceof Action.DeliverAnswer answer
                ? Stream.of(answer.letter())
                : Stream.empty())
        .toList();
  }

  private Action.Letter onlyLetter(AccountRef to) {
    assertThat(letters(to)).hasSize(1);
    return letters(to).getFirst();
  }

  private static List<String> openings(Action.Letter letter) {
    Matcher found = OPENING.matcher(letter.body());
    List<String> words = new ArrayList<>();
    while (found.find()) {
      words.add(found.group(1));
    }
    return words;
  }
}
