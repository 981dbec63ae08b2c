package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.ui.ExtendedModelMap;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.enforcement.TestWorker;
import reeve.server.legal.RemovalOrder.Outcome;
import reeve.server.legal.RemovalOrder.Refusal;
import reeve.server.legal.RemovalOrder.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.PostRef;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Removal orders from receipt to answer, on a real database. */
@ServerTest
final class OrdersIT extends OrderTown {
  @Test
  void anOrderIsCarriedOutWithinTheHourAndTouchesItsPostsAlone() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order = take(verified(lead), lead, address(author, "p1"), address(author, "p2"));
    assertThat(order.posts()).allMatch(RemovalOrder.Named::found);

    working.carryOut(order.id(), lead);
    assertProblem(LegalProblem.NOT_OPEN, () -> working.carryOut(order.id(), lead));
    assertThat(Replies.of(find(order), authorities.find(order.authority()).orElseThrow()))
        .as("nothing to answer before the platform has")
        .isEmpty();
    carriedThrough();

    RemovalOrder done = find(order);
    assertThat(done.state()).isEqualTo(State.CARRIED_OUT);
    assertThat(done.endedAt()).isNotNull().isBefore(order.dueAt());
    assertThat(actions(author))
        .hasSize(3)
        .startsWith(
            new Action.RemovePosts(List.of(new PostRef(platform.id(), "p1"))),
            new Action.RemovePosts(List.of(new PostRef(platform.id(), "p2"))))
        .last()
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            it ->
                assertThat(it.letter().body())
                    .contains("DE", order.reference(), address(author, "p1"))
                    .doesNotContain(lead.name()));
    assertThat(kinds(author))
        .containsExactly(
            "legal.account-named",
            "legal.hold-started",
            "legal.removal-begun",
            "enforcement.carried-out",
            "enforcement.carried-out",
            "legal.removal-ended",
            "legal.notice-sent",
            "enforcement.carried-out");
    round();
    TestWorker.in(context).drain(new Random(2));
    assertThat(actions(author)).as("told once").hasSize(3);
  }

  @Test
  void whileTheAuthorityIsNotVerifiedTheClockRunsAndNothingIsRemoved() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    AccountRef author = platform.newAccount();
    RemovalOrder order = take(authority, lead, address(author, "p1"));
    assertThat(words(order)).last().asString().startsWith("Alarm: the authority is not verified");
    assertThat(alarms.shown()).isPresent();
    assertThat(order.endedAt()).isNull();

    assertProblem(LegalProblem.NOT_VERIFIED, () -> working.carryOut(order.id(), lead));
    assertProblem(
        LegalProblem.NOT_VERIFIED,
        () -> working.refuse(order.id(), Refusal.MANIFEST_ERROR, WHY, lead));
    carriedThrough();
    assertThat(actions(author)).isEmpty();

    verify(authority, lead);
    working.carryOut(order.id(), lead);
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
  }

  @Test
  void anOrderThatNobodyIssuedEndsWithoutAnAnswer() {
    Member lead = desk.newMember(Role.LEGAL);
    RemovalOrder order = take(authority(lead), lead, address(platform.newAccount(), "p1"));
    working.refuse(
        order.id(), Refusal.FORGED, "The office says that it issued no such order.", lead);
    assertThat(find(order).state()).isEqualTo(State.REFUSED);
    assertThat(Replies.of(find(order), authorities.find(order.authority()).orElseThrow()))
        .isEmpty();
  }

  @Test
  void eachAlarmCallsTheStaffByEveryWayOnceAndSaysNothingOfTheOrder() throws Exception {
    Member lead = desk.newMember(Role.LEAD);
    RemovalOrder order = take(authority(lead), lead, address(platform.newAccount(), "p1"));
    clock.forward(Duration.ofMinutes(16));
    transaction.executeWithoutResult(t -> {
      alarms.raise(clock.instant());
      // The process dies before it commits.
      t.setRollbackOnly();
    });
    round();
    round();
    assertThat(
            jdbc.sql(
                    """
                    SELECT way || ' ' || target || ': ' || title FROM delivery_message
                     WHERE key LIKE ? ORDER BY key, way
                    """)
                .param("legal/" + order.id() + "/%")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "mail duty@staff.example: An order of an authority that is not verified",
            "webhook hooks.staff.example: An order of an authority that is not verified",
            "mail duty@staff.example: An order of an authority still runs after 15 minutes",
            "webhook hooks.staff.example: An order of an authority still runs after 15 minutes");
  }

  @Test
  void eachAlarmIsRaisedOnceHoweverOftenTheServerStarts() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    RemovalOrder order = take(verified(lead), lead, address(platform.newAccount(), "p1"));
    round();
    assertThat(words(order)).noneMatch(it -> it.startsWith("Alarm"));
    clock.forward(Duration.ofMinutes(31));
    round();
    round();
    assertThat(words(order).stream().filter(it -> it.startsWith("Alarm")))
        .containsExactly(
            "Alarm: 15 minutes after receipt it still runs.",
            "Alarm: 30 minutes after receipt it still runs.");
    clock.forward(Duration.ofMinutes(40));
    round();
    round();
    assertThat(words(order).stream().filter(it -> it.startsWith("Alarm"))).hasSize(3);
    mvc.perform(get("/legal/alarm").session(desk.session(Role.LEGAL)))
        .andExpect(content().string(containsString("Order of an authority")));
    mvc.perform(get("/legal").session(desk.session(lead)))
        .andExpect(content().string(containsString(order.reference())));
    working.refuse(order.id(), Refusal.INSUFFICIENT_INFORMATION, WHY, lead);
    mvc.perform(get("/legal/orders/" + order.id()).session(desk.session(lead)))
        .andExpect(content().string(containsString("ended after the hour")))
        .andExpect(content().string(containsString("Annex III")))
        .andExpect(content().string(containsString("not checked against")));
  }

  @Test
  void oneOrderThatFailsHoldsUpNoOther() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    RemovalOrder broken = take(authority, lead, address(platform.newAccount(), "p1"));
    clock.forward(Duration.ofSeconds(1));
    RemovalOrder whole = take(authority, lead, address(platform.newAccount(), "p1"));
    working.carryOut(broken.id(), lead);
    working.carryOut(whole.id(), lead);
    TestWorker.in(context).drain(new Random(1));
    name(broken, "");
    try {
      assertThatThrownBy(this::round).isInstanceOf(RuntimeException.class);
    } finally {
      name(broken, "p1");
    }
    assertThat(find(whole).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(find(broken).state()).isEqualTo(State.REMOVING);
    round();
    assertThat(find(broken).state()).isEqualTo(State.CARRIED_OUT);
  }

  @Test
  void whatIsGoneOrElsewhereStopsNothingAndIsAnswered() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order =
        take(
            verified(lead),
            lead,
            address(author, platform.gonePost()),
            "http://127.0.0.1:8080/@unheard-of/1",
            "https://elsewhere.example/@h1/1",
            address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();

    RemovalOrder done = find(order);
    assertThat(done.state()).isEqualTo(State.CARRIED_OUT);
    assertThat(done.posts())
        .extracting(RemovalOrder.Named::outcome)
        .containsExactly(Outcome.NOT_THERE, Outcome.NOT_THERE, Outcome.NOT_THERE, Outcome.REMOVED);
    assertThat(done.posts())
        .extracting(RemovalOrder.Named::answer)
        .startsWith(
            "The platform has no such post.",
            "Nobody has this name there.",
            "This address lies on another server.");
    assertThat(Replies.of(done, authorities.find(order.authority()).orElseThrow()))
        .extracting(Replies.Draft::annex)
        .containsExactly("Annex II", "Annex III");
  }

  @Test
  void anOrderOfWhichNothingIsThereIsNotPossibleAndNobodyIsTold() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef author = platform.newAccount();
    RemovalOrder gone = take(authority, lead, address(author, platform.gonePost()));
    working.carryOut(gone.id(), lead);
    carriedThrough();
    assertThat(find(gone).state()).isEqualTo(State.NOT_POSSIBLE);
    assertThat(actions(author)).isEmpty();

    RemovalOrder nobody = take(authority, lead, "http://127.0.0.1:8080/@unheard-of/1", "77");
    assertProblem(LegalProblem.NOTHING_FOUND, () -> working.carryOut(nobody.id(), lead));
    RemovalOrder found = receiving.lookAgain(nobody.id(), "@h" + author.nativeId(), lead);
    assertThat(found.posts()).allMatch(RemovalOrder.Named::found);
  }

  @Test
  void whoReportedIsTreatedAsEverybody() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    TestEvents events = new TestEvents(clock);
    AccountRef reporter = platform.newAccount();
    AccountRef other = platform.newAccount();
    transaction.executeWithoutResult(
        t -> docket.enter(List.of(events.report(reporter, platform.newAccount(), "3"))));
    RemovalOrder ofReporter = take(authority, lead, address(reporter, "p1"));
    RemovalOrder ofOther = take(authority, lead, address(other, "p1"));
    working.carryOut(ofReporter.id(), lead);
    working.carryOut(ofOther.id(), lead);
    carriedThrough();
    assertThat(said(ofReporter, reporter)).isEqualTo(said(ofOther, other));
    assertThat(words(ofReporter)).isEqualTo(words(ofOther));
  }

  @Test
  void nobodyWorksAnOrderAboutTheirOwnAccount() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order = take(verified(lead), lead, address(author, "p1"));
    Member self = new Member(lead.id(), lead.name(), lead.role(), author, null);
    assertProblem(LegalProblem.YOUR_OWN, () -> pages.one(order.id(), self, new ExtendedModelMap()));
    var model = new ExtendedModelMap();
    pages.ofAccount("square", author.nativeId(), self, model);
    assertThat(model.getAttribute("about")).isEqualTo(List.of());
    assertProblem(LegalProblem.YOUR_OWN, () -> working.carryOut(order.id(), self));
    assertProblem(
        LegalProblem.YOUR_OWN, () -> working.refuse(order.id(), Refusal.MANIFEST_ERROR, WHY, self));
    assertProblem(LegalProblem.YOUR_OWN, () -> receiving.lookAgain(order.id(), "@h1", self));
    working.refuse(order.id(), Refusal.MANIFEST_ERROR, WHY, lead);
    assertProblem(LegalProblem.YOUR_OWN, () -> working.answered(order.id(), "By mail.", self));
  }

  @Test
  void anAuthorityThatMayNotOrderARemovalGetsNone() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority =
        registry.add(
            new Registry.Written(
                "Office of the Vale", "DE", EnumSet.of(Demand.PRESERVATION), "", null),
            lead);
    verify(authority, lead);
    RemovalOrder order = take(authority, lead, address(platform.newAccount(), "p1"));
    assertProblem(LegalProblem.MAY_NOT_ORDER, () -> working.carryOut(order.id(), lead));
  }

  @Test
  void aContactThatAnOrderNamesVerifiesNobody() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    String number = "+49 40 " + platform.newId() + "99";
    receiving.take(
        new Receiving.Written(
            authority, "X-1", "Article 2(7)", null, null, "square", "", List.of("1"), number, null),
        RemovalOrder.Source.DESK,
        lead);
    registry.addContact(authority, number.replace(" ", ""), "their web site", false, lead);
    UUID contact = authorities.find(authority).orElseThrow().contacts().getLast().id();
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            registry.verify(
                authority,
                contact,
                "They said that all is well.",
                desk.newMember(Role.ADMINISTRATOR)));
  }

  @Test
  void theApiTakesAnOrderOnceAndSaysWhatItFound() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    MockHttpSession session = desk.session(lead);
    UUID authority = authority(lead);
    String body =
        """
        {"authority": "%s", "reference": "API-%s", "ground": "Article 2(7)",
         "received_at": "%s", "posts": ["%s", "not an address"], "contact": "desk@vale.example"}
        """
            .formatted(
                authority,
                platform.newId(),
                clock.instant().minus(Duration.ofMinutes(10)),
                address(platform.newAccount(), "p1"));
    for (int expected : new int[] {201, 200}) {
      mvc.perform(
              post("/api/v1/orders")
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(body)
                  .session(session)
                  .with(csrf()))
          .andExpect(status().is(expected))
          .andExpect(jsonPath("$.known").value(expected == 200))
          .andExpect(jsonPath("$.state").value("open"))
          .andExpect(jsonPath("$.posts[0].found").value(true))
          .andExpect(jsonPath("$.posts[1].found").value(false))
          .andExpect(
              jsonPath("$.posts[1].missing").value("An id needs the account that it belongs to."));
    }
    mvc.perform(
            post("/api/v1/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"authority\": \"" + UUID.randomUUID() + "\", \"posts\": []}")
                .session(session)
                .with(csrf()))
        .andExpect(status().isBadRequest());
  }

  @Test
  void thePagesTakeAnOrderInAndShowItsTimelineOnTheAccount() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    MockHttpSession session = desk.session(lead);
    UUID authority = verified(lead);
    AccountRef author = platform.newAccount();
    String at =
        mvc.perform(
                post("/legal/orders")
                    .param("authority", authority.toString())
                    .param("reference", "PAGE <i>" + platform.newId())
                    .param("ground", "Article 2(7)")
                    .param("posts", address(author, "p1") + "\r\n" + address(author, "p2"))
                    .session(session)
                    .with(csrf()))
            .andExpect(status().is3xxRedirection())
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    mvc.perform(get(at).session(session))
        .andExpect(content().string(containsString("first order, and no notice 12 hours")))
        .andExpect(content().string(containsString("data-until")))
        .andExpect(content().string(not(containsString("<i>"))));
    mvc.perform(
            get("/legal/of-account")
                .param("platform", "square")
                .param("account", author.nativeId())
                .session(session))
        .andExpect(content().string(containsString("Received; the hour began.")));
    mvc.perform(post(at + "/carry-out").session(session).with(csrf()))
        .andExpect(status().is3xxRedirection());
    carriedThrough();
    mvc.perform(post(at + "/answered").param("how", "By post.").session(session).with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get(at).session(session))
        .andExpect(content().string(containsString("Annex II")))
        .andExpect(content().string(containsString("Answered: By post.")));
  }
}
