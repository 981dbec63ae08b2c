package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.enforcement.HandOvers;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.enforcement.TestWorker;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What platforms are told to hold, until when, and what they hand over. */
@ServerTest
final class PlatformHoldsIT {
  @Autowired private ApplicationContext context;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private Registry registry;
  @Autowired private Holding holding;
  @Autowired private HoldRows rows;
  @Autowired private Receiving receiving;
  @Autowired private Working working;
  @Autowired private PlatformHolds holds;
  @Autowired private HoldRounds rounds;
  @Autowired private JdbcClient jdbc;
  @Autowired private HoldEnds ends;
  @Autowired private Leases leases;
  @Autowired private Records records;
  @Autowired private Orders orders;
  @Autowired private HandOvers handOvers;
  @Autowired private TransactionTemplate transaction;

  private UUID authority(Member lead) {
    return registry.add(
        new Registry.Written(
            "Court of the Vale", "DE", EnumSet.of(Demand.PRESERVATION, Demand.REMOVAL), "", null),
        lead);
  }

  private Preserved hold(AccountRef account, Term term, Member by) {
    return holding.start(
        new Holding.Written(
            authority(by),
            "HOLD-" + platform.newId(),
            term,
            PlatformId.SQUARE,
            account.nativeId(),
            null),
        by);
  }

  private List<Action> told(AccountRef account) throws InterruptedException {
    TestWorker.in(context).drain(new Random(1));
    return platform.ordersOn(account).stream().map(Order::action).toList();
  }

  private Instant until(Preserved hold) {
    return rows.find(hold.id()).orElseThrow().until();
  }

  private void round() throws InterruptedException {
    try (Lease lease = leases.take("legal-platform-holds", Duration.ofMinutes(1)).orElseThrow()) {
      rounds.round(lease);
      holds.round(lease);
    }
  }

  private List<Recorded> recorded(AccountRef account, String kind) {
    return records.about(account, 50).stream().filter(it -> it.kind().name().equals(kind)).toList();
  }

  @Test
  void thePlatformHoldsAsLongAsTheLongestOrderAndLetsGoAfterTheLast() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef account = platform.newAccount();
    Preserved shorter = hold(account, Term.EUROPEAN_PRESERVATION_ORDER, lead);
    Preserved longer = hold(account, Term.TERRORIST_CONTENT, lead);
    Preserved same = hold(account, Term.EUROPEAN_PRESERVATION_ORDER, lead);
    assertThat(told(account))
        .containsExactly(new Action.Hold(until(shorter)), new Action.Hold(until(longer)));
    holding.release(longer.id(), "The court withdrew it by its registered mail.", lead);
    holding.extend(shorter.id(), lead);
    holding.release(shorter.id(), "The court withdrew it by its registered mail.", lead);
    holding.release(same.id(), "The court withdrew it by its registered mail.", lead);
    assertThat(told(account).subList(2, 5))
        .containsExactly(
            new Action.Hold(until(same)),
            new Action.Hold(until(shorter)),
            new Action.Hold(until(same)));
    assertThat(told(account)).hasSize(6).last().isEqualTo(new Action.ReleaseHold());
  }

  @Test
  void anOrderThatComesAgainWhileThePlatformIsSilentHoldsOnceWhenItAnswers() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef account = platform.newAccount();
    var written =
        new Holding.Written(
            authority(lead),
            "AGAIN-" + account.nativeId(),
            Term.US,
            PlatformId.SQUARE,
            "@h" + account.nativeId(),
            null);
    told(account);
    Preserved hold = holding.start(written, lead);
    platform.fail(FakePlatform.Fault.ANSWER_LOST);
    told(account);
    assertThat(recorded(account, "enforcement.answered")).isEmpty();
    platform.setDown(true);
    try {
      assertThat(holding.start(written, lead).id()).isEqualTo(hold.id());
    } finally {
      platform.setDown(false);
    }
    clock.forward(Duration.ofMinutes(30));
    round();
    assertThat(told(account)).containsExactly(new Action.Hold(until(hold)));
    assertThat(recorded(account, "enforcement.answered")).hasSize(1);
    assertThat(
            jdbc.sql("SELECT count(*) FROM legal_hold WHERE reference = ?")
                .param(written.reference())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void nothingOfAHoldIsPublicNorASanction() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef account = platform.newAccount();
    hold(account, Term.US, lead);
    told(account);
    assertThat(recorded(account, "enforcement.carried-out")).isEmpty();
    assertThat(recorded(account, "enforcement.answered"))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.publicHalf().toString()).doesNotContain("hold", "answered");
          assertThat(it.privateHalf()).containsEntry("action", "hold");
        });
  }

  @Test
  void anOrderToRemoveHoldsFromItsReceiptUntilItIsRefused() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef author = platform.newAccount();
    RemovalOrder order =
        receiving
            .take(
                new Receiving.Written(
                    authority(lead),
                    "VALE-" + platform.newId(),
                    "Article 2(7), point (a)",
                    null,
                    null,
                    "square",
                    author.nativeId(),
                    List.of("p1"),
                    "",
                    null),
                RemovalOrder.Source.DESK,
                lead)
            .order();
    assertThat(told(author)).singleElement().isInstanceOf(Action.Hold.class);
    round();
    assertThat(told(author)).hasSize(1);
    working.refuse(
        order.id(), RemovalOrder.Refusal.FORGED, "They never issued such an order.", lead);
    round();
    assertThat(told(author)).hasSize(2).last().isEqualTo(new Action.ReleaseHold());
    round();
    assertThat(told(author)).hasSize(2);
  }

  @Test
  void aHoldThatLapsedIsForgottenAndWhatThePlatformPurgedIsRecorded() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef account = platform.newAccount();
    Preserved hold = hold(account, Term.US, lead);
    assertThat(holds.unsettled(clock.instant())).doesNotContain(account);
    Instant after = until(hold).plusSeconds(1);
    assertThat(holds.unsettled(after)).contains(account);
    transaction.executeWithoutResult(_ -> holds.settle(account, null, after));
    assertThat(told(account)).as("it ends there by itself").hasSize(1);
    assertThat(holds.unsettled(after)).doesNotContain(account);

    transaction.executeWithoutResult(_ ->
        ends.receive(
            List.of(
                new Event.HoldEnded(platform.meta(clock.instant(), Origin.LIVE), account, 3, 1))));
    assertThat(recorded(account, "legal.hold-purged"))
        .singleElement()
        .satisfies(it -> assertThat(it.privateHalf().get("posts").toString()).isEqualTo("3"));
  }

  @Test
  void oneAccountThatFailsHoldsUpNoOther() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef broken = platform.newAccount();
    AccountRef whole = platform.newAccount();
    for (AccountRef account : List.of(broken, whole)) {
      Preserved hold = hold(account, Term.US, lead);
      told(account);
      jdbc.sql("UPDATE legal_hold SET released_at = now() WHERE id = ?").param(hold.id()).update();
    }
    number(broken, Long.MAX_VALUE);
    try {
      assertThatThrownBy(this::round).isInstanceOf(RuntimeException.class);
    } finally {
      number(broken, 1);
    }
    assertThat(told(whole)).last().isEqualTo(new Action.ReleaseHold());
    round();
    assertThat(told(broken)).last().isEqualTo(new Action.ReleaseHold());
  }

  /** After the last number there is none to issue an order under. */
  private void number(AccountRef account, long last) {
    jdbc.sql("UPDATE order_line SET last_number = ? WHERE account = ?")
        .params(last, account.nativeId())
        .update();
  }

  @Test
  void whatIsHandedOverIsKeptSealedAndStandsInNoRecord() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    AccountRef account = platform.newAccount();
    Preserved cause = hold(account, Term.US, lead);
    Issue issue =
        Issue.of(
            UUID.randomUUID(),
            account,
            new Action.HandOver(
                EnumSet.of(Action.Category.SUBSCRIBER), List.of(), null, null, "VALE-7"),
            cause.record());
    transaction.executeWithoutResult(_ -> orders.issue(List.of(issue), clock.instant()));
    assertThat(handOvers.find(issue.id())).isEmpty();
    told(account);
    HandOvers.HandedOver file = handOvers.find(issue.id()).orElseThrow();
    assertThat(handOvers.open(issue.id()).orElseThrow())
        .contains("ada@example.org")
        .hasSize((int) file.bytes());
    Recorded record =
        recorded(account, "enforcement.answered").stream()
            .filter(it -> it.privateHalf().containsValue("hand-over"))
            .findFirst()
            .orElseThrow();
    assertThat(record.privateHalf()).containsEntry("sha256", file.sha256());
    assertThat(record.toString()).doesNotContain("ada@example.org", "VALE-7");
    transaction.executeWithoutResult(_ -> handOvers.erase(issue.id()));
    assertThat(handOvers.open(issue.id())).isEmpty();
  }
}
