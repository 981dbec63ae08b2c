package reeve.server.legal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.record.Recorded;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What authorities are told of accounts, from receipt to the file that is handed over. */
@ServerTest
final class DisclosuresIT {
  private static final String WORDS = "The duty desk confirmed it under its own number.";
  private static final Emergency DANGER =
      new Emergency(
          "The baker of Mill Lane is to be attacked tonight.",
          "The address tells from where the threat comes.",
          "Inspector Vale");

  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private JdbcClient jdbc;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private TakingIn takingIn;
  @Autowired private Disclosing disclosing;
  @Autowired private HandingOver handingOver;
  @Autowired private Collecting collecting;
  @Autowired private DisclosureRows rows;
  @Autowired private HoldRows holds;
  @Autowired private Packages packages;
  @Autowired private Leases leases;

  private TestTown town;
  private Member legal;
  private Member second;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    legal = town.desk.newMember(Role.LEGAL);
    second = town.desk.newMember(Role.LEGAL);
  }

  private UUID authority(boolean verified) {
    UUID id =
        registry.add(
            new Registry.Written("Court of Oakham", "FR", EnumSet.of(Demand.DISCLOSURE), "", null),
            legal);
    registry.addContact(
        id, "+33 1 " + town.platform.newId() + "44", "the printed register", false, legal);
    if (verified) {
      verify(id);
    }
    return id;
  }

  private void verify(UUID id) {
    registry.verify(
        id, contact(id), "Called the registry of the court, which named its own paper.", second);
  }

  private UUID contact(UUID authority) {
    return authorities.find(authority).orElseThrow().contacts().getFirst().id();
  }

  private TakingIn.Written written(
      UUID authority, Instrument instrument, Set<Data> data, String... accounts) {
    return new TakingIn.Written(
        authority,
        instrument,
        false,
        "OAK-" + town.platform.newId(),
        "Investigation 12/7",
        null,
        null,
        null,
        reeve.server.platform.PlatformId.SQUARE,
        List.of(accounts),
        data,
        null,
        null,
        "",
        null,
        instrument.emergency() ? DANGER : null);
  }

  private TakingIn.Written silent(TakingIn.Written of, @Nullable Silence silence) {
    return new TakingIn.Written(
        of.authority(),
        of.instrument(),
        of.urgent(),
        of.reference(),
        of.ground(),
        null,
        null,
        of.dueAt(),
        of.platform(),
        of.accounts(),
        of.data(),
        of.from(),
        of.until(),
        of.contact(),
        silence,
        of.emergency());
  }

  private UUID take(TakingIn.Written written) {
    return takingIn.take(written, RemovalOrder.Source.DESK, legal).disclosure().id();
  }

  private UUID taken(Instrument instrument, Set<Data> data, AccountRef account) {
    return take(written(authority(true), instrument, data, account.nativeId()));
  }

  private Disclosing.Wish wish(UUID id, Set<Data> data) {
    return new Disclosing.Wish(data, Set.of(1), null, null, contact(find(id).authority()), WORDS);
  }

  private void released(UUID id, Set<Data> data) {
    disclosing.propose(id, wish(id, data), legal);
    disclosing.release(id, seen(id), second);
  }

  /** The proposal that stands there, as a page shows it. */
  private UUID seen(UUID id) {
    Disclosure.Proposed proposed = find(id).proposed();
    return proposed == null ? UUID.randomUUID() : proposed.id();
  }

  private List<String> letters(AccountRef account) {
    return actions(account).stream()
        .filter(Action.DeliverAnswer.class::isInstance)
        .map(it -> ((Action.DeliverAnswer) it).letter().body())
        .toList();
  }

  /** Platforms answer, and a process that has just started goes on. */
  private void round() throws InterruptedException {
    town.work();
    try (Lease lease = leases.take("legal-disclosures", Duration.ofMinutes(1)).orElseThrow()) {
      collecting.round(lease);
    }
    town.work();
  }

  private Disclosure find(UUID id) {
    return rows.find(id).orElseThrow();
  }

  private List<String> words(UUID id) {
    return rows.timeline(id).stream().map(OrderRows.Happening::words).toList();
  }

  private List<Action> actions(AccountRef account) {
    return town.platform.ordersOn(account).stream()
        .map(it -> it.action())
        .filter(it -> !(it instanceof Action.Hold) && !(it instanceof Action.ReleaseHold))
        .toList();
  }

  private static Map<String, String> unzip(byte[] file) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

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

  private boolean held(Disclosure it, AccountRef account) {
    return holds
        .known(it.authority(), it.reference(), account)
        .filter(hold -> hold.stands(town.clock.instant()))
        .isPresent();
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

  private long called(String of) {
    return jdbc.sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
        .param("legal/disclosure/" + of + "%")
        .query(Long.class)
        .single();
  }

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

  @SafeVarargs
  private static <T> List<T> atOnce(Callable<T>... works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.length);
    List<T> done = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(works.length)) {
      var running = new ArrayList<java.util.concurrent.Future<T>>();
      for (Callable<T> work : works) {
        running.add(
            threads.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      for (var one : running) {
        try {
          done.add(one.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Refused.class);
        }
      }
    }
    return done;
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

  private static TakingIn.Written also(TakingIn.Written of, Set<Data> data) {
    return new TakingIn.Written(
        of.authority(),
        of.instrument(),
        of.urgent(),
        of.reference(),
        of.ground(),
        null,
        null,
        of.dueAt(),
        of.platform(),
        of.accounts(),
        data,
        of.from(),
        of.until(),
        of.contact(),
        of.silence(),
        of.emergency());
  }
}
