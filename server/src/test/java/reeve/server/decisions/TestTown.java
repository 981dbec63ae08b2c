package reeve.server.decisions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.TestEvents;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Docket;
import reeve.server.cases.Grip;
import reeve.server.enforcement.TestWorker;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.Post;
import reeve.server.record.Actor;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Reported accounts, their cases, and people to judge them. */
public final class TestTown {
  public static final String RECRUITMENT = "violent-extremism/recruitment";
  public static final String SPAM = "spam/bulk";

  public final FakePlatform platform;
  public final TestClock clock;
  public final TestDesk desk;
  public final Cases cases;
  public final Records records;
  private final Docket docket;
  private final Deciding deciding;
  private final TakingBack takingBack;
  private final TestWorker worker;
  private final TransactionTemplate transaction;
  private final TestEvents events;

  public TestTown(ApplicationContext context) {
    platform = context.getBean(FakePlatform.class);
    clock = context.getBean(TestClock.class);
    desk = context.getBean(TestDesk.class);
    cases = context.getBean(Cases.class);
    records = context.getBean(Records.class);
    docket = context.getBean(Docket.class);
    deciding = context.getBean(Deciding.class);
    takingBack = context.getBean(TakingBack.class);
    worker = TestWorker.in(context);
    transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    events = new TestEvents(clock);
  }

  /** A reported account with its open case. */
  public record Reported(Case of, AccountRef account, List<AccountRef> reporters, Post post) {
    /** The post that was flagged, as a form names it. */
    public String postId() {
      return post.post().nativeId();
    }
  }

  public Member member(Role role) {
    return desk.newMember(role);
  }

  public static Actor.Staff staff(Member member) {
    return new Actor.Staff(member.id().value());
  }

  /** An account that so many people reported for supporting a violent group. */
  public Reported reported(int reporters) {
    AccountRef account = events.someone();
    Post post = events.post(account, "Join the Crimson Dawn, ask me for the way.");
    List<AccountRef> people = new ArrayList<>();
    List<Event> batch = new ArrayList<>();
    batch.add(events.capture(account, post));
    for (int i = 0; i < reporters; i++) {
      people.add(events.someone());
      batch.add(events.report(people.getLast(), account, "1", post));
    }
    transaction.executeWithoutResult(_ -> docket.enter(batch));
    return new Reported(cases.open(account).orElseThrow(), account, people, post);
  }

  /** Another report on the same account. */
  public void report(AccountRef by, Reported reported) {
    transaction.executeWithoutResult(
        _ -> docket.enter(List.of(events.report(by, reported.account(), "1", reported.post()))));
  }

  public ClaimId claim(Reported reported, Member member) {
    return in(() ->
        switch (cases.take(cases.open(reported.account()).orElseThrow().id(), staff(member))) {
          case Grip.Held held -> Objects.requireNonNull(held.of().claim()).id();
          case Grip.Lost lost -> throw new AssertionError(lost);
          case Grip.Barred barred -> throw new AssertionError(barred);
        });
  }

  public <T> T in(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }

  public static DecisionForm form(String clause, String toHolder, String... measures) {
    return new DecisionForm(
        List.of(measures), clause, List.of(), List.of(), "7", "no", toHolder, "a note of ours");
  }

  /** Lets ten seconds pass, and the worker carry out what is due. */
  public void letItLeave() {
    clock.forward(Duration.ofSeconds(10));
    work();
  }

  /** Carries out what is due now. */
  public void work() {
    worker.drain(new Random(1));
  }

  /** Lets time pass, and notes the measures that ran out meanwhile. */
  public void pass(Duration time) {
    clock.forward(time);
    worker.lapse();
  }

  public List<Action> carriedOut(AccountRef account) {
    return platform.ordersOn(account).stream().map(Order::action).toList();
  }

  public List<Recorded> recorded(AccountRef account, String kind) {
    return records.about(account, 200).stream().filter(r -> r.kind().name().equals(kind)).toList();
  }

  /** Suspends the reported account for good, and lets it leave. */
  public DecisionId suspended(Reported reported, Member by) {
    return decided(
        reported,
        by,
        new DecisionForm(
            List.of("suspend-permanently"),
            RECRUITMENT,
            List.of(reported.postId()),
            List.of(),
            "",
            "no",
            "You asked people to join.",
            ""));
  }

  /** Decides, and lets it leave. */
  public DecisionId decided(Reported reported, Member by, DecisionForm form) {
    DecisionId id = made(reported, by, form);
    letItLeave();
    return id;
  }

  /** Decides; it can still be withdrawn. */
  public DecisionId made(Reported reported, Member by, DecisionForm form) {
    Decided decided =
        deciding.decide(
            cases.open(reported.account()).orElseThrow().id(),
            claim(reported, by),
            staff(by),
            form);
    if (decided instanceof Decided.Made made) {
      return made.id();
    }
    throw new AssertionError(decided);
  }

  public void withdraw(DecisionId decision, Member by) {
    takingBack.withdraw(decision, by);
  }

  public void undo(DecisionId decision, Member by) {
    takingBack.undo(decision, by, "It was another account after all.");
  }

  /** The newest letter that reached an account. */
  public Action.Letter letterTo(AccountRef account) {
    return switch (carriedOut(account).getLast()) {
      case Action.DeliverStatement statement -> statement.letter();
      case Action.DeliverAnswer answer -> answer.letter();
      case Action other -> throw new AssertionError(other);
    };
  }

  public Event.AppealFiled appeal(AccountRef by, String letter, String text) {
    return new Event.AppealFiled(events.meta(), by, letter, text, null);
  }
}
