package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Recorded;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** A danger to life, told by two people. */
@ServerTest
final class NotifyingIT {
  private static final String DANGER = "The baker of Mill Lane is to be attacked tomorrow at noon.";
  private static final String PLACE = "The post names the lane, which is in this state.";

  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private Notifying notifying;
  @Autowired private NotificationRows rows;
  @Autowired private ExcludedStates states;

  private TestTown town;

  @BeforeEach
  void town() {
    town = new TestTown(context);
  }

  private Authority authority(boolean verified) {
    return authority(verified, "DE", false);
  }

  private Authority authority(boolean verified, String state, boolean europol) {
    Member lead = town.desk.newMember(Role.LEAD);
    UUID id =
        registry.add(
            new Registry.Written("Police of the Vale", state, Set.of(), "", null, europol), lead);
    registry.addContact(
        id, "+49 30 " + town.platform.newId() + "55", "the printed register", false, lead);
    if (verified) {
      registry.verify(
          id,
          authorities.find(id).orElseThrow().contacts().getFirst().id(),
          "Called the duty desk, which confirmed its mail.",
          town.desk.newMember(Role.ADMINISTRATOR));
    }
    return authorities.find(id).orElseThrow();
  }

  private Notifying.Wish wish(Authority to, String state, Reported reported) {
    return new Notifying.Wish(
        Notification.About.DANGER,
        DANGER,
        state,
        PLACE,
        to.id(),
        to.contacts().getFirst().id(),
        Set.of(reported.postId()));
  }

  private UUID started(Reported reported, Member by) {
    return notifying.start(reported.of().id(), wish(authority(true), "de", reported), by);
  }

  private Notification find(UUID id) {
    return rows.find(id).orElseThrow();
  }

  private static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  @Test
  void oneStartsItAnotherReleasesItAndTheReceiptIsKept() {
    Reported reported = town.reported(2);
    Member lead = town.desk.newMember(Role.LEAD);
    Member second = town.desk.newMember(Role.LEAD);
    UUID id = started(reported, lead);
    assertThat(
            context
                .getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
                .param("legal/danger/" + id + "/%")
                .query(Long.class)
                .single())
        .as("the second person is called by mail and by webhook")
        .isEqualTo(2);
    assertProblem(LegalProblem.NOT_ENDED, () -> notifying.sent(id, "By telephone.", lead));
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.release(id, lead));

    notifying.release(id, second);
    notifying.sent(id, "By telephone; they gave the number 77/12.", lead);

    Notification done = find(id);
    assertThat(done.released()).isNotNull();
    assertThat(done.released().alone()).isFalse();
    assertThat(done.needsReview()).isFalse();
    assertThat(done.receipt()).contains("77/12");
    assertThat(
            town.records.about(reported.account(), 50).stream()
                .map(Recorded::kind)
                .map(it -> it.name())
                .filter(it -> it.startsWith("legal.")))
        .containsExactly(
            "legal.notification-sent", "legal.notification-released", "legal.notification-started");
    assertThat(town.platform.ordersOn(reported.account())).isEmpty();
  }

  @Test
  void theTextHoldsTheEvidenceAndNobodyWhoReportedOrWorks() {
    Reported reported = town.reported(2);
    Member lead = town.desk.newMember(Role.LEAD);
    String text = find(started(reported, lead)).text();
    assertThat(text)
        .contains(DANGER, PLACE, reported.post().text(), reported.account().nativeId(), "DE")
        .doesNotContain(lead.name())
        .doesNotContainIgnoringCase("report");
    for (AccountRef reporter : reported.reporters()) {
      assertThat(text).doesNotContain(reporter.nativeId());
    }
  }

  @Test
  void afterFifteenMinutesTheOneOnDutyReleasesAloneAndAnotherLooksAtIt() {
    Member lead = town.desk.newMember(Role.LEAD);
    UUID id = started(town.reported(1), lead);
    town.clock.forward(Duration.ofMinutes(15).minusMillis(1));
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.release(id, lead));
    town.clock.forward(Duration.ofMillis(1));
    notifying.release(id, lead);
    assertThat(find(id).needsReview()).isTrue();

    String found = "The danger was real, and the state was right.";
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.review(id, found, lead));
    notifying.review(id, found, town.desk.newMember(Role.LEAD));
    assertThat(find(id).needsReview()).isFalse();
    assertProblem(
        LegalProblem.NOT_OPEN, () -> notifying.release(id, town.desk.newMember(Role.LEAD)));
  }

  @Test
  void aSuspicionWithoutADangerCarriesPublicPostsAloneAndWaitsForASecondPerson() {
    AccountRef account = town.platform.newAccount();
    var events = new reeve.server.TestEvents(town.clock);
    var open = events.post(account, "Join the Crimson Dawn.");
    var hidden =
        new reeve.server.platform.Post(
            events.post(account, "").post(),
            account,
            open.at(),
            "only for my followers",
            "en",
            reeve.server.platform.Post.Visibility.PRIVATE,
            open.origin(),
            null,
            java.util.List.of(),
            java.util.List.of());
    var docket = context.getBean(reeve.server.cases.Docket.class);
    town.in(() -> {
      docket.enter(
          java.util.List.of(
              events.capture(account, open),
              events.report(events.someone(), account, "1", open, hidden)));
      return true;
    });
    var of = town.cases.open(account).orElseThrow();
    Authority to = authority(true);
    Member lead = town.desk.newMember(Role.LEAD);
    String both = hidden.post().nativeId();
    assertProblem(
        LegalProblem.PUBLIC_ONLY,
        () -> notifying.start(of.id(), suspicion(to, Set.of(open.post().nativeId(), both)), lead));
    UUID id = notifying.start(of.id(), suspicion(to, Set.of(open.post().nativeId())), lead);
    assertThat(find(id).text())
        .contains("NO DANGER TO LIFE IS KNOWN", "Join the Crimson Dawn.")
        .doesNotContain("only for my followers");
    town.clock.forward(Duration.ofHours(1));
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.release(id, lead));
    notifying.release(id, town.desk.newMember(Role.LEGAL));
    notifying.sent(id, "By mail.", lead);
    assertThat(town.recorded(account, "legal.notification-sent").getFirst().publicHalf())
        .containsEntry("demand", "suspicion")
        .containsEntry("country", "DE")
        .containsEntry("outcome", "told");
  }

  private static Notifying.Wish suspicion(Authority to, Set<String> posts) {
    return new Notifying.Wish(
        Notification.About.SUSPICION,
        "They ask people to join a violent group.",
        "DE",
        PLACE,
        to.id(),
        to.contacts().getFirst().id(),
        posts);
  }

  @Test
  void onlyAVerifiedAuthorityOfTheStateThatAPersonNamedIsTold() {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    assertProblem(
        LegalProblem.NOT_VERIFIED,
        () -> notifying.start(reported.of().id(), wish(authority(false), "DE", reported), lead));
    assertProblem(
        LegalProblem.BAD_INPUT,
        () -> notifying.start(reported.of().id(), wish(authority(true), "FR", reported), lead));
  }

  @Test
  void whereTheStateIsNotKnownEuropolOrOnesOwnAuthoritiesAreTold() {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    Authority police = authority(true);
    assertProblem(
        LegalProblem.NOT_TO_THEM,
        () -> notifying.start(reported.of().id(), wish(police, "", reported), lead));
    Authority europol = authority(true, "NL", true);
    UUID unknown = notifying.start(reported.of().id(), wish(europol, "", reported), lead);
    assertThat(find(unknown).state()).isNull();
    assertThat(find(unknown).text()).contains("Where: not known");
    notifying.release(unknown, town.desk.newMember(Role.LEAD));
    assertProblem(
        LegalProblem.NOT_TO_THEM,
        () -> notifying.start(reported.of().id(), wish(europol, "NL", reported), lead));

    var own = new Addressees(authorities, states, LegalSettingsTest.ownState("de"));
    UUID contact = police.contacts().getFirst().id();
    assertThat(town.in(() -> own.require(police.id(), it -> it.id().equals(contact), null)).value())
        .isEqualTo(police.contacts().getFirst().value());
    Authority foreign = authority(true, "FR", false);
    assertProblem(
        LegalProblem.NOT_TO_THEM, () -> town.in(() -> own.require(foreign.id(), _ -> true, null)));
  }

  @Test
  void aStateThatLegalExcludedIsNotToldNorWhatWasDraftedBeforeReleased() throws Exception {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    Member legal = town.desk.newMember(Role.LEGAL);
    Authority to = authority(true, "LI", false);
    UUID id = notifying.start(reported.of().id(), wish(to, "LI", reported), lead);
    states.exclude("li", "No court there is independent of the palace.", legal);
    assertProblem(LegalProblem.NOT_TO_THEM, () -> notifying.release(id, legal));
    assertProblem(
        LegalProblem.NOT_TO_THEM,
        () -> notifying.start(reported.of().id(), wish(to, "LI", reported), lead));
    mvc.perform(
            get("/legal/notifications/new")
                .param("case", reported.of().id().toString())
                .session(town.desk.session(lead)))
        .andExpect(content().string(not(containsString(to.id().toString()))));
    states.admit("LI", "There is an independent court now.", legal);
    notifying.release(id, legal);
  }

  @Test
  void nobodyIsToldThroughAContactThatAMessageNamed() throws Exception {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    Member legal = town.desk.newMember(Role.LEGAL);
    Authority to = authority(true);
    String number = "+49 40 " + town.platform.newId() + "77";
    town.clock.forward(Duration.ofMillis(1));
    registry.addContact(to.id(), number, "a list that we were sent", false, lead);
    registry.verify(
        to.id(),
        to.contacts().getFirst().id(),
        "Called the duty desk, which confirmed its mail.",
        legal);
    UUID contact = authorities.find(to.id()).orElseThrow().contacts().getLast().id();
    var wish =
        new Notifying.Wish(
            Notification.About.DANGER,
            DANGER,
            "DE",
            PLACE,
            to.id(),
            contact,
            Set.of(reported.postId()));
    UUID id = notifying.start(reported.of().id(), wish, lead);
    context
        .getBean(Receiving.class)
        .take(
            new Receiving.Written(
                to.id(),
                "X-" + town.platform.newId(),
                "Article 2(7)",
                null,
                null,
                "square",
                "",
                java.util.List.of("1"),
                "Call " + number.replace(" ", "") + " at once",
                null),
            RemovalOrder.Source.DESK,
            lead);
    assertProblem(LegalProblem.NO_SECOND_CHANNEL, () -> notifying.release(id, legal));
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL, () -> notifying.start(reported.of().id(), wish, lead));
    mvc.perform(
            get("/legal/notifications/new")
                .param("case", reported.of().id().toString())
                .session(town.desk.session(lead)))
        .andExpect(content().string(containsString(to.id().toString())))
        .andExpect(content().string(not(containsString(contact.toString()))));
  }

  @Test
  void anAccountThatOneMadeForOneselfWaitsAsOneDoesAndIsMarkedSo() throws Exception {
    Member lead = town.desk.newMember(Role.LEAD);
    Member administrator = town.desk.newMember(Role.ADMINISTRATOR);
    context
        .getBean(JdbcClient.class)
        .sql("UPDATE staff_member SET made_by = ? WHERE id = ?")
        .params(administrator.id().value(), lead.id().value())
        .update();
    Reported reported = town.reported(1);
    UUID suspicion =
        notifying.start(
            reported.of().id(), suspicion(authority(true), Set.of(reported.postId())), lead);
    UUID id = started(reported, lead);
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.release(id, administrator));
    mvc.perform(get("/legal/notifications/" + id).session(town.desk.session(administrator)))
        .andExpect(content().string(containsString("count as one person")))
        .andExpect(content().string(not(containsString("data-confirm=\"Release it"))));
    town.clock.forward(SecondPerson.ALONE_AFTER);
    notifying.release(id, administrator);
    assertThat(find(id).needsReview()).isTrue();
    String found = "The danger was real, and the state was right.";
    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.review(id, found, administrator));
    notifying.review(id, found, town.desk.newMember(Role.LEAD));

    assertProblem(LegalProblem.SAME_PERSON, () -> notifying.release(suspicion, administrator));
    notifying.release(suspicion, town.desk.newMember(Role.LEAD));
    assertThat(find(suspicion).released().alone()).isFalse();
  }

  @Test
  void whatWasSentIsNotedOnceWithItsReceipt() {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    UUID id = started(reported, lead);
    notifying.release(id, town.desk.newMember(Role.LEAD));
    notifying.sent(id, "By telephone; they gave the number 77/12.", lead);
    assertProblem(LegalProblem.NOT_OPEN, () -> notifying.sent(id, "By mail, too.", lead));
    assertThat(find(id).receipt()).contains("77/12");
    assertThat(town.recorded(reported.account(), "legal.notification-sent")).hasSize(1);
  }

  @Test
  void whoIsMeantTakesNoPart() {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    UUID id = started(reported, lead);
    Member other = town.desk.newMember(Role.LEAD);
    Member self = new Member(other.id(), other.name(), other.role(), reported.account(), null);
    assertProblem(LegalProblem.YOUR_OWN, () -> notifying.release(id, self));
    assertProblem(LegalProblem.YOUR_OWN, () -> started(reported, self));
  }

  @Test
  void thePagesLeadFromTheCaseToTheReceipt() throws Exception {
    Reported reported = town.reported(1);
    Member lead = town.desk.newMember(Role.LEAD);
    Authority to = authority(true);
    mvc.perform(
            get("/legal/notifications/new")
                .param("case", reported.of().id().toString())
                .session(town.desk.session(lead)))
        .andExpect(content().string(containsString(to.name())))
        .andExpect(content().string(containsString(reported.postId())));
    String at =
        mvc.perform(
                post("/legal/notifications")
                    .param("case", reported.of().id().toString())
                    .param("danger", DANGER)
                    .param("state", "DE")
                    .param("place", PLACE)
                    .param("to", to.id() + "/" + to.contacts().getFirst().id())
                    .param("post", reported.postId())
                    .session(town.desk.session(lead))
                    .with(csrf()))
            .andExpect(status().is3xxRedirection())
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    mvc.perform(get("/legal/alarm").session(town.desk.session(Role.LEAD)))
        .andExpect(content().string(containsString("Danger to life:")));
    mvc.perform(get(at).session(town.desk.session(lead)))
        .andExpect(content().string(not(containsString("data-confirm=\"Release it"))));
    var second = town.desk.session(Role.LEAD);
    mvc.perform(post(at + "/release").session(second).with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(post(at + "/sent").param("receipt", "By mail.").session(second).with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get(at).session(second)).andExpect(content().string(containsString("By mail.")));
    mvc.perform(get("/legal/notifications").session(second))
        .andExpect(content().string(containsString("sent")));
  }
}
