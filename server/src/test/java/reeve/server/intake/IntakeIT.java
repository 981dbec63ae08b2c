package reeve.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Cases;
import reeve.server.cases.Docket;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.StreamReader;
import reeve.server.record.Records;

@Tag("sql")
@ServerTest
final class IntakeIT {
  private static void noGuard() {}

  @Autowired private JdbcClient db;
  @Autowired private Docket docket;
  @Autowired private Platforms platforms;
  @Autowired private SetAside aside;
  @Autowired private IntakeMeters meters;
  @Autowired private Cases cases;
  @Autowired private Records records;
  @Autowired private InstantSource clock;
  @Autowired private PlatformTransactionManager transactions;

  private final StubbornPlatform platform =
      new StubbornPlatform("t" + UUID.randomUUID().toString().substring(0, 20));
  private final List<Receiver> receivers = new ArrayList<>();

  private TestEvents events() {
    return new TestEvents(clock, platform.id());
  }

  private Intake intake(int batch, PlatformTransactionManager through) {
    IntakeSettings settings =
        new IntakeSettings(
            batch,
            java.time.Duration.ZERO,
            java.time.Duration.ZERO,
            org.springframework.util.unit.DataSize.ofKilobytes(256),
            100);
    ObjectProvider<Receiver> given =
        new ObjectProvider<>() {
          @Override
          public java.util.stream.Stream<Receiver> orderedStream() {
            return receivers.stream();
          }
        };
    return new Intake(db, docket, given, aside, meters, settings, clock, through);
  }

  @Test
  void aFlagBecomesACaseWithItsPostAndItsRecord() throws PlatformUnavailable {
    AccountRef subject = events().someone();
    var post = events().post(subject, "Join the Crimson Dawn");
    var report = events().report(events().someone(), subject, "violent-extremism", post);
    platform.give(events().capture(subject, post), report);

    assertThat(intake(100, transactions).next(platform, IntakeIT::noGuard).events()).isEqualTo(2);

    var open = cases.open(subject).orElseThrow();
    assertThat(open.queue().value()).isEqualTo("violent-extremism");
    assertThat(open.reports()).isEqualTo(1);
    assertThat(open.handle()).isEqualTo("h-" + subject.nativeId());
    assertThat(cases.flagged(open.id())).singleElement().matches(f -> f.post().equals(post));
    assertThat(records.about(subject, 10))
        .extracting(recorded -> recorded.kind().name())
        .containsExactly("cases.reported", "cases.opened");
    assertThat(cases.holding(platform.id(), report.id())).contains(open.id());
  }

  /** Dies at random places of the transaction, before the commit and after it. */
  private final class Dying implements PlatformTransactionManager {
    private final Random random = new Random(7);

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return transactions.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      boolean before = random.nextInt(4) == 0;
      if (before) {
        transactions.rollback(status);
        throw new TransientDataAccessResourceException("died before the commit");
      }
      transactions.commit(status);
      if (random.nextInt(4) == 0) {
        throw new TransientDataAccessResourceException("died after the commit");
      }
    }

    @Override
    public void rollback(TransactionStatus status) {
      transactions.rollback(status);
    }
  }

  @Test
  void whateverDiesWhenEachEventIsInEffectOnce() throws PlatformUnavailable {
    List<AccountRef> subjects = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      AccountRef subject = events().someone();
      subjects.add(subject);
      platform.give(events().capture(subject));
      for (int k = 0; k <= i % 3; k++) {
        platform.give(events().report(events().someone(), subject, "spam"));
      }
    }
    List<String> received = new ArrayList<>();
    receivers.add(more ->
        more.forEach(event ->
            db.sql("insert into case_log (case_id, at, words) values (?, now(), ?)")
                .params(-42L, platform.id() + event.meta().position())
                .update()));
    Random random = new Random(3);
    PlatformTransactionManager dying = new Dying();
    for (int round = 0; round < 1000; round++) {
      try {
        // Each round is a fresh process: nothing is remembered but what the database holds.
        if (intake(1 + random.nextInt(9), dying).next(platform, IntakeIT::noGuard).events() == 0) {
          break;
        }
      } catch (RuntimeException e) {
        platform.setDown(random.nextInt(5) == 0);
        if (random.nextBoolean()) {
          platform.setDown(false);
        }
      } catch (PlatformUnavailable e) {
        platform.setDown(false);
      }
    }
    for (int i = 0; i < subjects.size(); i++) {
      assertThat(cases.open(subjects.get(i)).orElseThrow().reports()).isEqualTo(1 + i % 3);
    }
    received.addAll(
        db.sql("select words from case_log where case_id = -42 and words like ?")
            .param(platform.id() + "%")
            .query(String.class)
            .list());
    assertThat(received).hasSize(180).doesNotHaveDuplicates();
    assertThat(aside.waiting(1000)).noneMatch(row -> row.platform().equals(platform.id().value()));
  }

  @Test
  void aPoisonEventIsSetAsideInSightAndTheRestGoesOn() throws PlatformUnavailable {
    AccountRef subject = events().someone();
    var poison = events().report(events().someone(), subject, "spam");
    platform.give(
        events().report(events().someone(), subject, "spam"),
        poison,
        events().report(events().someone(), subject, "spam"));
    Set<String> refused = new HashSet<>(Set.of(poison.id()));
    receivers.add(more ->
        more.forEach(event -> {
          if (event instanceof Event.ReportFiled report && refused.contains(report.id())) {
            throw new IllegalArgumentException("this one cannot be taken in");
          }
        }));
    Intake intake = intake(100, transactions);

    assertThat(intake.next(platform, IntakeIT::noGuard).events()).isEqualTo(3);

    assertThat(cases.open(subject).orElseThrow().reports()).isEqualTo(2);
    var row = mine().getFirst();
    assertThat(row.why()).isEqualTo("this one cannot be taken in");
    assertThat(row.kind()).isEqualTo("report");
    assertThat(intake.again(row.id(), platform)).isEqualTo("this one cannot be taken in");
    assertThat(mine().getFirst().tries()).isEqualTo(2);
    refused.clear();
    assertThat(intake.again(row.id(), platform)).isNull();
    assertThat(mine()).isEmpty();
    assertThat(cases.open(subject).orElseThrow().reports()).isEqualTo(3);
    assertThat(intake.again(row.id(), platform)).contains("already");
    assertThat(
            db.sql("select content from set_aside where id = ?")
                .param(row.id())
                .query(String.class)
                .single())
        .as("it stands where it belongs, and no second time")
        .isEmpty();
  }

  private List<SetAside.Row> mine() {
    return aside.waiting(1000).stream()
        .filter(row -> row.platform().equals(platform.id().value()))
        .toList();
  }

  @Test
  void whatNobodyCanReadIsAskedForAgainOnceTheConnectorCan() throws PlatformUnavailable {
    AccountRef subject = events().someone();
    var report = events().report(events().someone(), subject, "");
    platform.give(new Event.Unreadable(report.meta(), "{\"type\":\u0000", "It is no JSON."));
    Intake intake = intake(100, transactions);
    intake.next(platform, IntakeIT::noGuard);
    var row = mine().getFirst();
    assertThat(row.why()).isEqualTo("It is no JSON.");
    assertThat(intake.again(row.id(), platform)).isEqualTo("It is no JSON.");
    platform.replace(0, report);
    assertThat(intake.again(row.id(), platform)).isNull();
    assertThat(cases.open(subject).orElseThrow().queue().value()).isEqualTo("general");
  }

  @Test
  void thePlatformIsToldWhereEachReaderOfItsStreamIs() throws PlatformUnavailable {
    StreamReader other = of -> List.of(new Platform.Reader("other of " + of, "4"));
    Readers telling = readers(new IntakeReader(db), other);
    Platform.Reader beside = new Platform.Reader("other of " + platform.id(), "4");
    telling.tell(platform);
    assertThat(platform.told()).containsExactly(new Platform.Reader("intake", null), beside);

    AccountRef subject = events().someone();
    var poison = events().report(events().someone(), subject, "spam");
    var known = events().report(events().someone(), subject, "");
    var unreadable = events().report(events().someone(), subject, "");
    platform.give(events().capture(subject), poison);
    receivers.add(more -> {
      if (more.contains(poison)) {
        throw new IllegalArgumentException("this one cannot be taken in");
      }
    });
    Intake intake = intake(2, transactions);
    intake.next(platform, IntakeIT::noGuard);
    telling.tell(platform);
    assertThat(platform.told())
        .as("what is set aside whole is not read again")
        .containsExactly(new Platform.Reader("intake", "2"), beside);

    platform.give(new Event.Unreadable(unreadable.meta(), "{", "It is no JSON."), known);
    platform.give(events().capture(subject));
    intake.next(platform, IntakeIT::noGuard);
    intake.next(platform, IntakeIT::noGuard);
    telling.tell(platform);
    assertThat(platform.told()).hasSize(3).contains(new Platform.Reader("intake", "5"), beside);
    assertThat(platform.told().get(1).name()).endsWith("set aside by intake");
    assertThat(platform.told().get(1).cursor()).isEqualTo("2");

    platform.replace(2, unreadable);
    var row = mine().getLast();
    assertThat(intake.again(row.id(), platform)).isNull();
    telling.tell(platform);
    assertThat(platform.told()).containsExactly(new Platform.Reader("intake", "5"), beside);
  }

  private Readers readers(StreamReader... all) {
    return new Readers(
        platforms,
        new ObjectProvider<>() {
          @Override
          public java.util.stream.Stream<StreamReader> orderedStream() {
            return java.util.stream.Stream.of(all);
          }
        });
  }

  @Test
  void everyKindOfEventSurvivesBeingKeptAsText() {
    AccountRef a = events().someone();
    var post = events().post(a, "\uD83D said \u0000 \uD83D\uDE00");
    for (Event event :
        List.of(
            new Event.AccountCreated(events().meta(), events().profile(a, "x")),
            new Event.AccountUpdated(events().meta(), events().profile(a, "y")),
            new Event.PostCreated(events().meta(), post),
            events().deletion(post),
            new Event.Boosted(events().meta(), a, post.post(), a),
            new Event.Followed(events().meta(), a, a),
            events().capture(a, post),
            events().report(a, a, "1", post),
            new Event.AppealFiled(events().meta(), a, "d", "text", "id"))) {
      assertThat(EventText.read(EventText.write(event))).isEqualTo(event);
    }
  }

  @Test
  void aStreamThatAnotherProcessReadIsLeftAlone() throws PlatformUnavailable {
    AccountRef subject = events().someone();
    platform.give(events().report(events().someone(), subject, ""));
    Intake other = intake(100, transactions);
    Runnable overtaken =
        () -> {
          try {
            other.next(platform, IntakeIT::noGuard);
          } catch (PlatformUnavailable e) {
            throw new IllegalStateException(e);
          }
        };
    // The other process commits between our reading and our writing.
    Runnable[] once = {overtaken};
    assertThatThrownBy(() ->
            intake(100, transactions)
                .next(
                    platform,
                    () -> {
                      Runnable first = once[0];
                      once[0] = IntakeIT::noGuard;
                      Thread thread = Thread.ofVirtual().start(first);
                      try {
                        thread.join();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(Intake.CursorMoved.class);
    assertThat(cases.open(subject).orElseThrow().reports()).isEqualTo(1);
  }
}
