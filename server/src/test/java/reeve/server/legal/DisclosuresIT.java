package reeve.server.legal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.ServerTest;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.record.Recorded;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What authorities are told of accounts, from receipt to the file that is handed over. */
@ServerTest
final class DisclosuresIT extends DisclosureTown {
  @Test
  void whatIsAskedIsHandedOverByTwoAndTheHolderIsToldBefore() throws Exception {
    Reported reported = town.reported(2);
    AccountRef account = reported.account();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER, Data.PUBLIC_POSTS, Data.SANCTIONS);
    UUID id = taken(Instrument.SUBPOENA, data, account);
    assertProblem(LegalProblem.NOT_OPEN, () -> handingOver.download(id, legal));
    released(id, data);
    assertThat(find(id).state()).isEqualTo(State.COLLECTING);
    assertThat(actions(account)).isEmpty();

    round();

    assertThat(actions(account)).hasSize(2);
    assertThat(actions(account).getFirst())
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            it ->
                assertThat(it.letter().body())
                    .contains("Court of Oakham", "Investigation 12/7", "public posts")
                    .doesNotContain("could not tell"));
    assertThat(actions(account).getLast())
        .isInstanceOfSatisfying(
            Action.HandOver.class,
            it ->
                assertThat(it.categories())
                    .containsExactlyInAnyOrder(
                        Action.Category.SUBSCRIBER, Action.Category.PUBLIC_POSTS));
    byte[] file = handingOver.download(id, legal);
    assertThat(Packages.sha256(file)).isEqualTo(packages.find(id).orElseThrow().sha256());
    Map<String, String> files = unzip(file);
    assertThat(files.keySet())
        .containsExactly("manifest.json", "1/kept-by-reeve.json", "1/platform.json");
    files.forEach((name, text) -> {
      if (!name.equals("manifest.json")) {
        assertThat(files.get("manifest.json"))
            .contains(Packages.sha256(text.getBytes(StandardCharsets.UTF_8)));
      }
    });
    assertThat(files.get("1/platform.json")).contains("ada@example.org");
    assertThat(files.get("1/kept-by-reeve.json")).contains(reported.post().text());
    assertThat(jdbc.sql("SELECT count(*) FROM handed_over").query(Long.class).single())
        .as("one copy is enough")
        .isZero();

    handingOver.handedOver(id, "By courier to the registry of the court; receipt 8.", second);
    assertThat(find(id).endedAt()).isNotNull();
    assertThat(town.recorded(account, "legal.package-downloaded")).hasSize(1);
    Recorded ended = town.recorded(account, "legal.disclosure-ended").getFirst();
    assertThat(ended.publicHalf().toString())
        .contains("country", "FR", "disclosure", "disclosed")
        .doesNotContain(account.nativeId());
  }

  @Test
  void whoReportedAndWhoWorkedIsInNoFileAlsoWhereTheAccountIsAReporters() throws Exception {
    Reported reported = town.reported(2);
    AccountRef reporter = reported.reporters().getFirst();
    Set<Data> all = EnumSet.allOf(Data.class);
    for (AccountRef account : List.of(reported.account(), reporter)) {
      UUID id = taken(Instrument.WARRANT, all, account);
      released(id, all);
      round();
      String whole = String.join("\n", unzip(handingOver.download(id, legal)).values());
      AccountRef other = account.equals(reporter) ? reported.account() : reporter;
      assertThat(whole)
          .doesNotContain(other.nativeId())
          .doesNotContain(legal.name())
          .doesNotContain(second.name())
          .doesNotContainIgnoringCase("flagged")
          .doesNotContainIgnoringCase("report");
    }
  }

  @Test
  void aPrivatePostThatARecipientFlaggedLeavesThroughThePlatformAlone() throws Exception {
    AccountRef account = town.platform.newAccount();
    var events = new reeve.server.TestEvents(town.clock);
    var open = events.post(account, "the way to the river");
    var direct =
        new reeve.server.platform.Post(
            open.post(),
            account,
            open.at(),
            "only between us",
            "en",
            reeve.server.platform.Post.Visibility.DIRECT,
            open.origin(),
            null,
            List.of(),
            List.of());
    var docket = context.getBean(reeve.server.cases.Docket.class);
    town.in(() -> {
      docket.enter(
          List.of(events.capture(account), events.report(events.someone(), account, "1", direct)));
      return true;
    });
    Set<Data> posts = EnumSet.of(Data.PUBLIC_POSTS, Data.PRIVATE_POSTS);
    UUID id = taken(Instrument.WARRANT, posts, account);
    released(id, posts);
    round();
    assertThat(unzip(handingOver.download(id, legal)).get("1/kept-by-reeve.json"))
        .doesNotContain("only between us");
    assertThat(actions(account).getLast())
        .isInstanceOfSatisfying(
            Action.HandOver.class,
            it -> assertThat(it.categories()).contains(Action.Category.PRIVATE_POSTS));
  }

  @Test
  void nothingWiderThanTheOrderIsEvenProposed() {
    Instant now = town.clock.instant();
    Instant from = now.minus(Duration.ofDays(30));
    AccountRef account = town.platform.newAccount();
    TakingIn.Written of =
        written(
            authority(true),
            Instrument.SUBPOENA,
            EnumSet.of(Data.SUBSCRIBER, Data.PRIVATE_POSTS),
            account.nativeId(),
            "@nobody-has-this-name");
    UUID id =
        take(
            new TakingIn.Written(
                of.authority(),
                of.instrument(),
                false,
                of.reference(),
                of.ground(),
                null,
                null,
                null,
                of.platform(),
                of.accounts(),
                of.data(),
                from,
                now,
                "",
                null,
                null));
    assertThat(find(id).named().getLast().missing()).contains("Nobody has this name");
    for (Disclosing.Wish wider :
        List.of(
            new Disclosing.Wish(EnumSet.of(Data.SIGN_INS), Set.of(1), from, now, null, ""),
            new Disclosing.Wish(EnumSet.of(Data.PRIVATE_POSTS), Set.of(1), from, now, null, ""),
            new Disclosing.Wish(
                EnumSet.of(Data.SUBSCRIBER), Set.of(1), from.minusMillis(1), now, null, ""),
            new Disclosing.Wish(EnumSet.of(Data.SUBSCRIBER), Set.of(1), from, null, null, ""))) {
      assertProblem(LegalProblem.WIDER, () -> disclosing.propose(id, wider, legal));
    }
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            disclosing.propose(
                id,
                new Disclosing.Wish(EnumSet.of(Data.SUBSCRIBER), Set.of(2), from, now, null, ""),
                legal));
    assertThat(find(id).state()).isEqualTo(State.OPEN);
    disclosing.propose(
        id,
        new Disclosing.Wish(
            EnumSet.of(Data.SUBSCRIBER),
            Set.of(1),
            from.plusSeconds(60),
            now,
            contact(of.authority()),
            WORDS),
        legal);
    assertThat(find(id).inPart()).isTrue();
  }

  @Test
  void whileNobodyVerifiedTheAuthorityAllThatHappensIsAHold() throws Exception {
    AccountRef account = town.platform.newAccount();
    UUID authority = authority(false);
    UUID id =
        take(written(authority, Instrument.WARRANT, EnumSet.allOf(Data.class), account.nativeId()));
    Disclosure it = find(id);
    assertThat(words(id)).anyMatch(line -> line.contains("not verified"));
    assertThat(held(it, account)).isTrue();
    assertProblem(
        LegalProblem.NOT_VERIFIED,
        () -> disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER)), legal));
    assertProblem(
        LegalProblem.NOT_VERIFIED, () -> disclosing.refuse(id, Denial.TOO_WIDE, WORDS, legal));
    round();
    assertThat(actions(account)).isEmpty();

    disclosing.refuse(id, Denial.FORGED, "The court says that it never wrote this.", legal);
    assertThat(held(it, account)).isFalse();
    assertThat(town.recorded(account, "legal.disclosure-ended").getFirst().publicHalf().toString())
        .contains("forged");
  }

  @Test
  void aFileThatIsReadyStaysWhereTheAuthorityIsNoLongerVerified() throws Exception {
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER);
    UUID authority = authority(true);
    UUID id =
        take(written(authority, Instrument.SUBPOENA, data, town.platform.newAccount().nativeId()));
    released(id, data);
    round();
    registry.addContact(authority, "a new number 7", "the letter", true, legal);
    assertProblem(LegalProblem.NOT_VERIFIED, () -> handingOver.download(id, legal));
    assertProblem(LegalProblem.NOT_VERIFIED, () -> handingOver.handedOver(id, WORDS, legal));
  }

  @Test
  void anOrderWaitsForASecondPersonHoweverLong() {
    UUID id = taken(Instrument.SUBPOENA, EnumSet.of(Data.SUBSCRIBER), town.platform.newAccount());
    disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER)), legal);
    town.clock.forward(Duration.ofHours(2));
    assertProblem(LegalProblem.SAME_PERSON, () -> disclosing.release(id, seen(id), legal));
    disclosing.openAgain(id, "The period is too long for what they investigate.", second);
    assertProblem(LegalProblem.NOT_OPEN, () -> disclosing.release(id, seen(id), second));
  }

  @Test
  @Transactional
  void whereNobodyElseIsOfTheDeskOnePersonDoesItAndTheRecordSaysSo() {
    UUID id = taken(Instrument.SUBPOENA, EnumSet.of(Data.SUBSCRIBER), town.platform.newAccount());
    jdbc.sql("UPDATE staff_member SET active = false WHERE id <> ?")
        .param(legal.id().value())
        .update();
    disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER)), legal);
    disclosing.release(id, seen(id), legal);
    assertThat(requireNonNull(find(id).released()).alone()).isTrue();
    assertThat(find(id).needsReview()).isTrue();
  }

  @Test
  void anEmergencyHasAnHourIsConfirmedThroughTheRegistryAndLookedAtAfterwards() throws Exception {
    UUID authority = authority(true);
    UUID id =
        take(
            written(
                authority,
                Instrument.EMERGENCY,
                EnumSet.of(Data.SUBSCRIBER, Data.SIGN_INS),
                town.platform.newAccount().nativeId()));
    assertThat(find(id).dueAt()).isEqualTo(find(id).receivedAt().plus(Duration.ofHours(1)));
    mvc.perform(get("/legal/alarm").session(town.desk.session(Role.LEGAL)))
        .andExpect(content().string(containsString("Request for data:")));
    for (int quarter = 1; quarter <= 4; quarter++) {
      town.clock.forward(Duration.ofMinutes(15));
      round();
      round();
    }
    assertThat(words(id))
        .containsExactly(
            "Received.",
            "Alarm: somebody is in danger, as the request says.",
            "Alarm: 1 quarters of its time are over.",
            "Alarm: 2 quarters of its time are over.",
            "Alarm: 3 quarters of its time are over.",
            "Alarm: its time is over.");
    assertThat(called(id + "/")).as("each by mail and by webhook, once").isEqualTo(10);

    Set<Data> part = EnumSet.of(Data.SIGN_INS);
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            disclosing.propose(
                id, new Disclosing.Wish(part, Set.of(1), null, null, null, WORDS), legal));
    disclosing.propose(
        id, new Disclosing.Wish(part, Set.of(1), null, null, contact(authority), WORDS), legal);
    town.clock.forward(SecondPerson.ALONE_AFTER.minusMillis(1));
    assertProblem(LegalProblem.SAME_PERSON, () -> disclosing.release(id, seen(id), legal));
    town.clock.forward(Duration.ofMillis(1));
    assertThat(called(id + "/release/")).as("a second person, by mail and webhook").isEqualTo(2);
    disclosing.release(id, seen(id), legal);
    round();
    assertThat(letters(find(id).accounts().getFirst()))
        .singleElement()
        .asString()
        .contains("no second person was there")
        .doesNotContain("Two of us");
    handingOver.handedOver(id, "By telephone and mail to the duty desk.", legal);
    assertThat(find(id).needsReview()).isTrue();
    assertProblem(
        LegalProblem.SAME_PERSON,
        () -> handingOver.review(id, "The danger was real, and the part was enough.", legal));
    handingOver.review(id, "The danger was real, and the part was enough.", second);
    assertThat(find(id).needsReview()).isFalse();
    assertThat(
            town.recorded(find(id).accounts().getFirst(), "legal.disclosure-ended")
                .getFirst()
                .publicHalf()
                .toString())
        .contains("emergency-disclosure", "disclosed-in-part");
  }

  @Test
  void anEmergencyIsNeverConfirmedThroughAContactThatAMessageNamed() {
    UUID authority = authority(true);
    String number = authorities.find(authority).orElseThrow().contacts().getFirst().value();
    TakingIn.Written of =
        written(
            authority,
            Instrument.EMERGENCY,
            EnumSet.of(Data.SUBSCRIBER),
            town.platform.newAccount().nativeId());
    UUID id =
        take(
            new TakingIn.Written(
                authority,
                of.instrument(),
                false,
                of.reference(),
                of.ground(),
                null,
                null,
                null,
                of.platform(),
                of.accounts(),
                of.data(),
                null,
                null,
                number.replace(' ', '-'),
                null,
                DANGER));
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            disclosing.propose(
                id,
                new Disclosing.Wish(
                    EnumSet.of(Data.SUBSCRIBER), Set.of(1), null, null, contact(authority), WORDS),
                legal));
  }

  @Test
  void anAccountThatIsGoneIsAnsweredSoAndWhatTheServerKeepsIsGivenAllTheSame() throws Exception {
    AccountRef gone = town.platform.nobody();
    Set<Data> data = EnumSet.of(Data.SUBSCRIBER, Data.PUBLIC_POSTS);
    UUID id = taken(Instrument.SUBPOENA, data, gone);
    released(id, data);
    round();
    assertThat(find(id).named().getFirst().answer()).contains("no such account");
    assertThat(unzip(handingOver.download(id, legal)).get("manifest.json"))
        .contains("no such account");
  }

  @Test
  void nobodyWorksOnARequestAboutTheirOwnAccount() {
    AccountRef account = town.platform.newAccount();
    UUID id = taken(Instrument.SUBPOENA, EnumSet.of(Data.SUBSCRIBER), account);
    Member self = new Member(second.id(), second.name(), second.role(), account, null);
    assertProblem(
        LegalProblem.YOUR_OWN,
        () -> disclosing.propose(id, wish(id, EnumSet.of(Data.SUBSCRIBER)), self));
    assertProblem(LegalProblem.YOUR_OWN, () -> handingOver.download(id, self));
  }

  @Test
  void thePagesLeadFromThePaperToTheReceipt() throws Exception {
    AccountRef account = town.reported(1).account();
    UUID authority = authority(true);
    MockHttpSession first = town.desk.session(legal);
    MockHttpSession other = town.desk.session(second);
    mvc.perform(get("/legal/disclosures/new").param("emergency", "true").session(first))
        .andExpect(content().string(containsString("Why the data averts it")));
    String at =
        mvc.perform(
                post("/legal/disclosures")
                    .param("authority", authority.toString())
                    .param("instrument", "SUBPOENA")
                    .param("reference", "OAK <i>9</i> " + town.platform.newId())
                    .param("ground", "Investigation 9")
                    .param("accounts", account.nativeId() + "\n@nobody-at-all")
                    .param("data", "SUBSCRIBER", "PRIVATE_POSTS")
                    .param("from", "2026-01-01 00:00")
                    .session(first)
                    .with(csrf()))
            .andExpect(status().is3xxRedirection())
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    mvc.perform(get(at).session(first))
        .andExpect(content().string(containsString("such a paper may not ask for it")))
        .andExpect(content().string(not(containsString("Looked at afterwards, by"))))
        .andExpect(content().string(not(containsString("To which contact you handed"))))
        .andExpect(content().string(containsString("Nobody has this name there.")))
        .andExpect(content().string(containsString("OAK &lt;i&gt;9&lt;/i&gt;")));
    mvc.perform(
            post(at + "/propose")
                .param("data", "SUBSCRIBER")
                .param("place", "1")
                .param("contact", contact(authority).toString())
                .param("how", WORDS)
                .param("from", "2026-01-01T00:00:00Z")
                .session(first)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    UUID read = seen(UUID.fromString(at.substring(at.lastIndexOf('/') + 1)));
    mvc.perform(get(at).session(other)).andExpect(content().string(containsString("" + read)));
    mvc.perform(post(at + "/release").param("seen", read.toString()).session(other).with(csrf()))
        .andExpect(status().is3xxRedirection());
    round();
    mvc.perform(get(at).session(first)).andExpect(content().string(containsString("SHA-256")));
    mvc.perform(get(at + "/package").session(first))
        .andExpect(status().isOk())
        .andExpect(content().contentType("application/zip"));
    mvc.perform(
            post(at + "/handed-over").param("receipt", "By courier.").session(other).with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get("/legal/disclosures").session(first))
        .andExpect(content().string(containsString("handed over")));
    mvc.perform(get("/legal/authorities/" + authority + "/history").session(first))
        .andExpect(content().string(containsString("Verified through")))
        .andExpect(content().string(containsString("OAK &lt;i&gt;9")));
    mvc.perform(
            get("/legal/of-account")
                .param("platform", "square")
                .param("account", account.nativeId())
                .session(town.desk.session(Role.LEAD)))
        .andExpect(content().string(containsString("Handed over: By courier.")));
    mvc.perform(
            post("/legal/disclosures")
                .param("authority", authority.toString())
                .param("instrument", "WARRANT")
                .param("reference", "OAK " + town.platform.newId())
                .param("ground", "Investigation 9")
                .param("accounts", "@nobody-at-all")
                .param("data", "SUBSCRIBER")
                .session(first)
                .with(csrf()))
        .andExpect(flash().attribute("done", startsWith("Taken in. Nobody whom it names")));
  }
}
