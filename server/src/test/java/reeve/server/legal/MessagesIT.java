package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.web.servlet.mvc.support.RedirectAttributesModelMap;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.intake.ApiKeys;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Forms in the name of authorities, and keys that hand orders in. */
@ServerTest
final class MessagesIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private FormReceiver receiver;
  @Autowired private MessageRows rows;
  @Autowired private Messages messages;
  @Autowired private MessagePages pages;
  @Autowired private MessageHolds holds;
  @Autowired private MessageAlarms messageAlarms;
  @Autowired private Alarms alarms;
  @Autowired private Holding holding;
  @Autowired private OrderRows orders;
  @Autowired private Working working;
  @Autowired private Confirming confirming;
  @Autowired private OrderKeys keys;
  @Autowired private ApiKeys apiKeys;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  private Member legal;

  @BeforeEach
  void someone() {
    legal = desk.newMember(Role.LEGAL);
  }

  private UUID authority() {
    return registry.add(
        new Registry.Written("Office of the Vale", "DE", EnumSet.of(Demand.REMOVAL), "", null),
        legal);
  }

  private UUID verified() {
    UUID id = authority();
    registry.addContact(
        id, "+49 30 " + platform.newId() + "66", "the printed register", false, legal);
    registry.verify(
        id,
        authorities.find(id).orElseThrow().contacts().getLast().id(),
        "Called the duty desk, which named the reference of its order.",
        desk.newMember(Role.ADMINISTRATOR));
    return id;
  }

  private Message form(Event.Wish wish, String contact) {
    String id = "F-" + platform.newId();
    transaction.executeWithoutResult(_ ->
        receiver.receive(
            List.of(
                new Event.AuthorityWrote(
                    platform.meta(clock.instant().minus(Duration.ofMinutes(7)), Origin.LIVE),
                    id,
                    "Office of the <b>Vale</b>",
                    "DE",
                    wish,
                    "VALE-" + id,
                    "Article 3",
                    platform.newAccount().nativeId(),
                    List.of("p1"),
                    contact,
                    "At once.\u0000"))));
    return rows.all().stream().filter(it -> it.reference().equals(id)).findFirst().orElseThrow();
  }

  private RemovalOrder take(Message message, UUID authority) {
    return take(message, authority, message.said().posts());
  }

  private RemovalOrder take(Message message, UUID authority, List<String> posts) {
    return messages
        .take(
            message.id(),
            new Receiving.Written(
                authority,
                message.said().reference(),
                message.said().ground(),
                null,
                null,
                "square",
                message.said().account(),
                posts,
                "",
                null),
            legal)
        .order();
  }

  private static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  private long calls(String key) {
    return jdbc.sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
        .param(key + "/%")
        .query(Long.class)
        .single();
  }

  @Test
  void aFormWaitsForAPersonAndSetsNothingOff() throws Exception {
    Message message = form(Event.Wish.REMOVE, "+49 30 1");
    assertThat(message.waits()).isTrue();
    assertThat(message.dueAt()).isEqualTo(message.receivedAt().plus(Duration.ofHours(1)));
    assertThat(platform.ordersOn(new AccountRef(platform.id(), message.said().account())))
        .isEmpty();
    assertThat(
            jdbc.sql("SELECT count(*) FROM legal_order WHERE reference = ?")
                .param(message.said().reference())
                .query(Long.class)
                .single())
        .isZero();
    assertThat(calls("legal/form/" + message.id())).as("by mail and by webhook").isEqualTo(2);
    var session = desk.session(legal);
    mvc.perform(get("/legal/alarm").session(session))
        .andExpect(content().string(containsString("In the name of an authority")));
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("Anybody can fill this form in")))
        .andExpect(content().string(not(containsString("<b>Vale"))));
    mvc.perform(get("/legal/messages").session(session))
        .andExpect(content().string(containsString(message.reference())));
    mvc.perform(
            post("/legal/messages/" + message.id() + "/close")
                .param("why", "Nobody there knows of it.")
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/legal/messages"));
    assertThat(rows.find(message.id()).orElseThrow().waits()).isFalse();
    assertProblem(LegalProblem.NOT_OPEN, () -> take(message, verified()));
  }

  @Test
  void aFormInTheNameOfAVerifiedAuthorityIsCarriedOutOnlyAfterItWasAsked() throws Exception {
    UUID authority = verified();
    Message message = form(Event.Wish.REMOVE, "+49 30 2");
    RemovalOrder order = take(message, authority);
    assertThat(order.receivedAt()).as("the hour ran since then").isEqualTo(message.receivedAt());
    assertThat(order.source()).isEqualTo(RemovalOrder.Source.FORM);
    assertProblem(LegalProblem.NOT_PROVEN, () -> working.carryOut(order.id(), legal));
    var session = desk.session(legal);
    mvc.perform(get("/legal/orders/" + order.id()).session(session))
        .andExpect(content().string(containsString("which anybody can fill in")))
        .andExpect(content().string(not(containsString("Carry out: remove"))));

    UUID contact = authorities.find(authority).orElseThrow().contacts().getFirst().id();
    mvc.perform(
            post("/legal/orders/" + order.id() + "/confirm")
                .param("contact", contact.toString())
                .param("how", "The duty desk read the reference out to us.")
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrlPattern("/legal/orders/*"));
    working.carryOut(order.id(), legal);
    assertThat(orders.find(order.id()).orElseThrow().state())
        .isEqualTo(RemovalOrder.State.REMOVING);
  }

  @Test
  void theContactInAFormIsNeverTheSecondChannel() {
    UUID authority = verified();
    String number = "+49 30 " + platform.newId() + "99";
    registry.addContact(authority, number, "a list that we were sent", false, legal);
    UUID named =
        authorities.find(authority).orElseThrow().contacts().stream()
            .filter(it -> it.value().equals(number))
            .findFirst()
            .orElseThrow()
            .id();
    Message message = form(Event.Wish.REMOVE, number.replace(" ", "-"));
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            registry.verify(
                authority,
                named,
                "Called the number, and somebody said yes to all.",
                desk.newMember(Role.ADMINISTRATOR)));
    RemovalOrder order = take(message, authority);
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            confirming.confirm(
                order.id(), named, "Called the number, and somebody said yes to all.", legal));
  }

  @Test
  void aContactThatIsHiddenInALongerLineIsNoSecondChannelEither() {
    UUID authority = verified();
    String digits = Integer.toString(800_000 + ThreadLocalRandom.current().nextInt(199_999));
    String mail = "smith" + platform.newId() + "@fake.example";
    form(
        Event.Wish.REMOVE,
        "Insp. Smith, 0049 (0)30 "
            + digits.substring(0, 3)
            + " "
            + digits.substring(3)
            + ", "
            + mail);
    for (String typed : List.of("+49 30 " + digits, "mailto:" + mail)) {
      clock.forward(Duration.ofMillis(1));
      registry.addContact(authority, typed, "a list that we were sent", false, legal);
      Contact named = authorities.find(authority).orElseThrow().contacts().getLast();
      assertProblem(
          LegalProblem.NO_SECOND_CHANNEL,
          () ->
              registry.verify(
                  authority,
                  named.id(),
                  "Called the number, and somebody said yes to all.",
                  desk.newMember(Role.ADMINISTRATOR)));
    }
  }

  @Test
  void whatStoodInTheRegistryBeforeAMessageNamedItCanStillBeAsked() {
    UUID authority = verified();
    Contact contact = authorities.find(authority).orElseThrow().contacts().getLast();
    clock.forward(Duration.ofMinutes(8));
    Message message = form(Event.Wish.REMOVE, "Call " + contact.value() + " at once");
    RemovalOrder order = take(message, authority);
    confirming.confirm(
        order.id(), contact.id(), "The duty desk read the reference out to us.", legal);
    working.carryOut(order.id(), legal);

    registry.addContact(authority, contact.value(), "a list that we were sent", false, legal);
    assertProblem(
        LegalProblem.NO_SECOND_CHANNEL,
        () ->
            registry.verify(
                authority,
                authorities.find(authority).orElseThrow().contacts().getLast().id(),
                "Called the number, and somebody said yes to all.",
                desk.newMember(Role.ADMINISTRATOR)));
    registry.verify(
        authority,
        contact.id(),
        "Called the duty desk, which named the reference of its order.",
        desk.newMember(Role.ADMINISTRATOR));
  }

  private ResultActions handIn(String key, UUID authority, String reference) throws Exception {
    return mvc.perform(
        post("/api/v1/orders")
            .header("Authorization", "Bearer " + key)
            .contentType(MediaType.APPLICATION_JSON)
            .content(
                """
                {%s"reference":"%s","ground":"Article 3","account":"%s","posts":["p1"]}
                """
                    .formatted(
                        authority == null ? "" : "\"authority\":\"" + authority + "\",",
                        reference,
                        platform.newAccount().nativeId())));
  }

  private static UUID id(ResultActions answer) throws Exception {
    return UUID.fromString(
        answer
            .andReturn()
            .getResponse()
            .getContentAsString()
            .replaceAll("(?s).*\"id\":\"([0-9a-f-]{36})\".*", "$1"));
  }

  @Test
  void anAuthoritysKeyHandsInItsOrdersReadsThemAndDoesNothingElse() throws Exception {
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    UUID own = verified();
    UUID other = verified();
    String key = keys.create("The Vale's system", own, administrator);
    UUID order = id(handIn(key, null, "KEY-" + platform.newId()).andExpect(status().isCreated()));
    assertThat(orders.find(order).orElseThrow().authority()).isEqualTo(own);
    mvc.perform(get("/api/v1/orders/" + order).header("Authorization", "Bearer " + key))
        .andExpect(jsonPath("$.state").value("open"));
    handIn(key, other, "X").andExpect(status().isForbidden());
    String otherKey = keys.create("Another", other, administrator);
    mvc.perform(get("/api/v1/orders/" + order).header("Authorization", "Bearer " + otherKey))
        .andExpect(status().isNotFound());
    mvc.perform(get("/api/v1/cases?subject=1").header("Authorization", "Bearer " + key))
        .andExpect(status().isForbidden());
    mvc.perform(
            post("/api/v1/reports")
                .header("Authorization", "Bearer " + key)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}"))
        .andExpect(status().is4xxClientError());
    working.carryOut(order, legal);

    UUID keyId = apiKeys.find(key).orElseThrow().key();
    keys.revoke(keyId, administrator);
    handIn(key, null, "Y").andExpect(status().isUnauthorized());
  }

  @Test
  void aFormThatOrdersToPreserveIsTakenInOnceAndHoldsFromItsReceipt() throws Exception {
    Message message = form(Event.Wish.PRESERVE, "+49 30 2");
    var session = desk.session(legal);
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("Take an order to preserve in")));
    String at = "/legal/holds/of-message/" + message.id();
    mvc.perform(
            post(at)
                .param("authority", authority().toString())
                .param("reference", message.said().reference())
                .param("term", "EUROPEAN_PRESERVATION_ORDER")
                .param("account", message.said().account())
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/legal/holds"));
    assertThat(
            jdbc.sql("SELECT until FROM held_account WHERE account = ?")
                .param(message.said().account())
                .query(Timestamp.class)
                .single()
                .toInstant())
        .isEqualTo(message.receivedAt().plus(Duration.ofDays(60)));
    assertThat(rows.find(message.id()).orElseThrow().waits()).isFalse();
    mvc.perform(
            post(at)
                .param("term", "US")
                .param("reference", "R")
                .param("account", "1")
                .session(session)
                .with(csrf()))
        .andExpect(status().isConflict());
  }

  private Preserved hold(Message message, UUID authority, String account, Member by) {
    return holds.take(message.id(), authority, message.said().reference(), Term.US, account, by);
  }

  @Test
  void whoIsNamedByAMessageTakesNoHoldInFromItWhomeverTheyTypeAndOnlyWhatItAsksForIsHeld() {
    UUID authority = authority();
    String typed = platform.newAccount().nativeId();
    for (Event.Wish wish : List.of(Event.Wish.REMOVE, Event.Wish.DISCLOSE, Event.Wish.REQUEST)) {
      Message other = form(wish, "+49 30 5");
      assertProblem(LegalProblem.BAD_INPUT, () -> hold(other, authority, typed, legal));
      assertThat(rows.find(other.id()).orElseThrow().waits()).isTrue();
    }
    Message message = form(Event.Wish.PRESERVE, "+49 30 5");
    AccountRef named = new AccountRef(platform.id(), message.said().account());
    Member self = new Member(legal.id(), legal.name(), legal.role(), named, null);
    assertProblem(LegalProblem.YOUR_OWN, () -> hold(message, authority, typed, self));
    assertThat(rows.find(message.id()).orElseThrow().waits()).isTrue();

    Preserved form = hold(message, authority, named.nativeId(), legal);
    Preserved desk =
        holding.start(
            new Holding.Written(
                authority, form.reference(), Term.US, form.platform(), form.named(), null),
            legal);
    assertThat(desk.id()).as("the form stands for no order of the desk").isNotEqualTo(form.id());
  }

  /** What is due calls now. */
  private void call() {
    transaction.executeWithoutResult(t -> {
      messageAlarms.raise(clock.instant());
      alarms.raise(clock.instant());
    });
  }

  @Test
  void whatCalledWhileAFormWaitedCallsNotAgainForItsOrderAndWhatComesLaterDoes() {
    UUID authority = verified();
    Message message = form(Event.Wish.REMOVE, "+49 30 6");
    clock.forward(Duration.ofMinutes(9));
    call();
    assertThat(
            jdbc.sql("SELECT minute FROM legal_message_alarm WHERE message = ?")
                .param(message.id())
                .query(Integer.class)
                .list())
        .containsExactly(15);
    RemovalOrder order = take(message, authority);
    call();
    assertThat(calls("legal/" + order.id())).as("they were called after 15 minutes").isZero();
    clock.forward(Duration.ofMinutes(15));
    call();
    call();
    assertThat(calls("legal/" + order.id() + "/30")).as("by mail and by webhook").isEqualTo(2);
    assertThat(calls("legal/" + order.id())).isEqualTo(2);
  }

  @Test
  void aKeyOfAnAuthorityThatIsNotVerifiedPreservesAlone() throws Exception {
    UUID authority = authority();
    String key = keys.create("Unproven", authority, desk.newMember(Role.ADMINISTRATOR));
    UUID order = id(handIn(key, null, "KEY-" + platform.newId()).andExpect(status().isCreated()));
    assertProblem(LegalProblem.NOT_VERIFIED, () -> working.carryOut(order, legal));
    AccountRef account = orders.find(order).orElseThrow().accounts().getFirst();
    assertThat(
            jdbc.sql("SELECT count(*) FROM legal_platform_hold WHERE account = ?")
                .param(account.nativeId())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void theStaffsToolNamesTheAuthorityAndReadsItsOwnOrders() throws Exception {
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    String key = keys.create("Case tool", null, administrator);
    handIn(key, null, "Z").andExpect(status().isBadRequest());
    UUID order =
        id(handIn(key, verified(), "TOOL-" + platform.newId()).andExpect(status().isCreated()));
    mvc.perform(get("/api/v1/orders/" + order).header("Authorization", "Bearer " + key))
        .andExpect(status().isOk());
    String second = keys.create("Second tool", null, administrator);
    mvc.perform(get("/api/v1/orders/" + order).header("Authorization", "Bearer " + second))
        .andExpect(status().isNotFound());
    var session = desk.session(administrator);
    mvc.perform(
            post("/legal/keys")
                .param("name", "By page")
                .param("authority", "")
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/legal/keys"));
    mvc.perform(get("/legal/keys").session(session))
        .andExpect(content().string(containsString("By page")));
    mvc.perform(
            post("/api/v1/orders/mail")
                .header("Authorization", "Bearer " + key)
                .contentType("message/rfc822")
                .content(TestSigner.unsigned(TestSigner.part("Hello " + platform.newId()))))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.verdict").value("not-signed"))
        .andExpect(header().doesNotExist("Set-Cookie"));
    assertThatThrownBy(() ->
            apiKeys.create(
                "Both", "square", EnumSet.of(ApiKeys.May.ORDERS, ApiKeys.May.READ), administrator))
        .isInstanceOf(Refused.class);
  }

  @Test
  void twoWhoTakeOneFormAtOnceMakeOneOrder() throws Exception {
    UUID authority = verified();
    Message message = form(Event.Wish.REMOVE, "+49 30 3");
    var together = new CyclicBarrier(2);
    List<Thread> people = new ArrayList<>();
    for (String post : List.of("p1", "p2")) {
      people.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  together.await();
                  take(message, authority, List.of(post));
                } catch (Refused e) {
                  assertThat(e.problem()).isEqualTo(LegalProblem.NOT_OPEN);
                } catch (InterruptedException | BrokenBarrierException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread one : people) {
      one.join();
    }
    assertThat(orders.withReference(authority, message.said().reference())).hasSize(1);
  }

  @Test
  void aFormThatNamesSomebodysAccountIsWorkedByAnotherAndItsOpeningIsRecorded() throws Exception {
    Message message = form(Event.Wish.DISCLOSE, "+49 30 4");
    AccountRef named = new AccountRef(platform.id(), message.said().account());
    mvc.perform(get("/legal/messages/" + message.id()).session(desk.session(legal)))
        .andExpect(status().isOk());
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM record WHERE native_id = ?
                       AND convert_from(private_bytes, 'UTF8') LIKE '%in the name of an authority%'
                    """)
                .param(named.nativeId())
                .query(Long.class)
                .single())
        .isEqualTo(1);
    Member self = new Member(legal.id(), legal.name(), legal.role(), named, null);
    assertProblem(
        LegalProblem.YOUR_OWN, () -> pages.one(message.id(), self, new ExtendedModelMap()));
    assertProblem(
        LegalProblem.YOUR_OWN,
        () -> pages.close(message.id(), "Nothing.", self, new RedirectAttributesModelMap()));
    assertThat(rows.find(message.id()).orElseThrow().waits()).isTrue();
  }
}
