package reeve.server.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.FakePlatform.Fault;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.decisions.Letter;
import reeve.server.decisions.Letters;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Recorded;
import reeve.server.record.Records;

@ServerTest
class EnforcementIT {
  private static final Duration IDLE = Duration.ofSeconds(1);

  @Autowired private Orders orders;
  @Autowired private OrderBook book;
  @Autowired private HandOrders hand;
  @Autowired private Records records;
  @Autowired private Letters letters;
  @Autowired private FakePlatform platform;
  @Autowired private TestClock clock;
  @Autowired private PlatformTransactionManager transactions;

  private AccountRef someone = new AccountRef(PlatformId.SQUARE, "nobody yet");

  @BeforeEach
  void nothingIsDueOfOtherTests() {
    someone = platform.newAccount();
    clock.forward(Duration.ofHours(1));
    drain();
  }

  @Test
  void ordersAreWithheldUntilTheirTimeAndThenCarriedOutInOrder() {
    UUID bundle = issue(someone, Duration.ofSeconds(10), new Action.Warn(), suspend(null));

    clock.forward(Duration.ofMillis(9_900));
    drain();
    assertThat(platform.ordersOn(someone)).isEmpty();
    clock.forward(Duration.ofMillis(100));
    drain();

    assertThat(platform.ordersOn(someone))
        .extracting(Order::number, Order::action)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, new Action.Warn()),
            org.assertj.core.groups.Tuple.tuple(2L, suspend(null)));
    assertThat(orders.of(bundle)).allMatch(o -> o.state() == OrderState.DONE);
    assertThat(records.about(someone, 10))
        .filteredOn(r -> r.kind().equals(Receipts.CARRIED_OUT))
        .hasSize(2)
        .first()
        .satisfies(r ->
            assertThat(r.publicHalf())
                .isEqualTo(
                    Map.of(
                        "action", "suspend",
                        "temporary", false,
                        "by", "platform",
                        "found", "otherwise")));
  }

  @Test
  void lanesShareTheAccountsAndEachKeepsToItsOwn() {
    List<AccountRef> accounts = Stream.generate(platform::newAccount).limit(40).toList();
    accounts.forEach(account -> issue(account, Duration.ZERO, new Action.Warn(), suspend(null)));

    drain(new Lane(0, 2));
    assertThat(accounts)
        .extracting(account -> platform.ordersOn(account).size())
        .contains(0, 2)
        .doesNotContain(1);
    drain(new Lane(1, 2));
    assertThat(accounts).allMatch(account -> platform.ordersOn(account).size() == 2);
  }

  @Test
  void anOrderThatNeverArrivedIsTriedAgainUnderTheSameId() {
    UUID bundle = issue(someone, Duration.ZERO, suspend(null));
    platform.fail(Fault.LOST, Fault.LOST);
    drain();
    assertThat(orders.of(bundle))
        .singleElement()
        .satisfies(o -> assertThat(o.answer()).isEqualTo("The square did not answer."));
    untilDone(bundle);
    assertThat(platform.ordersOn(someone)).hasSize(1);
    assertThat(carriedOut(someone)).hasSize(1);
  }

  @Test
  void anOrderWhoseAnswerWasLostHasItsEffectOnce() {
    UUID bundle = issue(someone, Duration.ZERO, suspend(null));
    platform.fail(Fault.ANSWER_LOST, Fault.BUG, Fault.ANSWER_LOST);
    untilDone(bundle);
    assertThat(platform.ordersOn(someone)).hasSize(1);
    assertThat(carriedOut(someone)).hasSize(1);
  }

  @Test
  void anOrderWhoseCallerDiedIsClosedByTheNextWorker() {
    UUID bundle = issue(someone, Duration.ZERO, suspend(null));
    platform.fail(Fault.CALLER_DIES);
    assertThatThrownBy(this::drain).isInstanceOf(FakePlatform.Death.class);
    assertThat(orders.of(bundle)).singleElement().matches(o -> o.state() == OrderState.DUE);
    drain();
    assertThat(platform.ordersOn(someone)).hasSize(1);
    assertThat(carriedOut(someone)).hasSize(1);
    assertThat(orders.of(bundle)).singleElement().matches(o -> o.state() == OrderState.DONE);
  }

  @Test
  void anUnansweredOrderHoldsBackLaterOnesOfItsAccountAndNobodyElses() {
    UUID first = issue(someone, Duration.ZERO, suspend(null));
    platform.fail(Fault.LOST);
    drain();
    AccountRef other = platform.newAccount();
    UUID later = issue(someone, Duration.ZERO, new Action.Warn());
    UUID others = issue(other, Duration.ZERO, new Action.Warn());
    drain();
    assertThat(platform.ordersOn(other)).hasSize(1);
    assertThat(platform.ordersOn(someone)).isEmpty();
    assertThat(orders.of(others)).singleElement().matches(o -> o.state() == OrderState.DONE);
    untilDone(later);
    assertThat(orders.of(first)).singleElement().matches(o -> o.state() == OrderState.DONE);
    assertThat(platform.ordersOn(someone)).extracting(Order::number).containsExactly(1L, 2L);
  }

  @Test
  void aSupersededOrderAndOneThatCannotBeObeyedAreClosedAsSuch() {
    platform.hasObeyed(someone, 5);
    AccountRef nobody = platform.nobody();
    UUID late = issue(someone, Duration.ZERO, suspend(null));
    UUID lost = issue(nobody, Duration.ZERO, suspend(null));
    drain();
    assertThat(orders.of(late)).singleElement().matches(o -> o.state() == OrderState.SUPERSEDED);
    assertThat(orders.of(lost)).singleElement().matches(o -> o.state() == OrderState.REFUSED);
    assertThat(records.about(nobody, 10))
        .filteredOn(r -> r.kind().equals(Receipts.REFUSED))
        .singleElement()
        .satisfies(r -> assertThat(r.publicHalf()).containsEntry("why", "no-such-account"));
  }

  @Test
  void aBundleIsWithdrawnWholeUntilATryOfItBegan() {
    UUID bundle = issue(someone, Duration.ofSeconds(10), new Action.Warn(), suspend(null));
    assertThat(withdraw(bundle)).isTrue();
    clock.forward(Duration.ofSeconds(11));
    drain();
    assertThat(platform.ordersOn(someone)).isEmpty();

    UUID tried = issue(someone, Duration.ZERO, suspend(null));
    platform.fail(Fault.LOST);
    drain();
    assertThat(withdraw(tried)).isFalse();
    untilDone(tried);
    assertThat(withdraw(tried)).isFalse();
    assertThat(platform.ordersOn(someone)).extracting(Order::number).containsExactly(3L);
  }

  @Test
  void numbersRiseWithoutGapsHoweverManyIssueAtOnce() throws Exception {
    List<AccountRef> accounts =
        List.of(platform.newAccount(), platform.newAccount(), platform.newAccount());
    List<Callable<UUID>> writers = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      List<AccountRef> mixed = new ArrayList<>(accounts);
      java.util.Collections.shuffle(mixed, random);
      writers.add(() -> {
        UUID bundle = UUID.randomUUID();
        issue(
            mixed.stream().map(a -> Issue.of(bundle, a, new Action.Warn(), cause(a))).toList(),
            clock.instant());
        return bundle;
      });
    }
    List<Standing> all = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(writers)) {
        all.addAll(orders.of(done.get()));
      }
    }
    for (AccountRef account : accounts) {
      assertThat(all)
          .filteredOn(o -> o.account().equals(account))
          .extracting(Standing::number)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
    }
    drain();
  }

  @Test
  void aLetterIsBroughtAsItIsKeptAndOneThatIsNotThereHoldsUpNobodyElse() {
    AccountRef other = platform.newAccount();
    RecordId cause = cause(someone);
    Letter lost = letter(someone);
    Letter kept = letter(other);
    UUID losing = UUID.randomUUID();
    letters.keep(kept.id(), List.of(kept), clock.instant());
    issue(List.of(lost.issue(losing, cause), kept.issue(kept.id(), cause)), clock.instant());

    drain();
    assertThat(platform.ordersOn(other))
        .singleElement()
        .extracting(Order::action)
        .isEqualTo(
            new Action.DeliverAnswer(
                new Action.Letter(kept.id().toString(), "An answer", "We looked.", null, null)));
    assertThat(platform.ordersOn(someone)).isEmpty();
    assertThat(orders.of(losing))
        .singleElement()
        .matches(o -> o.state() == OrderState.DUE)
        .extracting(Standing::answer)
        .isEqualTo("The letter that it brings is not in the database.");

    letters.keep(losing, List.of(lost), clock.instant());
    clock.forward(Duration.ofHours(1));
    untilDone(losing);
    assertThat(platform.ordersOn(someone)).hasSize(1);
  }

  @Test
  void theEndOfATemporaryMeasureIsARecordUnlessItWasUndone() {
    AccountRef forgiven = platform.newAccount();
    Instant end = clock.instant().plus(Duration.ofDays(3));
    issue(someone, Duration.ZERO, suspend(end));
    UUID undone = issue(forgiven, Duration.ZERO, suspend(end));
    drain();
    OrderId id = orders.of(undone).getFirst().id();
    issue(forgiven, Duration.ZERO, new Action.Reinstate(List.of(id)));
    drain();

    clock.forward(Duration.ofDays(3).minusMillis(1));
    book.noteLapses(clock.instant());
    assertThat(lapses(someone)).isEmpty();
    clock.forward(Duration.ofMillis(1));
    book.noteLapses(clock.instant());
    book.noteLapses(clock.instant());
    assertThat(lapses(someone)).hasSize(1);
    assertThat(lapses(forgiven)).isEmpty();
  }

  @Test
  void aPlatformWithoutConnectorWaitsForAHandAndCountsOnlyThen() {
    AccountRef elsewhere =
        new AccountRef(new PlatformId("elsewhere"), "account-" + UUID.randomUUID());
    UUID bundle = issue(elsewhere, Duration.ZERO, suspend(null));
    drain();
    assertThat(orders.of(bundle))
        .singleElement()
        .matches(o -> o.byHand() && o.state() == OrderState.DUE && o.tries() == 0);
    assertThat(carriedOut(elsewhere)).isEmpty();

    OrderId id = orders.of(bundle).getFirst().id();
    Actor.Staff staff = new Actor.Staff(UUID.randomUUID());
    assertThat(hand.done(id, staff)).isTrue();
    assertThat(hand.done(id, staff)).isFalse();
    assertThat(carriedOut(elsewhere))
        .singleElement()
        .satisfies(r -> assertThat(r.publicHalf()).containsEntry("by", "hand"))
        .matches(r -> r.actor().equals(staff.text()));
  }

  @Test
  void ordersOfTheSquareCannotBeClosedByHand() {
    UUID bundle = issue(someone, Duration.ofSeconds(10), suspend(null));
    OrderId id = orders.of(bundle).getFirst().id();
    assertThat(hand.done(id, new Actor.Staff(UUID.randomUUID()))).isFalse();
    assertThat(withdraw(bundle)).isTrue();
  }

  @Test
  void anOrderOutsideATransactionIsRefused() {
    assertThatThrownBy(() ->
            orders.issue(
                List.of(
                    Issue.of(
                        UUID.randomUUID(),
                        someone,
                        new Action.Warn(),
                        new RecordId(UUID.randomUUID()))),
                Instant.EPOCH))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Letter letter(AccountRef to) {
    return Letter.to(to, Letter.Audience.REPORTER, null, "An answer", "We looked.", null);
  }

  private static Action suspend(@org.jspecify.annotations.Nullable Instant until) {
    return new Action.Suspend(until);
  }

  private UUID issue(AccountRef account, Duration withheld, Action... actions) {
    UUID bundle = UUID.randomUUID();
    RecordId cause = cause(account);
    issue(
        java.util.Arrays.stream(actions).map(a -> Issue.of(bundle, account, a, cause)).toList(),
        clock.instant().plus(withheld));
    return bundle;
  }

  private void issue(List<Issue> issues, Instant leavesAt) {
    new TransactionTemplate(transactions).executeWithoutResult(_ -> orders.issue(issues, leavesAt));
  }

  private RecordId cause(AccountRef account) {
    Entry entry =
        new Entry(
            new Kind("decisions.decided", 1), account, OrderBook.WORKER, null, Map.of(), Map.of());
    return java.util.Objects.requireNonNull(
        new TransactionTemplate(transactions).execute(_ -> records.append(entry)));
  }

  private boolean withdraw(UUID bundle) {
    return Boolean.TRUE.equals(
        new TransactionTemplate(transactions).execute(_ -> orders.withdraw(bundle)));
  }

  /** Lets a new worker run until nothing is due now. */
  private void drain() {
    drain(Lane.ALL);
  }

  private void drain(Lane lane) {
    Dispatch dispatch = new Dispatch(platform, lane, book, clock, new Random(1));
    for (int pass = 0; pass < 200 && dueNow(lane); pass++) {
      dispatch.pass(IDLE);
    }
  }

  private boolean dueNow(Lane lane) {
    return book.nextTry(PlatformId.SQUARE, lane)
        .filter(next -> !next.isAfter(clock.instant()))
        .isPresent();
  }

  private void untilDone(UUID bundle) {
    for (int i = 0; i < 60; i++) {
      drain();
      if (orders.of(bundle).stream().allMatch(o -> o.state() == OrderState.DONE)) {
        return;
      }
      clock.forward(Duration.ofSeconds(10));
    }
    assertThat(orders.of(bundle)).allMatch(o -> o.state() == OrderState.DONE);
  }

  private List<Recorded> carriedOut(AccountRef account) {
    return kinds(account, Receipts.CARRIED_OUT);
  }

  private List<Recorded> lapses(AccountRef account) {
    return kinds(account, Receipts.LAPSED);
  }

  private List<Recorded> kinds(AccountRef account, Kind kind) {
    return records.about(account, 100).stream().filter(r -> r.kind().equals(kind)).toList();
  }
}
