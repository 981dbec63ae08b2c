package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Post;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
final class CasesIT {
  @Autowired private ApplicationContext context;
  @Autowired private Records records;
  private CaseTown town;

  @BeforeEach
  void aTownWithEmptyQueues() {
    town = new CaseTown(context);
    town.emptyQueues();
  }

  private double weight(AccountRef account) {
    return town.db
        .sql("select weight from cases where id = ?")
        .param(town.of(account).id().value())
        .query(Double.class)
        .single();
  }

  private RecordId cause() {
    return town.in(() ->
        records.append(
            new Entry(
                new Kind("decisions.decided", 1),
                null,
                new reeve.server.record.Actor.Worker("test"),
                null,
                java.util.Map.of(),
                java.util.Map.of())));
  }

  @Test
  void aSecondReportByTheSamePersonAddsItsPostsToTheFirst() {
    AccountRef subject = town.events.someone();
    AccountRef by = town.events.someone();
    Post one = town.events.post(subject, "one");
    Post two = town.events.post(subject, "two");
    town.enter(town.events.report(by, subject, "3", one));
    double before = weight(subject);
    town.enter(
        town.events.report(by, subject, "1", one, two), town.events.report(by, subject, "", two));

    Case of = town.of(subject);
    assertThat(of.reports()).isEqualTo(3);
    assertThat(of.reporters()).isEqualTo(1);
    assertThat(weight(subject)).isEqualTo(before);
    assertThat(of.queue().value()).isEqualTo("violent-extremism");
    assertThat(of.policies())
        .extracting(Object::toString)
        .containsExactly("violent-extremism", "spam");
    assertThat(town.cases.flagged(of.id()))
        .extracting(FlaggedPost::post)
        .contains(one, two)
        .hasSize(2);
    assertThat(town.cases.witnesses(of.id())).singleElement().matches(w -> w.reports().size() == 3);
    assertThat(Duration.between(of.openedAt(), of.due())).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void whoReportsVeryOftenIsHeardButCountsNoMore() {
    AccountRef by = town.events.someone();
    List<Event> many = new ArrayList<>();
    List<AccountRef> subjects = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      subjects.add(town.events.someone());
      many.add(town.events.report(by, subjects.getLast(), "3"));
    }
    // In two batches, since the count must outlive one.
    town.enter(many.subList(0, 25));
    town.enter(many.subList(25, 60));
    assertThat(subjects).allMatch(subject -> town.of(subject).reports() == 1);
    assertThat(subjects.subList(0, 30)).allMatch(subject -> weight(subject) > 0);
    assertThat(subjects.subList(30, 60)).allMatch(subject -> weight(subject) == 0);
  }

  @Test
  void tenThousandAccountsMadeTogetherAreOneWitness() {
    AccountRef subject = town.events.someone();
    Instant made = town.clock.instant().minus(Duration.ofDays(2));
    for (int batch = 0; batch < 10; batch++) {
      List<Event> flood = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        flood.add(town.events.report(town.events.someone(), made.plusSeconds(batch), subject, "1"));
      }
      town.enter(flood);
    }
    Case of = town.of(subject);
    assertThat(of.reports()).isEqualTo(10_000);
    assertThat(of.reporters()).isEqualTo(10_000);
    assertThat(weight(subject)).isLessThan(2.5);
    assertThat(of.priority().reporters()).isLessThan(Duration.ofHours(12));
  }

  @Test
  void oldAccountsMadeTogetherCountAsOneOnceTheyShareASecondSubject() {
    AccountRef a = town.events.someone();
    AccountRef b = town.events.someone();
    Instant made = town.clock.instant().minus(Duration.ofDays(300));
    AccountRef first = town.events.someone();
    AccountRef second = town.events.someone();
    town.enter(town.events.report(a, made, first, "3"));
    town.enter(town.events.report(b, made.plusSeconds(60), first, "3"));
    town.enter(town.events.report(a, made, second, "3"));
    town.enter(town.events.report(b, made.plusSeconds(60), second, "3"));
    assertThat(weight(first)).isCloseTo(2 * weight(second), within(0.01));
  }

  @Test
  void noFloodBuriesAnOlderCase() {
    Case old = town.reported("3");
    town.clock.forward(Duration.ofDays(5));
    AccountRef loud = town.events.someone();
    List<Event> flood = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      flood.add(town.events.report(town.events.someone(), loud, "2"));
    }
    town.enter(flood);
    assertThat(town.of(loud).priority().reporters()).isEqualTo(Duration.ofDays(1));
    assertThat(town.next(town.reviewer())).contains(old.id());
    assertThat(town.next(town.reviewer())).contains(town.of(loud).id());
  }

  @Test
  void theGravestComesFirstAndAgeBringsTheRest() {
    Case spam = town.reported("3");
    Case general = town.reported("");
    Case threat = town.reported("2");
    Case extremism = town.reported("1");
    List<CaseId> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      order.add(town.next(town.reviewer()).orElseThrow());
    }
    assertThat(order).containsExactly(extremism.id(), threat.id(), general.id(), spam.id());
  }

  @Test
  void flaggedPostsStayAsTheyWere() {
    AccountRef subject = town.events.someone();
    Post post = town.events.post(subject, "as it was \u0000 \uD800!");
    Post edited =
        new Post(
            post.post(),
            post.author(),
            post.at(),
            "edited",
            post.language(),
            post.visibility(),
            post.origin(),
            null,
            List.of(),
            List.of());
    town.enter(
        town.events.capture(subject, post),
        town.events.report(town.events.someone(), subject, "1", post));
    town.enter(town.events.report(town.events.someone(), subject, "1", edited));
    town.enter(town.events.deletion(post));
    List<FlaggedPost> kept = town.cases.flagged(town.of(subject).id());
    assertThat(kept).hasSize(2).allMatch(flagged -> flagged.deletedAt() != null);
    assertThat(kept).extracting(f -> f.post().text()).contains("edited");
  }

  @Test
  void nobodyIsGivenACaseThatTouchesTheirOwnAccount() {
    AccountRef own = town.events.someone();
    Member member = town.reviewer();
    town.db
        .sql("update staff_member set account_platform = 'square', account_id = ? where id = ?")
        .params(own.nativeId(), member.id().value())
        .update();
    Member bound = new Member(member.id(), member.name(), member.role(), own, null);
    AccountRef mentioned = town.events.someone();
    AccountRef reported = town.events.someone();
    town.enter(
        town.events.report(town.events.someone(), own, "1"),
        town.events.report(own, reported, "1"),
        town.events.report(
            town.events.someone(), mentioned, "1", town.events.post(mentioned, "@you wait", own)));
    assertThat(town.next(bound)).isEmpty();
    assertThat(town.cases.conflict(town.of(mentioned).id(), CaseTown.staff(bound))).isTrue();
    Case other = town.reported("3");
    assertThat(town.next(bound)).contains(other.id());
    assertThat(town.in(() -> town.cases.take(town.of(reported).id(), CaseTown.staff(bound))))
        .isInstanceOf(Grip.Barred.class);
  }

  @Test
  void aLapsedClaimGoesToTheNextReviewerAndTellsWhatHappened() {
    Case of = town.reported("1");
    Member first = town.reviewer();
    Member second = town.reviewer();
    town.next(first);
    ClaimId claim = town.claimOf(of.id());
    assertThat(town.next(second)).isEmpty();
    town.clock.forward(Duration.ofMinutes(14));
    assertThat(town.pages.renew(claim, first)).isPresent();
    town.clock.forward(Duration.ofMinutes(14));
    assertThat(town.in(() -> town.cases.grip(claim, CaseTown.staff(first))))
        .isInstanceOf(Grip.Held.class);
    town.clock.forward(Duration.ofMinutes(2));
    town.enter(town.events.report(town.events.someone(), of.account(), "1"));
    assertThat(town.pages.renew(claim, first)).isEmpty();
    assertThat(town.next(second)).contains(of.id());
    Grip.Lost lost = (Grip.Lost) town.in(() -> town.cases.grip(claim, CaseTown.staff(first)));
    assertThat(lost.since())
        .extracting(Grip.Happening::words)
        .containsExactly("The claim lapsed.", "One more report came in.");
    assertThat(town.in(() -> town.cases.grip(claim, CaseTown.staff(second))))
        .isInstanceOf(Grip.Barred.class);
  }

  @Test
  void dangerToLifeGoesToALeadAtOnceAndToEverybodyWhenNoneComes() {
    Case of = town.reported("3");
    Case graver = town.reported("1");
    Member reviewer = town.reviewer();
    town.pages.take(of.id(), town.desk.newMember(Role.LEAD));
    Member lead = town.desk.newMember(Role.LEAD);
    town.in(() -> {
      town.cases.escalate(of.id(), CaseTown.staff(lead));
      return true;
    });
    Case danger = town.of(of.account());
    assertThat(danger.danger()).isTrue();
    assertThat(danger.claim()).isNull();
    assertThat(Duration.between(town.clock.instant(), danger.due())).isEqualTo(Duration.ofHours(1));
    assertThat(town.pages.claimNext(reviewer, Optional.of(QueueId.DANGER))).isEmpty();
    assertThat(town.next(lead)).contains(of.id());
    town.pages.handBack(town.claimOf(of.id()), lead);
    town.clock.forward(Duration.ofMinutes(16));
    assertThat(town.next(reviewer)).contains(of.id());
    assertThat(town.next(reviewer)).contains(graver.id());
  }

  @Test
  void aWithdrawnDecisionJoinsTheCaseThatWasOpenedMeanwhile() {
    Case of = town.reported("2");
    Member member = town.reviewer();
    town.next(member);
    RecordId cause = cause();
    town.in(() -> {
      town.cases.close(of.id(), "no violation", cause, town.clock.instant());
      return true;
    });
    assertThat(town.cases.open(of.account())).isEmpty();
    town.enter(town.events.report(town.events.someone(), of.account(), "3"));
    Case meanwhile = town.of(of.account());
    assertThat(meanwhile.id()).isNotEqualTo(of.id());
    Case open = town.in(() -> town.cases.reopen(of.id(), cause, CaseTown.staff(member)));
    assertThat(open.id()).isEqualTo(meanwhile.id());
    assertThat(open.reports()).isEqualTo(2);
    assertThat(open.queue().value()).isEqualTo("violent-threats");
    assertThat(open.openedAt()).isEqualTo(of.openedAt());
    assertThat(Objects.requireNonNull(open.claim()).holder()).isEqualTo(CaseTown.staff(member));
    assertThat(town.cases.find(of.id()).orElseThrow().state()).isEqualTo(Case.State.MERGED);
  }

  @Test
  void reportersWeighByHowOftenTheyWereRight() {
    assertThat(Reporters.weight(0, 0, 0.5)).isEqualTo(1);
    assertThat(Reporters.weight(8, 8, 0.5)).isCloseTo(1.8, within(0.001));
    assertThat(Reporters.weight(100, 100, 0.2)).isEqualTo(2);
    assertThat(Reporters.weight(100, 0, 0.5)).isEqualTo(0.25);
    Case of = town.reported("3");
    AccountRef by = town.cases.witnesses(of.id()).getFirst().account();
    for (boolean right : new boolean[] {true, true, false, true}) {
      town.in(() -> {
        town.cases.judgeReporters(of.id(), right);
        return true;
      });
    }
    var row =
        town.db
            .sql("select judged * 10 + was_right from reporter where native_id = ?")
            .param(by.nativeId())
            .query(Integer.class)
            .single();
    assertThat(row).isEqualTo(11);
  }

  @Test
  void sealedPostsLeaveTheCopiesAtOnce() {
    AccountRef subject = town.events.someone();
    Post post = town.events.post(subject, "hidden from everybody");
    town.enter(
        town.events.capture(subject, post),
        town.events.report(town.events.someone(), subject, "1", post));
    CaseId id = town.of(subject).id();
    town.in(() -> {
      town.cases.seal(id, List.of(post.post()), CaseTown.staff(town.reviewer()));
      return true;
    });
    assertThat(town.cases.flagged(id))
        .singleElement()
        .matches(f -> f.sealed() && f.post().text().isEmpty());
    assertThat(town.cases.needed(List.of(post.post()))).isEmpty();
    assertThat(
            town.db
                .sql("select posts from capture where account = ?")
                .param(subject.nativeId())
                .query(String.class)
                .single())
        .doesNotContain("hidden from everybody");
  }

  @Test
  void aReviewerMayCorrectTheQueueAndReportsNoLongerMoveIt() {
    Case of = town.reported("3");
    Member member = town.reviewer();
    town.next(member);
    town.pages.move(town.claimOf(of.id()), new QueueId("violent-threats"), member);
    Case moved = town.of(of.account());
    assertThat(moved.queue().value()).isEqualTo("violent-threats");
    assertThat(moved.priority().severity()).isEqualTo(Duration.ofHours(42));
    town.enter(town.events.report(town.events.someone(), of.account(), "1"));
    assertThat(town.of(of.account()).queue().value()).isEqualTo("violent-threats");
  }
}
