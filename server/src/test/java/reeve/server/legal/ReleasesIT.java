package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.staff.Lease;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What becomes of a request for data from its release on, and when others come in between. */
@ServerTest
final class ReleasesIT extends DisclosureTown {
  @Test
  void whatSomebodyDownloadedIsNotUndoneAndEveryReleaseIsLookedAtAfterwards() throws Exception {
    AccountRef account = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID id = taken(Instrument.EMERGENCY, data, account);
    disclosing.propose(id, wish(id, data), legal);
    town.clock.forward(SecondPerson.ALONE_AFTER);
    disclosing.release(id, seen(id), legal);
    round();
    disclosing.openAgain(id, "The duty desk asks for less than that.", legal);
    assertThat(find(id).released()).isNull();
    assertThat(find(id).needsReview()).as("it was released all the same").isTrue();

    Member third = town.desk.newMember(Role.LEGAL);
    Member fourth = town.desk.newMember(Role.LEGAL);
    disclosing.propose(id, wish(id, data), second);
    disclosing.release(id, seen(id), third);
    round();
    handingOver.download(id, third);
    assertProblem(
        LegalProblem.NOT_OPEN,
        () -> disclosing.openAgain(id, "The duty desk asks for less than that.", legal));
    mvc.perform(get("/legal/disclosures/" + id).session(town.desk.session(legal)))
        .andExpect(content().string(not(containsString("Drop it and propose anew"))))
        .andExpect(content().string(containsString("Not handed over after all")));
    disclosing.takeBack(id, "The duty desk found the person; the copy is deleted.", third);
    assertThat(words(id)).contains("Taken back, after its file had been downloaded.");
    assertThat(town.recorded(account, "legal.disclosure-ended").getFirst().privateHalf())
        .containsEntry("downloaded", true);
    round();
    assertThat(letters(account)).hasSize(2);
    assertThat(letters(account).getFirst()).contains("no second person was there");
    assertThat(letters(account).getLast()).contains("What we had collected is deleted");

    for (Member hand : List.of(legal, second, third)) {
      assertProblem(
          LegalProblem.SAME_PERSON,
          () -> handingOver.review(id, "Both were released with reason.", hand));
    }
    handingOver.review(id, "Both were released with reason.", fourth);
    assertThat(find(id).needsReview()).isFalse();
    assertThat(find(id).releases())
        .hasSize(2)
        .allMatch(it -> it.review().equals("Both were released with reason."));
  }

  @Test
  void nobodyReleasesWhatTheyHaveNotRead() {
    UUID id =
        taken(
            Instrument.SUBPOENA,
            EnumSet.of(Data.SUBSCRIBER, Data.SIGN_INS),
            town.platform.newAccount());
    disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER)), legal);
    UUID read = seen(id);
    disclosing.openAgain(id, "They ask for the sign-ins, too.", legal);
    disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER, Data.SIGN_INS)), legal);
    assertProblem(LegalProblem.MOVED, () -> disclosing.release(id, read, second));
    assertThat(find(id).state()).isEqualTo(State.PROPOSED);
    disclosing.release(id, seen(id), second);
  }

  @Test
  void eachHolderIsToldOfJustWhatLeavesAndThatNothingDoes() throws Exception {
    AccountRef ada = town.platform.newAccount();
    AccountRef bob = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER, Data.SIGN_INS);
    UUID id =
        take(written(authority(true), Instrument.SUBPOENA, data, ada.nativeId(), bob.nativeId()));
    released(id, EnumSet.of(Data.SUBSCRIBER));
    round();
    assertThat(letters(ada)).hasSize(1);
    assertThat(letters(bob)).isEmpty();
    disclosing.openAgain(id, "They ask for the sign-ins of both.", second);

    Disclosing.Wish both =
        new Disclosing.Wish(data, Set.of(1, 2), null, null, contact(find(id).authority()), WORDS);
    disclosing.propose(id, both, legal);
    disclosing.release(id, seen(id), second);
    round();
    assertThat(letters(ada)).hasSize(2).last().asString().contains("signing in");
    assertThat(letters(bob)).hasSize(1);
    disclosing.openAgain(id, "The other one is enough, they say.", second);

    disclosing.propose(
        id, new Disclosing.Wish(data, Set.of(2), null, null, both.contact(), WORDS), legal);
    disclosing.release(id, seen(id), second);
    round();
    handingOver.handedOver(id, WORDS, second);
    round();
    assertThat(letters(bob)).as("told of just this before").hasSize(1);
    assertThat(letters(ada)).hasSize(3).last().asString().contains("Nothing of your account");
  }

  @Test
  void aSilenceThatEndsBeforeTheDataLeavesIsFollowedByTheNoticeFirst() throws Exception {
    AccountRef account = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    Silence day =
        new Silence(
            Silence.Why.PROHIBITED,
            "Section 9 of the order forbids it.",
            town.clock.instant().plus(Duration.ofDays(1)));
    UUID id =
        take(silent(written(authority(true), Instrument.WARRANT, data, account.nativeId()), day));
    mvc.perform(get("/legal/disclosures/" + id).session(town.desk.session(legal)))
        .andExpect(content().string(containsString("value=\"PROHIBITED\" selected")))
        .andExpect(
            content().string(containsString("value=\"Section 9 of the order forbids it.\"")));
    released(id, data);
    round();
    handingOver.download(id, second);
    town.clock.forward(Duration.ofDays(1));
    assertProblem(LegalProblem.NOT_TOLD, () -> handingOver.download(id, second));
    assertProblem(LegalProblem.NOT_TOLD, () -> handingOver.handedOver(id, WORDS, second));
    assertThat(letters(account)).isEmpty();
    round();
    assertThat(letters(account)).singleElement().asString().contains("We hand data");
    handingOver.handedOver(id, WORDS, second);
    round();
    assertThat(letters(account)).hasSize(1);
  }

  private Silence silence(Duration from) {
    return new Silence(
        Silence.Why.PROHIBITED,
        "Section 9 of the order forbids it.",
        town.clock.instant().plus(from));
  }

  @Test
  void whoWasToldThatDataLeavesHearsOnceAfterTheSilenceThatNoneDoes() throws Exception {
    AccountRef account = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID id = taken(Instrument.WARRANT, data, account);
    released(id, data);
    round();
    assertThat(letters(account)).hasSize(1);
    disclosing.openAgain(id, "The court forbids to tell of it from now on.", second);
    handingOver.silence(id, silence(Duration.ofDays(30)), legal);
    disclosing.takeBack(id, "The court says that it withdrew the paper.", second);
    round();
    assertThat(letters(account)).as("silence is ordered").hasSize(1);

    handingOver.silence(id, silence(Duration.ofDays(2)), legal);
    town.clock.forward(Duration.ofDays(1));
    round();
    assertThat(letters(account)).hasSize(1);
    town.clock.forward(Duration.ofDays(1));
    round();
    assertThat(letters(account)).hasSize(2).last().asString().contains("Nothing of your account");
    assertThat(rows.toRecant(town.clock.instant())).doesNotContain(id);
    round();
    assertThat(letters(account)).as("once").hasSize(2);
  }

  @Test
  void afterASilenceEachHolderHearsWhatBecameOfTheirOwnData() throws Exception {
    AccountRef ada = town.platform.newAccount();
    AccountRef bob = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID id =
        take(written(authority(true), Instrument.WARRANT, data, ada.nativeId(), bob.nativeId()));
    released(id, data);
    round();
    assertThat(letters(ada)).hasSize(1);
    disclosing.openAgain(id, "It is about the other one, they say.", second);
    handingOver.silence(id, silence(Duration.ofDays(30)), legal);
    disclosing.propose(
        id,
        new Disclosing.Wish(data, Set.of(2), null, null, contact(find(id).authority()), WORDS),
        legal);
    disclosing.release(id, seen(id), second);
    round();
    handingOver.handedOver(id, WORDS, second);
    round();
    assertThat(letters(ada)).hasSize(1);
    assertThat(letters(bob)).isEmpty();
    town.clock.forward(Duration.ofDays(30));
    round();
    round();
    assertThat(letters(ada)).hasSize(2).last().asString().contains("Nothing of your account");
    assertThat(letters(bob)).singleElement().asString().contains("We could not tell you before");
  }

  @Test
  void aRequestWhoseSilenceWasMovedIsTheSameWhenItComesAgain() {
    TakingIn.Written paper =
        silent(
            written(
                authority(true),
                Instrument.WARRANT,
                EnumSet.of(Data.SUBSCRIBER),
                town.platform.newAccount().nativeId()),
            silence(Duration.ofDays(2)));
    UUID id = take(paper);
    Silence moved = silence(Duration.ofDays(4));
    handingOver.silence(id, moved, legal);
    assertThat(take(paper)).isEqualTo(id);
    assertThat(find(id).silence()).as("it stays moved").isEqualTo(moved);
    assertThat(take(silent(paper, moved))).as("ordered so it is another").isNotEqualTo(id);
    assertThat(take(silent(paper, null))).isNotEqualTo(id);
  }

  @Test
  void aRequestIsTakenBackWithoutWaitingForThePlatform() throws Exception {
    AccountRef untouched = town.platform.newAccount();
    AccountRef asked = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID before = taken(Instrument.SUBPOENA, data, untouched);
    UUID id = taken(Instrument.SUBPOENA, data, asked);
    town.work();
    released(before, data);
    disclosing.takeBack(before, "The court says that it withdrew the paper.", second);
    town.work();
    released(id, data);
    town.platform.fail(FakePlatform.Fault.LOST);
    town.work();
    disclosing.takeBack(id, "The court says that it withdrew the paper.", second);
    assertThat(find(id).state()).isEqualTo(State.TAKEN_BACK);
    assertThat(rows.abandoned()).contains(id).doesNotContain(before);

    town.clock.forward(Duration.ofMinutes(30));
    round();
    assertThat(actions(untouched)).as("nothing was asked, nobody told").isEmpty();
    assertThat(actions(asked)).hasSize(3);
    assertThat(letters(asked)).hasSize(2).last().asString().contains("Nothing of your account");
    assertThat(jdbc.sql("SELECT count(*) FROM handed_over").query(Long.class).single()).isZero();
    assertThat(packages.find(id)).isEmpty();
    assertThat(rows.abandoned()).doesNotContain(id);
  }

  @Test
  void whatAPlatformGivesBeyondWhatItWasAskedForOrSealedIsNotHandedOn() throws Exception {
    AccountRef account = town.platform.newAccount();
    town.platform.handsOver(
        account, "{\"account\":\"%s\",\"signIns\":{}}".formatted(account.nativeId()));
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID id = taken(Instrument.SUBPOENA, data, account);
    released(id, data);
    round();
    assertThat(find(id).named().getFirst().answer())
        .isEqualTo("The platform gave more than was asked for (signIns).");
    Map<String, String> files = unzip(handingOver.download(id, legal));
    assertThat(files).doesNotContainKey("1/platform.json");
    assertThat(files.get("manifest.json")).contains("more than was asked for");

    UUID locked = taken(Instrument.SUBPOENA, data, town.platform.newAccount());
    released(locked, data);
    town.work();
    jdbc.sql("UPDATE handed_over SET sealed = ?")
        .param(context.getBean(reeve.server.staff.Safe.class).seal("{}", "something else"))
        .update();
    round();
    assertThat(find(locked).named().getFirst().answer()).contains("the key that sealed it is");
  }

  @Test
  void aSilencedHolderIsToldWhenTheSilenceEnds() throws Exception {
    AccountRef account = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    Instant now = town.clock.instant();
    TakingIn.Written of = written(authority(true), Instrument.WARRANT, data, account.nativeId());
    for (Silence wrong :
        List.of(
            new Silence(Silence.Why.PROHIBITED, "Section 9 of the order forbids it.", now),
            new Silence(
                Silence.Why.PROHIBITED,
                "Section 9 of the order forbids it.",
                now.plus(Duration.ofDays(400))),
            new Silence(Silence.Why.TERRORISM_INVESTIGATION, "", now.plusSeconds(60)))) {
      assertProblem(LegalProblem.BAD_INPUT, () -> take(silent(of, wrong)));
    }
    UUID id =
        take(
            silent(
                of,
                new Silence(
                    Silence.Why.PROHIBITED,
                    "Section 9 of the order forbids it.",
                    now.plus(Duration.ofDays(30)))));
    released(id, data);
    round();
    handingOver.handedOver(id, WORDS, second);
    assertThat(actions(account)).hasSize(1).first().isInstanceOf(Action.HandOver.class);
    town.clock.forward(Duration.ofDays(30));
    round();
    round();
    assertThat(actions(account)).hasSize(2);
    assertThat(actions(account).getLast())
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            it -> assertThat(it.letter().body()).contains("We could not tell you before"));
    assertThat(find(id).toldAt()).isNotNull();
  }

  @Test
  void aLostAnswerLeavesNoHalfFileAndAFileIsMadeOnce() throws Exception {
    AccountRef account = town.platform.newAccount();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID id = taken(Instrument.SUBPOENA, data, account);
    town.work();
    released(id, data);
    town.platform.fail(FakePlatform.Fault.ANSWER_LOST);
    town.work();
    try (Lease lease = leases.take("legal-disclosures", Duration.ofMinutes(1)).orElseThrow()) {
      collecting.round(lease);
    }
    town.clock.forward(Duration.ofMinutes(30));
    round();
    round();
    assertThat(find(id).state()).isEqualTo(State.READY);
    assertThat(town.recorded(account, "legal.package-made")).hasSize(1);
    assertThat(actions(account)).hasSize(2);
  }

  @Test
  void twoWhoReleaseOrEnterTheSameAtOnceDoItOnce() throws Exception {
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    AccountRef account = town.platform.newAccount();
    TakingIn.Written paper =
        written(authority(true), Instrument.SUBPOENA, data, account.nativeId());
    List<UUID> ids = atOnce(() -> take(paper), () -> take(paper));
    assertThat(ids).hasSize(2);
    assertThat(Set.copyOf(ids)).hasSize(1);
    UUID id = ids.getFirst();
    disclosing.propose(id, wish(id, data), legal);
    Member third = town.desk.newMember(Role.ADMINISTRATOR);
    List<Boolean> done =
        atOnce(
            () -> {
              disclosing.release(id, seen(id), second);
              return true;
            },
            () -> {
              disclosing.release(id, seen(id), third);
              return true;
            });
    assertThat(done).as("the other was refused").containsExactly(true);
    round();
    assertThat(actions(account)).hasSize(2);
    assertThat(town.recorded(account, "legal.disclosure-released")).hasSize(1);
  }

  @Test
  void aFileIsDeletedWhenItsTimeIsOverAndWhenTheOrderIsTakenBack() throws Exception {
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID withdrawn = taken(Instrument.SUBPOENA, data, town.platform.newAccount());
    UUID kept = taken(Instrument.SUBPOENA, data, town.platform.newAccount());
    released(withdrawn, data);
    released(kept, data);
    round();
    disclosing.takeBack(withdrawn, "The court says that it withdrew the paper.", second);
    assertThat(packages.open(withdrawn)).isEmpty();
    handingOver.handedOver(kept, WORDS, legal);
    town.clock.forward(Duration.ofDays(181));
    round();
    assertThat(packages.open(kept)).isEmpty();
    assertProblem(LegalProblem.NO_FILE, () -> handingOver.download(kept, legal));
  }

  @Test
  void aReferenceThatComesAgainSwallowsNothing() {
    AccountRef account = town.reported(1).account();
    UUID authority = authority(true);
    TakingIn.Written first =
        written(authority, Instrument.WARRANT, EnumSet.of(Data.PUBLIC_POSTS), account.nativeId());
    UUID forged = take(first);
    assertThat(take(first)).as("the very same again").isEqualTo(forged);
    disclosing.refuse(forged, Denial.FORGED, "The court says that it is none of theirs.", legal);
    UUID genuine = take(first);
    assertThat(genuine).isNotEqualTo(forged);

    UUID wider = take(also(first, EnumSet.of(Data.PUBLIC_POSTS, Data.SUBSCRIBER)));
    assertThat(wider).isNotIn(forged, genuine);
    assertThat(words(wider))
        .filteredOn(it -> it.startsWith("The same reference as of a request received"))
        .hasSize(2);
  }

  @Test
  void whatIsTakenBackStaysHeldForAnotherOfTheSameReference() {
    AccountRef account = town.reported(1).account();
    TakingIn.Written first =
        written(
            authority(true), Instrument.WARRANT, EnumSet.of(Data.PUBLIC_POSTS), account.nativeId());
    UUID narrow = take(first);
    UUID wider = take(also(first, EnumSet.of(Data.PUBLIC_POSTS, Data.SUBSCRIBER)));
    disclosing.takeBack(narrow, "The court withdrew it for the wider one.", legal);
    assertThat(holds.lock(account)).as("the wider one still holds").isNotEmpty();
    disclosing.takeBack(wider, "The court withdrew that one, too, by mail.", legal);
    assertThat(holds.lock(account)).isEmpty();
  }
}
