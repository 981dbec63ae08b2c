package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Requests for data and reports that come by form, by signed mail, and with a key. */
@ServerTest
final class MessageAsksIT extends DisclosureTown {
  @Autowired private FormReceiver receiver;
  @Autowired private Mails mails;
  @Autowired private MessageRows messages;
  @Autowired private MessageAsks asks;
  @Autowired private MessageAlarms messageAlarms;
  @Autowired private DisclosureAlarms disclosureAlarms;
  @Autowired private OrderKeys keys;
  @Autowired private TransactionTemplate transaction;

  private Message form(Event.Wish wish, AccountRef account) {
    String id = "F-" + town.platform.newId();
    transaction.executeWithoutResult(_ ->
        receiver.receive(
            List.of(
                new Event.AuthorityWrote(
                    town.platform.meta(
                        town.clock.instant().minus(Duration.ofMinutes(7)), Origin.LIVE),
                    id,
                    "Court of Oakham",
                    "FR",
                    wish,
                    "OAK-" + id,
                    "Investigation 12/7",
                    account.nativeId(),
                    List.of(),
                    "+33 1 55 " + town.platform.newId(),
                    "We ask for this."))));
    return messages.all().stream()
        .filter(it -> it.reference().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Message signed(TestSigner signer, String text) throws Exception {
    return mail(signer.detached(TestSigner.part(text), town.clock.instant()));
  }

  private UUID signing(TestSigner signer) throws Exception {
    UUID id =
        registry.add(
            new Registry.Written(
                "Court of Oakham", "FR", EnumSet.of(Demand.DISCLOSURE), signer.pem(), null),
            legal);
    registry.addContact(
        id, "+33 1 " + town.platform.newId() + "45", "the printed register", false, legal);
    verify(id);
    return id;
  }

  private Message mail(byte[] file) {
    return mails
        .take(new ByteArrayInputStream(file), file.length, null, Entrant.of(legal))
        .message();
  }

  private long recorded(String kind, Message message) {
    return jdbc.sql(
            """
            SELECT count(*) FROM record
             WHERE kind = ? AND convert_from(private_bytes, 'UTF8') LIKE ?
            """)
        .params(kind, "%" + message.id() + "%")
        .query(Long.class)
        .single();
  }

  private TakingIn.Written of(Message message, UUID authority, Instrument instrument) {
    return written(authority, instrument, Set.of(Data.SUBSCRIBER), message.said().account());
  }

  @Test
  void aSignedMailFillsTheRequestInAndAPersonTakesItIn() throws Exception {
    TestSigner signer = TestSigner.around(town.clock.instant());
    UUID authority = signing(signer);
    AccountRef one = town.platform.newAccount();
    AccountRef other = town.platform.newAccount();
    String reference = "OAK-" + town.platform.newId();
    Message message =
        mail(
            signer.detached(
                TestSigner.part(
                    """
                    Order: disclosure
                    Reference: %s
                    Paper: Warrant
                    Ground: Investigation <b>12/7</b>
                    Account: %s
                    Account: %s
                    Data: subscriber, sign-ins
                    Data: what they wrote
                    From: 2017-01-01 00:00
                    Due: 2099-03-15 12:00
                    Contact: +33 1 5550
                    """
                        .formatted(reference, one.nativeId(), other.nativeId())),
                town.clock.instant()));
    var session = town.desk.session(legal);
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("Fill in an order to disclose")))
        .andExpect(content().string(not(containsString("Fill in an emergency request"))));
    mvc.perform(get("/legal/disclosures/new").param("message", "" + message.id()).session(session))
        .andExpect(content().string(containsString("value=\"" + reference + "\"")))
        .andExpect(content().string(containsString("Investigation &lt;b&gt;12/7")))
        .andExpect(content().string(containsString(one.nativeId() + "\n" + other.nativeId())))
        .andExpect(content().string(containsString("value=\"WARRANT\" selected")))
        .andExpect(content().string(containsString("value=\"SIGN_INS\" checked")))
        .andExpect(content().string(not(containsString("value=\"PUBLIC_POSTS\" checked"))))
        .andExpect(content().string(containsString("value=\"2099-03-15 12:00\"")));
    mvc.perform(
            post("/legal/disclosures")
                .param("message", "" + message.id())
                .param("authority", "" + authority(true))
                .param("instrument", "WARRANT")
                .param("reference", reference)
                .param("ground", "Investigation 12/7")
                .param("accounts", one.nativeId() + "\r\n" + other.nativeId())
                .param("data", "SUBSCRIBER", "SIGN_INS")
                .param("contact", "+33 1 9999999")
                .param("due", "2099-03-15 12:00")
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrlPattern("/legal/disclosures/*"));
    Message worked = messages.find(message.id()).orElseThrow();
    assertThat(worked.waits()).isFalse();
    Disclosure it = find(worked.became().disclosure());
    assertThat(it.authority()).as("who signed it, whoever was chosen").isEqualTo(authority);
    assertThat(it.source()).isEqualTo(RemovalOrder.Source.MAIL);
    assertThat(it.receivedAt()).isEqualTo(message.receivedAt());
    assertThat(it.contact()).isEqualTo("+33 1 5550");
    assertThat(held(it, one) && held(it, other)).isTrue();
    mvc.perform(get("/legal/disclosures/" + it.id()).session(session))
        .andExpect(content().string(containsString("mail " + message.reference())));
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("/legal/disclosures/" + it.id())));
    assertProblem(
        LegalProblem.NOT_OPEN,
        () -> asks.ask(message.id(), of(message, authority, Instrument.WARRANT), legal));
    assertThat(recorded("legal.message-asked", message)).isEqualTo(1);
  }

  @Test
  void anEmergencyByFormHoldsAtOnceCallsOnceAndDisclosesNothingByItself() {
    UUID authority = authority(true);
    AccountRef account = town.platform.newAccount();
    Message message = form(Event.Wish.EMERGENCY, account);
    town.clock.forward(Duration.ofMinutes(9));
    transaction.executeWithoutResult(_ -> messageAlarms.raise(town.clock.instant()));
    TakingIn.Taken taken =
        asks.ask(message.id(), of(message, authority, Instrument.EMERGENCY), legal);
    Disclosure it = taken.disclosure();
    assertThat(it.dueAt()).isEqualTo(message.receivedAt().plus(Duration.ofHours(1)));
    assertThat(taken.unheld()).isEmpty();
    assertThat(held(it, account)).isTrue();
    assertThat(actions(account)).isEmpty();
    assertThat(it.is(Disclosure.State.OPEN)).isTrue();
    transaction.executeWithoutResult(_ -> disclosureAlarms.raise(town.clock.instant()));
    assertThat(called(it.id() + "/1")).as("they were called after 15 minutes").isZero();
    town.clock.forward(Duration.ofMinutes(15));
    transaction.executeWithoutResult(_ -> disclosureAlarms.raise(town.clock.instant()));
    assertThat(called(it.id() + "/2")).as("by mail and by webhook").isEqualTo(2);

    UUID desk =
        take(
            new TakingIn.Written(
                it.authority(),
                it.instrument(),
                it.urgent(),
                it.reference(),
                it.ground(),
                it.issuedAt(),
                null,
                null,
                it.platform(),
                List.of(account.nativeId()),
                it.data(),
                null,
                null,
                it.contact(),
                null,
                it.emergency()));
    assertThat(desk).as("a form stands for no request of the desk").isNotEqualTo(it.id());
  }

  @Test
  void whatProvesNothingAsksForNothingOrNamesOneselfIsNotTakenIn() throws Exception {
    UUID authority = authority(true);
    AccountRef account = town.platform.newAccount();
    TestSigner foreign = TestSigner.around(town.clock.instant());
    Message unproven =
        mail(
            foreign.detached(
                TestSigner.part(
                    "Order: disclosure\nReference: %s\nAccount: %s\n"
                        .formatted(town.platform.newId(), account.nativeId())),
                town.clock.instant()));
    assertProblem(
        LegalProblem.NOT_PROVEN,
        () -> asks.ask(unproven.id(), of(unproven, authority, Instrument.WARRANT), legal));
    Message removal = form(Event.Wish.REMOVE, account);
    assertProblem(
        LegalProblem.BAD_INPUT,
        () -> asks.ask(removal.id(), of(removal, authority, Instrument.WARRANT), legal));
    Message message = form(Event.Wish.DISCLOSE, account);
    Member self = new Member(legal.id(), legal.name(), legal.role(), account, null);
    assertProblem(
        LegalProblem.YOUR_OWN,
        () -> asks.ask(message.id(), of(message, authority, Instrument.WARRANT), self));
    TakingIn.Written ownToo =
        written(authority, Instrument.WARRANT, Set.of(Data.SUBSCRIBER), account.nativeId());
    Message other = form(Event.Wish.DISCLOSE, town.platform.newAccount());
    assertProblem(LegalProblem.YOUR_OWN, () -> asks.ask(other.id(), ownToo, self));
    assertProblem(
        LegalProblem.BAD_INPUT,
        () -> asks.ask(message.id(), of(message, authority, Instrument.EMERGENCY), legal));
    Message danger = form(Event.Wish.EMERGENCY, account);
    assertProblem(
        LegalProblem.BAD_INPUT,
        () -> asks.ask(danger.id(), of(danger, authority, Instrument.SUBPOENA), legal));
    mvc.perform(
            get("/legal/disclosures/new")
                .param("message", "" + danger.id())
                .session(town.desk.session(legal)))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("Take it in as that, or close it.")));
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            asks.file(message.id(), report(message, authority), contact(authority), WORDS, legal));
    for (Message one : List.of(unproven, removal, message, other, danger)) {
      assertThat(messages.find(one.id()).orElseThrow().waits()).isTrue();
    }
  }

  @Test
  void whoIsNamedInAnyLineOfAMessageNeitherSeesNorWorksItAndWhoSeesItIsRecorded() throws Exception {
    TestSigner signer = TestSigner.around(town.clock.instant());
    signing(signer);
    AccountRef first = town.platform.newAccount();
    AccountRef own = town.platform.newAccount();
    Message message =
        signed(
            signer,
            "Order: disclosure\nReference: %s\nAccount: %s\nAccount: %s\n"
                .formatted(town.platform.newId(), first.nativeId(), own.nativeId()));
    Member self = new Member(legal.id(), legal.name(), legal.role(), own, null);
    assertProblem(LegalProblem.YOUR_OWN, () -> asks.shown(message.id(), Event.Wish.DISCLOSE, self));
    asks.shown(message.id(), Event.Wish.DISCLOSE, second);
    for (AccountRef account : List.of(first, own)) {
      assertThat(town.recorded(account, "staff.viewed"))
          .anyMatch(it -> it.actor().equals(second.id().actor().text()));
    }
  }

  @Test
  void oneMessageIsOneRequestHoweverManyTakeItInAtOnce() throws Exception {
    UUID authority = authority(true);
    Message message = form(Event.Wish.DISCLOSE, town.platform.newAccount());
    var taken =
        atOnce(
            () -> asks.ask(message.id(), of(message, authority, Instrument.WARRANT), legal),
            () -> asks.ask(message.id(), of(message, authority, Instrument.SUBPOENA), second));
    assertThat(taken).hasSize(1);
    assertThat(messages.find(message.id()).orElseThrow().became().disclosure())
        .isEqualTo(taken.getFirst().disclosure().id());

    AccountRef account = town.platform.newAccount();
    Message report = form(Event.Wish.REQUEST, account);
    Requesting.Written one = report(report, authority);
    Requesting.Written other =
        new Requesting.Written(
            authority,
            one.reference() + " (2)",
            one.ground(),
            null,
            one.platform(),
            one.account(),
            one.posts());
    var filed =
        atOnce(
            () -> asks.file(report.id(), one, contact(authority), WORDS, legal),
            () -> asks.file(report.id(), other, contact(authority), WORDS, second));
    assertThat(filed).hasSize(1);
    assertThat(
            jdbc.sql("SELECT count(*) FROM legal_request WHERE account = ?")
                .param(account.nativeId())
                .query(Long.class)
                .single())
        .as("nothing is filed without its message")
        .isEqualTo(1);
  }

  private Requesting.Written report(Message message, UUID authority) {
    return new Requesting.Written(
        authority,
        message.said().reference(),
        message.said().ground(),
        null,
        message.platform(),
        message.said().account(),
        List.of());
  }

  @Test
  void aFormThatBindsNobodyIsFiledOnceItsAuthorityWasAskedThroughTheRegistry() throws Exception {
    UUID authority = authority(true);
    AccountRef account = town.platform.newAccount();
    Message message = form(Event.Wish.REQUEST, account);
    var session = town.desk.session(legal);
    mvc.perform(get("/legal/requests").param("message", "" + message.id()).session(session))
        .andExpect(content().string(containsString("value=\"" + account.nativeId() + "\"")))
        .andExpect(content().string(containsString("" + contact(authority))));
    UUID asked = contact(authority);
    registry.addContact(
        authority, message.said().contact(), "a list that we were sent", false, legal);
    UUID named =
        authorities.find(authority).orElseThrow().contacts().stream()
            .map(Contact::id)
            .filter(it -> !it.equals(asked))
            .findFirst()
            .orElseThrow();
    registry.verify(authority, asked, WORDS, second);
    for (UUID wrong : List.of(named, UUID.randomUUID())) {
      assertProblem(
          LegalProblem.NO_SECOND_CHANNEL,
          () -> asks.file(message.id(), report(message, authority), wrong, WORDS, legal));
    }
    assertThat(town.cases.open(account)).isEmpty();
    mvc.perform(
            post("/legal/requests")
                .param("message", "" + message.id())
                .param("authority", "" + authority)
                .param("reference", message.said().reference())
                .param("ground", message.said().ground())
                .param("account", account.nativeId())
                .param("contact", "" + asked)
                .param("how", WORDS)
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    var of = town.cases.open(account).orElseThrow().id();
    Message worked = messages.find(message.id()).orElseThrow();
    assertThat(worked.became().why()).isEqualTo("Filed as a report in case " + of + ".");
    assertThat(recorded("legal.message-filed", message)).isEqualTo(1);

    Message second = form(Event.Wish.REQUEST, town.platform.newAccount());
    Requesting.Written sameReference =
        new Requesting.Written(
            authority,
            message.said().reference(),
            second.said().ground(),
            null,
            second.platform(),
            second.said().account(),
            List.of());
    assertProblem(
        LegalProblem.BAD_INPUT, () -> asks.file(second.id(), sameReference, asked, WORDS, legal));
    assertThat(messages.find(second.id()).orElseThrow().waits()).as("nothing is lost").isTrue();
  }

  private ResultActions handIn(String key, String more) throws Exception {
    return mvc.perform(
        post("/api/v1/orders/disclosure")
            .header("Authorization", "Bearer " + key)
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"ground\": \"Investigation 12/7\", " + more + "}"));
  }

  private ResultActions state(String key, UUID id) throws Exception {
    return mvc.perform(
        get("/api/v1/orders/disclosure/" + id).header("Authorization", "Bearer " + key));
  }

  @Test
  void aKeyHandsRequestsInReadsHowTheyStandAndNeverWhatIsDisclosed() throws Exception {
    Member administrator = town.desk.newMember(Role.ADMINISTRATOR);
    UUID own = authority(true);
    String key = keys.create("The court's system", own, administrator);
    AccountRef account = town.platform.newAccount();
    String paper =
        """
        "reference": "KEY-%s", "paper": "warrant", "accounts": ["%s", "@nobody"],
        "data": ["subscriber", "sign-ins"], "silent_until": "%s"
        """
            .formatted(
                town.platform.newId(),
                account.nativeId(),
                town.clock.instant().plus(Duration.ofDays(30)));
    String answer =
        handIn(key, paper)
            .andExpect(status().isCreated())
            .andExpect(jsonPath("$.state").value("open"))
            .andExpect(jsonPath("$.unheld").value(""))
            .andExpect(jsonPath("$.accounts[0].found").value(true))
            .andExpect(jsonPath("$.accounts[1].found").value(false))
            .andReturn()
            .getResponse()
            .getContentAsString();
    UUID id = UUID.fromString(answer.replaceAll("(?s).*\"id\":\"([0-9a-f-]{36})\".*", "$1"));
    Disclosure it = find(id);
    assertThat(it.authority()).isEqualTo(own);
    assertThat(it.source()).isEqualTo(RemovalOrder.Source.API);
    assertThat(it.silence()).isNotNull();
    assertThat(held(it, account)).isTrue();
    handIn(key, paper)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.id").value("" + id))
        .andExpect(jsonPath("$.known").value(true));
    handIn(
            key,
            paper.replace(
                "\"paper\"", "\"issued_at\": \"2017-03-01T09:30:00.1234567Z\", \"paper\""))
        .andExpect(jsonPath("$.known").value(false));
    handIn(
            key,
            paper.replace(
                "\"paper\"", "\"issued_at\": \"2017-03-01T09:30:00.1234567Z\", \"paper\""))
        .andExpect(jsonPath("$.known").value(true));
    town.clock.forward(Duration.ofDays(31));
    handIn(key, paper).andExpect(jsonPath("$.id").value("" + id));
    handIn(
            key,
            paper
                .replace("\"sign-ins\"", "\"public-posts\"")
                .replaceAll(", \"silent_until\": \"[^\"]*\"", ""))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.same_reference").value(hasItem("" + id)));
    handIn(key, "\"authority\": \"" + authority(true) + "\", " + paper)
        .andExpect(status().isForbidden());

    released(id, Set.of(Data.SUBSCRIBER));
    round();
    state(key, id)
        .andExpect(jsonPath("$.state").value("ready"))
        .andExpect(jsonPath("$.in_part").value(true))
        .andExpect(jsonPath("$.data").doesNotExist());
    String other = keys.create("Another", authority(true), administrator);
    state(other, id).andExpect(status().isNotFound());
    mvc.perform(get("/api/v1/cases?subject=1").header("Authorization", "Bearer " + key))
        .andExpect(status().isForbidden());
  }

  @Test
  void whatIsWrongInAPaperIsSaidAndAKeyThatIsNotVerifiedPreservesAlone() throws Exception {
    Member administrator = town.desk.newMember(Role.ADMINISTRATOR);
    UUID authority = authority(false);
    String key = keys.create("Unproven", authority, administrator);
    String account = "\"accounts\": [\"" + town.platform.newAccount().nativeId() + "\"]";
    String good = "\"reference\": \"K\", \"data\": [\"subscriber\"], ";
    String subpoena = good + "\"paper\": \"subpoena\", " + account;
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put(good + account, "'paper'");
    wrong.put(good + "\"paper\": \"letter\", " + account, "'paper'");
    wrong.put(good + "\"paper\": \"subpoena\"", "1 to 10 accounts");
    wrong.put(good + "\"paper\": \"subpoena\", \"accounts\": [null]", "1 to 10 accounts");
    wrong.put(subpoena + ", \"danger\": \"Somebody.\"", "who is in danger; an order does not");
    wrong.put(good + "\"paper\": \"emergency\", " + account, "Say who is in danger");
    wrong.put(subpoena + ", \"urgent\": true", "8 hours");
    wrong.put(subpoena.replace("[\"subscriber\"]", "[\"all\"]"), "'data'");
    wrong.put(subpoena.replace("[\"subscriber\"]", "[null]"), "'data'");
    wrong.put(subpoena.replace("[\"subscriber\"]", "[]"), "at least one kind of data");
    wrong.put(subpoena + ", \"silence_reason\": \"" + WORDS + "\"", "'silent_until'");
    wrong.put(subpoena + ", \"issued_at\": \"+999999999-01-01T00:00:00Z\"", "1970 and 2200");
    wrong.put(subpoena + ", \"from\": \"-9000-01-01T00:00:00Z\"", "1970 and 2200");
    wrong.put(subpoena + ", \"due_at\": \"+294276-12-31T00:00:00Z\"", "1970 and 2200");
    wrong.put(subpoena + ", \"due_at\": \"1999-12-31T00:00:00Z\"", "before its receipt");
    wrong.put(subpoena + ", \"received_at\": \"2199-12-31T00:00:00Z\"", "lies ahead");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      handIn(key, one.getKey())
          .andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.detail").value(containsString(one.getValue())));
    }
    handIn(key, subpoena + ", \"contact\": \"" + "x".repeat(OrderBodies.MOST) + "\"")
        .andExpect(status().isContentTooLarge());
    String answer =
        handIn(
                key,
                good.replace("K", "K-" + town.platform.newId())
                    + "\"paper\": \"subpoena\", "
                    + account)
            .andExpect(status().isCreated())
            .andReturn()
            .getResponse()
            .getContentAsString();
    UUID id = UUID.fromString(answer.replaceAll("(?s).*\"id\":\"([0-9a-f-]{36})\".*", "$1"));
    assertThat(called(id + "/0")).as("by mail and by webhook").isEqualTo(2);
    assertThat(held(find(id), find(id).accounts().getFirst())).isTrue();
    assertProblem(
        LegalProblem.NOT_VERIFIED,
        () -> disclosing.propose(id, wish(id, Set.of(Data.SUBSCRIBER)), legal));
  }
}
