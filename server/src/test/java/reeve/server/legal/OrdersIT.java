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
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.ExtendedModelMap;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.TestEvents;
import reeve.server.cases.Docket;
import reeve.server.enforcement.TestWorker;
import reeve.server.legal.RemovalOrder.Outcome;
import reeve.server.legal.RemovalOrder.Refusal;
import reeve.server.legal.RemovalOrder.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.PostRef;
import reeve.server.platform.Refused;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Removal orders from receipt to answer, on a real database. */
@ServerTest
final class OrdersIT {
  private static final String SQUARE = "http://127.0.0.1:8080/@h";
  private static final String WHY_SILENT = "The court of the Vale ordered it with the order.";
  private static final String WHY = "The order names no post, and nobody answers our question.";

  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private Receiving receiving;
  @Autowired private OrderPages pages;
  @Autowired private Working working;
  @Autowired private Settling settling;
  @Autowired private Alarms alarms;
  @Autowired private OrderRows rows;
  @Autowired private Leases leases;
  @Autowired private Records records;
  @Autowired private Docket docket;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  private UUID authority(Member lead) {
    return registry.add(
        new Registry.Written("Office of the Vale", "DE", EnumSet.of(Demand.REMOVAL), "", null),
        lead);
  }

  private void verify(UUID authority, Member lead) {
    registry.addContact(
        authority, "+49 30 " + platform.newId() + "77", "the printed register", false, lead);
    registry.verify(
        authority,
        authorities.find(authority).orElseThrow().contacts().getLast().id(),
        "Called the duty desk, which named the reference of its order.",
        desk.newMember(Role.ADMINISTRATOR));
  }

  private UUID verified(Member lead) {
    UUID id = authority(lead);
    verify(id, lead);
    return id;
  }

  private RemovalOrder take(UUID authority, Member by, String... posts) {
    return take(authority, by, null, posts);
  }

  private RemovalOrder take(UUID authority, Member by, @Nullable Instant silent, String... posts) {
    return receiving
        .take(
            new Receiving.Written(
                authority,
                "VALE-" + platform.newId(),
                "Article 2(7), point (a)",
                clock.instant().minus(Duration.ofMinutes(5)),
                null,
                "square",
                "",
                List.of(posts),
                "",
                silent == null ? null : new Silence(Silence.Why.PROHIBITED, WHY_SILENT, silent)),
            RemovalOrder.Source.DESK,
            by)
        .order();
  }

  private static String address(AccountRef of, String post) {
    return SQUARE + of.nativeId() + "/" + post;
  }

  /** A round as a process makes it that has just started. */
  private void round() throws InterruptedException {
    try (Lease lease = leases.take("legal-clocks", Duration.ofMinutes(1)).orElseThrow()) {
      settling.round(lease);
    }
  }

  private void carriedThrough() throws InterruptedException {
    TestWorker worker = TestWorker.in(context);
    worker.drain(new Random(1));
    round();
    worker.drain(new Random(1));
  }

  private RemovalOrder find(RemovalOrder order) {
    return rows.find(order.id()).orElseThrow();
  }

  private List<Action> actions(AccountRef account) {
    return platform.ordersOn(account).stream()
        .map(Order::action)
        .filter(it -> !(it instanceof Action.Hold))
        .toList();
  }

  private List<String> words(RemovalOrder order) {
    return rows.timeline(order.id()).stream().map(OrderRows.Happening::words).toList();
  }

  private List<String> kinds(AccountRef account) {
    return records.about(account, 50).reversed().stream()
        .map(Recorded::kind)
        .map(it -> it.name())
        .filter(it -> !it.startsWith("staff.") && !it.equals("enforcement.answered"))
        .toList();
  }

  private static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

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

  /** An empty id is none that anything can read. */
  private void name(RemovalOrder order, String post) {
    jdbc.sql("UPDATE legal_order_post SET post = ? WHERE order_id = ?")
        .params(post, order.id())
        .update();
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

  /** All that leaves for holder and authority, without what names the order itself. */
  private String said(RemovalOrder order, AccountRef account) {
    Authority authority = authorities.find(order.authority()).orElseThrow();
    Action.DeliverAnswer answer = (Action.DeliverAnswer) actions(account).getLast();
    return (Replies.of(find(order), authority) + answer.letter().body())
        .replace(order.reference(), "REF")
        .replace(account.nativeId(), "ID");
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
  void silenceEndsAndThenTheHolderIsTold() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order =
        take(verified(lead), lead, clock.instant().plus(Duration.ofDays(2)), address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(actions(author)).hasSize(1);
    clock.forward(Duration.ofDays(2));
    carriedThrough();
    assertThat(actions(author)).hasSize(2).last().isInstanceOf(Action.DeliverAnswer.class);
  }

  @Test
  void whatIsOnItsWayIsTakenBackWithoutWaitingForThePlatform() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef untouched = platform.newAccount();
    AccountRef tried = platform.newAccount();
    RemovalOrder before = take(authority, lead, address(untouched, "p1"));
    RemovalOrder order = take(authority, lead, address(tried, "p1"));
    TestWorker worker = TestWorker.in(context);
    worker.drain(new Random(1));
    working.carryOut(before.id(), lead);
    working.takeBack(before.id(), "The office withdrew it by its registered mail.", lead);
    working.carryOut(order.id(), lead);
    platform.fail(FakePlatform.Fault.LOST);
    worker.drain(new Random(1));
    assertThat(actions(tried)).isEmpty();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);

    clock.forward(Duration.ofMinutes(30));
    carriedThrough();
    assertThat(actions(untouched)).as("nothing was tried").isEmpty();
    assertThat(actions(tried)).hasSize(2).last().isInstanceOf(Action.Reinstate.class);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
  }

  @Test
  void whatWasRemovedComesBackWhenTheOrderIsTakenBack() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order = take(verified(lead), lead, address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    carriedThrough();
    List<Order> orders =
        platform.ordersOn(author).stream()
            .filter(it -> !(it.action() instanceof Action.Hold))
            .toList();
    assertThat(orders).hasSize(4);
    assertThat(orders.get(2).action())
        .isEqualTo(new Action.Reinstate(List.of(orders.getFirst().id())));
    assertThat(orders.getLast().action()).isInstanceOf(Action.DeliverAnswer.class);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
    assertProblem(LegalProblem.NOT_OPEN, () -> working.takeBack(order.id(), "They called.", lead));
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

  private Receiving.Taken sent(
      UUID authority, Member by, String reference, String account, String... posts) {
    return receiving.take(
        new Receiving.Written(
            authority,
            reference,
            "Article 2(7), point (a)",
            null,
            null,
            "square",
            account,
            List.of(posts),
            "",
            null),
        RemovalOrder.Source.DESK,
        by);
  }

  @Test
  void aReferenceThatComesAgainSwallowsNothing() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    String reference = "AGAIN-" + platform.newId();
    AccountRef author = platform.newAccount();
    String first = address(author, "p1");
    RemovalOrder forged = sent(authority, lead, reference, "", first).order();
    assertThat(sent(authority, lead, reference, "", first).known()).isTrue();
    working.refuse(forged.id(), Refusal.FORGED, "The office says that it is none of theirs.", lead);

    Receiving.Taken genuine = sent(authority, lead, reference, "", first);
    assertThat(genuine.known()).as("a forged one never stands for it").isFalse();
    working.refuse(genuine.order().id(), Refusal.INSUFFICIENT_INFORMATION, WHY, lead);
    assertThat(sent(authority, lead, reference, "", first).order().id())
        .as("the very same again")
        .isEqualTo(genuine.order().id());

    Receiving.Taken clearer = sent(authority, lead, reference, "", first, address(author, "p2"));
    assertThat(clearer.known()).isFalse();
    assertThat(clearer.order().state()).isEqualTo(State.OPEN);
    assertThat(words(clearer.order()))
        .filteredOn(it -> it.startsWith("The same reference as of an order received"))
        .hasSize(2);
    assertThat(words(forged)).contains("Another order with this reference was received.");
    mvc.perform(get("/legal/orders/" + clearer.order().id()).session(desk.session(lead)))
        .andExpect(content().string(containsString("/legal/orders/" + forged.id())))
        .andExpect(content().string(containsString("/legal/orders/" + genuine.order().id())));
    clock.forward(Duration.ofMinutes(16));
    round();
    assertThat(words(clearer.order())).contains("Alarm: 15 minutes after receipt it still runs.");

    working.takeBack(clearer.order().id(), "The office withdrew it by its own mail.", lead);
    assertThat(sent(authority, lead, reference, "", first, address(author, "p2")).known())
        .as("withdrawn, and ordered again")
        .isFalse();
  }

  @Test
  void theApiNamesTheOthersThatBearTheSameReference() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    String reference = "API-AGAIN-" + platform.newId();
    RemovalOrder earlier =
        sent(authority, lead, reference, "", address(platform.newAccount(), "p1")).order();
    mvc.perform(
            post("/api/v1/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"authority": "%s", "reference": "%s", "ground": "Article 2(7)",
                     "posts": ["%s"], "silent_until": "%s"}
                    """
                        .formatted(
                            authority,
                            reference,
                            address(platform.newAccount(), "p2"),
                            clock.instant().plus(Duration.ofDays(7))))
                .session(desk.session(lead))
                .with(csrf()))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.known").value(false))
        .andExpect(jsonPath("$.same_reference[0]").value(earlier.id().toString()));
  }

  @Test
  void anAddressTellsWhosePostItIsWhateverAccountTheOrderNamesBesides() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef one = platform.newAccount();
    AccountRef other = platform.newAccount();
    RemovalOrder order =
        sent(
                authority(lead),
                lead,
                "TWO-" + platform.newId(),
                "@h" + one.nativeId(),
                address(one, "p1"),
                address(other, "p2"),
                "p3")
            .order();
    assertThat(order.posts())
        .extracting(RemovalOrder.Named::account)
        .containsExactly(one, other, one);
  }

  @Test
  void anAccountThatWasMistypedIsPutRight() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef right = platform.newAccount();
    AccountRef wrong = platform.newAccount();
    RemovalOrder order =
        sent(authority(lead), lead, "TYPED-" + platform.newId(), "", "p1", address(wrong, "p2"))
            .order();
    receiving.lookAgain(order.id(), "@h" + wrong.nativeId(), lead);
    RemovalOrder read = receiving.lookAgain(order.id(), "@h" + right.nativeId(), lead);
    assertThat(read.posts()).extracting(RemovalOrder.Named::account).containsExactly(right, wrong);
    assertThat(receiving.lookAgain(order.id(), "", lead).posts()).isEqualTo(read.posts());
  }

  @Test
  void whatThePlatformDidNotAnswerIsAskedAgainAndNeverAnsweredAsGone() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    UUID authority = verified(lead);
    RemovalOrder order;
    platform.setDown(true);
    try {
      order =
          sent(authority, lead, "DOWN-" + platform.newId(), "", "7", address(author, "p1")).order();
      assertProblem(LegalProblem.NO_ANSWER, () -> working.carryOut(order.id(), lead));
    } finally {
      platform.setDown(false);
    }
    mvc.perform(
            post("/legal/orders/" + order.id() + "/carry-out")
                .session(desk.session(lead))
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(find(order).posts())
        .extracting(RemovalOrder.Named::outcome)
        .containsExactly(Outcome.NOT_THERE, Outcome.REMOVED);
  }

  @Test
  void silenceHasAReasonAndAnEndWhichCanBeMoved() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef author = platform.newAccount();
    String post = address(author, "p1");
    Instant year = clock.instant().plus(Duration.ofDays(367));
    assertProblem(LegalProblem.BAD_INPUT, () -> take(authority, lead, year, post));
    MockHttpSession session = desk.session(lead);
    mvc.perform(
            post("/legal/orders")
                .param("authority", authority.toString())
                .param("reference", "NO-REASON-" + platform.newId())
                .param("ground", "Article 2(7)")
                .param("posts", post)
                .param("silent", clock.instant().plus(Duration.ofDays(2)).toString())
                .session(session)
                .with(csrf()))
        .andExpect(status().isBadRequest());

    RemovalOrder order = take(authority, lead, clock.instant().plus(Duration.ofDays(2)), post);
    working.carryOut(order.id(), lead);
    carriedThrough();
    mvc.perform(get("/legal/orders/" + order.id()).session(session))
        .andExpect(content().string(containsString(WHY_SILENT)));
    String at = "/legal/orders/" + order.id() + "/silence";
    mvc.perform(
            post(at)
                .param("silent", clock.instant().plus(Duration.ofDays(4)).toString())
                .param("silenceReason", "The court of the Vale extended it today.")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            working.silence(
                order.id(), new Silence(Silence.Why.PROHIBITED, WHY_SILENT, year), lead));
    clock.forward(Duration.ofDays(3));
    carriedThrough();
    assertThat(actions(author)).as("still silent").hasSize(1);
    clock.forward(Duration.ofDays(1));
    carriedThrough();
    assertThat(actions(author)).hasSize(2);
    assertProblem(
        LegalProblem.NOT_OPEN,
        () ->
            working.silence(
                order.id(),
                new Silence(Silence.Why.PROHIBITED, WHY_SILENT, clock.instant().plusSeconds(3_600)),
                lead));
  }

  @Test
  void anOrderThatIsTakenBackDuringItsSilenceIsToldOfAfterIt() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    Instant end = clock.instant().plus(Duration.ofDays(2));
    RemovalOrder order = take(verified(lead), lead, end, address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    carriedThrough();
    assertThat(actions(author)).hasSize(2).noneMatch(Action.DeliverAnswer.class::isInstance);
    clock.forward(Duration.ofDays(2));
    carriedThrough();
    carriedThrough();
    assertThat(actions(author))
        .hasSize(3)
        .last()
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            it ->
                assertThat(it.letter().body())
                    .contains(order.reference(), "does not stand any more", "could not tell you"));
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
  }
}
