package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.ExtendedModelMap;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.TestEvents;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Orders to preserve, and what they hold until when. */
@ServerTest
final class HoldsIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private Holding holding;
  @Autowired private HoldRounds rounds;
  @Autowired private HoldTries tries;
  @Autowired private OrderKeys keys;
  @Autowired private HoldAlarms alarms;
  @Autowired private OrderPages orderPages;
  @Autowired private Receiving receiving;
  @Autowired private Working working;
  @Autowired private Leases leases;
  @Autowired private DataSource source;
  @Autowired private HoldRows rows;
  @Autowired private HoldPages pages;
  @Autowired private Records records;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;

  private UUID authority(Member lead) {
    return registry.add(
        new Registry.Written("Court of the Vale", "DE", Set.of(Demand.PRESERVATION), "", null),
        lead);
  }

  private Preserved hold(AccountRef account, Term term, Member by) {
    return holding.start(
        new Holding.Written(
            authority(by),
            "HOLD-" + platform.newId(),
            term,
            PlatformId.SQUARE,
            account.nativeId(),
            null),
        by);
  }

  private Instant until(Preserved hold) {
    return rows.find(hold.id()).orElseThrow().until();
  }

  private Instant heldUntil(AccountRef account) {
    return jdbc.sql("SELECT until FROM held_account WHERE account = ?")
        .param(account.nativeId())
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  @Test
  void eachLawHasItsTermAndAtMostOneMore() {
    Member lead = desk.newMember(Role.LEGAL);
    Instant now = clock.instant();
    AccountRef account = platform.newAccount();
    Preserved us = hold(account, Term.US, lead);
    assertThat(until(us)).isEqualTo(now.plus(Duration.ofDays(90)));
    holding.extend(us.id(), lead);
    assertThat(until(us)).isEqualTo(now.plus(Duration.ofDays(180)));
    assertThat(heldUntil(account)).isEqualTo(until(us));
    assertProblem(LegalProblem.NOT_OPEN, () -> holding.extend(us.id(), lead));

    Preserved european = hold(platform.newAccount(), Term.EUROPEAN_PRESERVATION_ORDER, lead);
    assertThat(until(european)).isEqualTo(now.plus(Duration.ofDays(60)));
    holding.extend(european.id(), lead);
    assertThat(until(european)).isEqualTo(now.plus(Duration.ofDays(90)));

    Preserved content = hold(platform.newAccount(), Term.TERRORIST_CONTENT, lead);
    assertThat(until(content))
        .as("to the hour, whatever summer time does in between")
        .isEqualTo(now.atZone(ZoneOffset.UTC).plusMonths(6).toInstant());
    assertProblem(LegalProblem.NOT_OPEN, () -> holding.extend(content.id(), lead));
  }

  @Test
  void itHoldsAtOnceWithACopyAlsoForAnAuthorityThatIsNotVerified() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef account = platform.newAccount();
    TestEvents events = new TestEvents(clock);
    platform.show(events.capture(account, events.post(account, "to be preserved")));
    Preserved hold = hold(account, Term.US, lead);
    assertThat(hold.captured()).isTrue();
    assertThat(
            jdbc.sql("SELECT posts FROM capture WHERE account = ?")
                .param(account.nativeId())
                .query(String.class)
                .list())
        .singleElement()
        .asString()
        .contains("to be preserved");
    assertThat(records.about(account, 10).stream().map(Recorded::kind).map(it -> it.name()))
        .contains("legal.hold-started");
    assertThat(platform.ordersOn(account)).as("nobody is told").isEmpty();
    assertThat(hold(platform.newAccount(), Term.US, lead).captured()).isFalse();
  }

  @Test
  void theLongestOfSeveralOrdersHolds() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef account = platform.newAccount();
    Preserved shorter = hold(account, Term.EUROPEAN_PRESERVATION_ORDER, lead);
    Preserved longer = hold(account, Term.TERRORIST_CONTENT, lead);
    assertThat(heldUntil(account)).isEqualTo(until(longer));
    holding.release(longer.id(), "The court withdrew it by its registered mail.", lead);
    assertThat(heldUntil(account)).isEqualTo(until(shorter));
    holding.release(shorter.id(), "The court withdrew it by its registered mail.", lead);
    assertThat(heldUntil(account)).isBeforeOrEqualTo(clock.instant());
    assertProblem(LegalProblem.NOT_OPEN, () -> holding.release(shorter.id(), "Once more.", lead));
  }

  private Preserved start(UUID authority, String reference, Term term, String account, Member by) {
    return holding.start(
        new Holding.Written(authority, reference, term, PlatformId.SQUARE, account, null), by);
  }

  @Test
  void theSameOrderTwiceIsOneAndOneWhoseTermIsOverIsNone() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    String account = platform.newId();
    assertThat(start(authority, "H-1", Term.US, account, lead).id())
        .isEqualTo(start(authority, "H-1", Term.US, account, lead).id());
    Instant longAgo = clock.instant().minus(Duration.ofDays(91));
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            holding.start(
                new Holding.Written(authority, "H-3", Term.US, PlatformId.SQUARE, "1", longAgo),
                lead));
    assertProblem(
        LegalProblem.BAD_INPUT, () -> start(authority, "H-4", Term.DISCLOSURE, account, lead));
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM record
                     WHERE kind = 'legal.hold-turned-away'
                       AND convert_from(private_bytes, 'UTF8') LIKE ?
                    """)
                .param("%" + authority + "%")
                .query(Long.class)
                .single())
        .as("it came, and is on record")
        .isEqualTo(1);
  }

  @Test
  void whatAFormHoldsStandsForNoOrderThatComesByABetterWay() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef account = platform.newAccount();
    var written =
        new Holding.Written(
            authority(lead), "H-9", Term.US, PlatformId.SQUARE, account.nativeId(), null);
    Preserved form = holding.start(written, Entrant.of(lead), lead, true);
    assertThat(holding.start(written, Entrant.of(lead), lead, true).id()).isEqualTo(form.id());
    Preserved order = holding.start(written, lead);
    assertThat(order.id()).isNotEqualTo(form.id());
    assertThat(holding.start(written, lead).id()).isEqualTo(order.id());
    holding.release(form.id(), "Nobody at the court knows of it.", lead);
    assertThat(heldUntil(account)).isEqualTo(until(order));
  }

  @Test
  void whatWasReleasedIsHeldAgainAndOneReferenceMayStandForTwoTerms() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    AccountRef account = platform.newAccount();
    String reference = "H-" + account.nativeId();
    Instant now = clock.instant();
    holding.on(account, authority, reference, Term.DISCLOSURE, now, Entrant.of(lead));
    Preserved content =
        start(authority, reference, Term.TERRORIST_CONTENT, account.nativeId(), lead);
    assertThat(heldUntil(account)).isEqualTo(until(content));
    Preserved request = rows.known(authority, reference, account).orElseThrow();
    holding.release(request.id(), "The request does not stand.", lead);
    assertThat(heldUntil(account)).as("the other order stands").isEqualTo(until(content));

    holding.release(content.id(), "Released by mistake.", lead);
    assertThat(heldUntil(account)).isBeforeOrEqualTo(clock.instant());
    Preserved again = start(authority, reference, Term.TERRORIST_CONTENT, account.nativeId(), lead);
    assertThat(again.id()).isNotEqualTo(content.id());
    assertThat(heldUntil(account)).isEqualTo(until(again));
    holding.on(account, authority, reference, Term.DISCLOSURE, now, Entrant.of(lead));
    assertThat(rows.known(authority, reference, account).orElseThrow().stands(now)).isTrue();
  }

  /** Rounds take a hundred each, and other tests left theirs. */
  private void round() {
    do {
      try (Lease lease = leases.take("legal-holds", Duration.ofMinutes(1)).orElseThrow()) {
        rounds.round(lease);
      }
    } while (!rows.toTry(clock.instant()).isEmpty());
  }

  @Test
  void anOrderThatNamesNobodyIsTakenInAndHoldsOnceSomebodyIsFound() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    AccountRef account = platform.newAccount();
    Preserved hold;
    platform.setDown(true);
    try {
      hold = start(authority, "DOWN-1", Term.US, "@h" + account.nativeId(), lead);
      assertThat(hold.account()).isNull();
      assertThat(hold.missing()).contains("did not answer");
      assertThat(start(authority, "DOWN-1", Term.US, "@h" + account.nativeId(), lead).id())
          .isEqualTo(hold.id());
      Preserved byId = start(authority, "DOWN-2", Term.US, platform.newId(), lead);
      assertThat(byId.account()).isNull();
    } finally {
      platform.setDown(false);
    }
    Preserved nobody = start(authority, "NOBODY-1", Term.US, "@unheard-of", lead);
    assertThat(nobody.missing()).contains("Nobody has this name");
    assertThat(records.find(hold.record()).orElseThrow().privateHalf())
        .containsEntry("named", "@h" + account.nativeId());
    mvc.perform(get("/legal/alarm").session(desk.session(lead)))
        .andExpect(content().string(containsString("who was not found")));
    mvc.perform(get("/legal/holds").session(desk.session(lead)))
        .andExpect(content().string(containsString("@unheard-of")))
        .andExpect(content().string(containsString("not found")));

    TestEvents events = new TestEvents(clock);
    platform.show(events.capture(account, events.post(account, "still there")));
    clock.forward(Duration.ofMinutes(2));
    round();
    Preserved found = rows.find(hold.id()).orElseThrow();
    assertThat(found.account()).isEqualTo(account);
    assertThat(found.captured()).isTrue();
    assertThat(heldUntil(account)).isEqualTo(until(hold));
    assertThat(records.about(account, 10).stream().map(Recorded::kind).map(it -> it.name()))
        .contains("legal.hold-found", "legal.hold-captured");
    assertThat(rows.timeline(hold.id()))
        .extracting(OrderRows.Happening::words)
        .contains("Found, and held.", "Profile and posts were copied as they were then.");
    assertThat(rows.find(nobody.id()).orElseThrow().account()).isNull();
    assertThat(rows.toTry(clock.instant())).as("later").doesNotContain(nobody.id());
    assertThat(rows.toTry(clock.instant().plus(Duration.ofHours(2)))).contains(nobody.id());
    holding.release(nobody.id(), "The authority withdrew it: a slip of its pen.", lead);
    assertThat(rows.toTry(clock.instant().plus(Duration.ofHours(2)))).doesNotContain(nobody.id());
  }

  /** Until it is looked for again. */
  private Duration pause(Preserved hold) {
    return Duration.between(
        clock.instant(),
        jdbc.sql("SELECT next_try FROM legal_hold WHERE id = ?")
            .param(hold.id())
            .query(Timestamp.class)
            .single()
            .toInstant());
  }

  @Test
  void whoIsNotFoundIsLookedForEverMoreSeldomAndNotOnceItsOrderIsOver() {
    Member lead = desk.newMember(Role.LEGAL);
    Preserved hold = start(authority(lead), "SELDOM-1", Term.US, "@nobody-yet", lead);
    assertThat(pause(hold)).isEqualTo(Duration.ofSeconds(15));
    clock.forward(Duration.ofSeconds(14));
    round();
    assertThat(rows.find(hold.id()).orElseThrow().tries()).as("not before its time").isOne();
    clock.forward(Duration.ofSeconds(1));
    round();
    assertThat(pause(hold)).isEqualTo(Duration.ofSeconds(30));
    clock.forward(Duration.ofSeconds(30));
    platform.setDown(true);
    try {
      round();
    } finally {
      platform.setDown(false);
    }
    assertThat(pause(hold)).isEqualTo(Duration.ofMinutes(1));
    assertThat(rows.find(hold.id()).orElseThrow().missing()).contains("did not answer");
    jdbc.sql("UPDATE legal_hold SET tries = 40 WHERE id = ?").param(hold.id()).update();
    clock.forward(Duration.ofMinutes(1));
    round();
    assertThat(pause(hold)).as("an hour at the most").isEqualTo(Duration.ofHours(1));
    assertThat(rows.timeline(hold.id()))
        .extracting(OrderRows.Happening::words)
        .filteredOn(it -> it.endsWith("It is tried again."))
        .as("each reason once while it lasts")
        .hasSize(3);

    Preserved before = rows.find(hold.id()).orElseThrow();
    holding.release(hold.id(), "The authority withdrew it: a slip of its pen.", lead);
    platform.setDown(true);
    try {
      tries.once(before, () -> {});
    } finally {
      platform.setDown(false);
    }
    assertThat(rows.find(hold.id()).orElseThrow().tries()).isEqualTo(before.tries());
    assertThat(rows.timeline(hold.id()).getLast().words()).isEqualTo("Released.");
  }

  private long calls(String key) {
    return jdbc.sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
        .param(key + "/%")
        .query(Long.class)
        .single();
  }

  @Test
  void anUnverifiedAuthorityAndATermThatEndsSoonCallTheDutyPerson() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    AccountRef account = platform.newAccount();
    Preserved hold = start(authority, "CALL-1", Term.US, account.nativeId(), lead);
    assertThat(calls("legal/hold/" + hold.id())).as("by mail and by webhook").isEqualTo(2);
    mvc.perform(get("/legal/alarm").session(desk.session(lead)))
        .andExpect(content().string(containsString("Order to preserve")));
    registry.addContact(
        authority, "+49 30 " + platform.newId() + "55", "the printed register", false, lead);
    registry.verify(
        authority,
        authorities.find(authority).orElseThrow().contacts().getLast().id(),
        "Called the duty desk, which named the reference of its order.",
        desk.newMember(Role.ADMINISTRATOR));
    Preserved second = start(authority, "CALL-2", Term.US, platform.newAccount().nativeId(), lead);
    assertThat(calls("legal/hold/" + second.id())).as("verified: nobody is called").isZero();

    Instant soon = until(hold).minus(HoldAlarms.BEFORE).plusSeconds(1);
    assertThat(alarms.lapsing(clock.instant())).doesNotContain(hold.id());
    assertThat(alarms.lapsing(soon)).contains(hold.id());
    transaction.executeWithoutResult(t -> alarms.beforeItLapses(hold.id(), soon));
    transaction.executeWithoutResult(t -> alarms.beforeItLapses(hold.id(), soon));
    assertThat(calls("legal/hold/" + hold.id())).isEqualTo(4);
    assertThat(alarms.lapsing(soon)).doesNotContain(hold.id());
  }

  private RemovalOrder removal(AccountRef author, Member by) {
    return receiving
        .take(
            new Receiving.Written(
                authority(by),
                "VALE-" + platform.newId(),
                "Article 2(7), point (a)",
                null,
                null,
                "square",
                author.nativeId(),
                List.of("p1"),
                "",
                null),
            RemovalOrder.Source.DESK,
            by)
        .order();
  }

  @Test
  void anOrderToRemoveHoldsEverywhereUntilItIsRefusedAndCountsAsNoOrderToPreserve() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    TestEvents events = new TestEvents(clock);
    platform.show(events.capture(author, events.post(author, "in question")));
    RemovalOrder order = removal(author, lead);
    Instant sixMonths = order.receivedAt().atZone(ZoneOffset.UTC).plusMonths(6).toInstant();
    assertThat(heldUntil(author)).isEqualTo(sixMonths);
    round();
    UUID id =
        jdbc.sql("SELECT id FROM legal_hold WHERE removal = ?")
            .param(order.id())
            .query(UUID.class)
            .single();
    Preserved hold = rows.find(id).orElseThrow();
    assertThat(hold.captured()).as("also without a case").isTrue();
    assertThat(records.find(hold.record()).orElseThrow().publicHalf()).isEmpty();
    assertProblem(
        LegalProblem.NOT_OPEN,
        () -> holding.release(hold.id(), "It ends with its order alone.", lead));
    assertThat(rows.about(author)).as("it stands with its order").isEmpty();

    working.refuse(
        order.id(), RemovalOrder.Refusal.FORGED, "They never issued such an order.", lead);
    round();
    assertThat(heldUntil(author)).isBeforeOrEqualTo(clock.instant());
    assertThat(rows.find(hold.id()).orElseThrow().releasedAt()).isNotNull();
  }

  @Test
  void whatIsHeldOfAnAccountThatWasMistypedEndsOnceItsOrderIsPutRight() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef wrong = platform.newAccount();
    AccountRef right = platform.newAccount();
    RemovalOrder order = removal(wrong, lead);
    Instant sixMonths = heldUntil(wrong);
    assertThat(sixMonths).isAfter(clock.instant());
    round();
    assertThat(heldUntil(wrong)).as("its post is bound to it").isEqualTo(sixMonths);

    receiving.lookAgain(order.id(), "@h" + right.nativeId(), lead);
    assertThat(heldUntil(right)).isEqualTo(sixMonths);
    round();
    assertThat(heldUntil(wrong)).isBeforeOrEqualTo(clock.instant());
    assertThat(heldUntil(right)).isEqualTo(sixMonths);
    assertThat(records.about(wrong, 10).stream().map(Recorded::kind).map(it -> it.name()))
        .contains("legal.hold-released");

    receiving.lookAgain(order.id(), "@h" + wrong.nativeId(), lead);
    round();
    assertThat(heldUntil(wrong)).as("it was that one after all").isEqualTo(sixMonths);
    assertThat(heldUntil(right)).isBeforeOrEqualTo(clock.instant());
  }

  @Test
  void theCaseShowsTheTimelineOfOrdersToPreserve() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef account = platform.newAccount();
    Preserved hold = hold(account, Term.US, lead);
    holding.extend(hold.id(), lead);
    mvc.perform(
            get("/legal/of-account")
                .param("platform", "square")
                .param("account", account.nativeId())
                .session(desk.session(desk.newMember(Role.LEAD))))
        .andExpect(content().string(containsString("Orders to preserve")))
        .andExpect(content().string(containsString(hold.reference())))
        .andExpect(content().string(containsString("Received, and held.")))
        .andExpect(content().string(containsString("Extended, for the one time")));
    var model = new ExtendedModelMap();
    orderPages.ofAccount(
        "square",
        account.nativeId(),
        new Member(lead.id(), lead.name(), lead.role(), account, null),
        model);
    assertThat(model.getAttribute("kept")).isEqualTo(List.of());
  }

  @Test
  void aKeyHandsInTheOrdersToPreserveOfItsAuthorityAlone() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    String key = keys.create("Court of the Vale", authority, desk.newMember(Role.ADMINISTRATOR));
    AccountRef account = platform.newAccount();
    String order =
        """
        {%s"reference":"API-1","law":"%s","account":"%s"}
        """;
    handIn(key, order.formatted("", "us", account.nativeId()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.held").value(true))
        .andExpect(jsonPath("$.missing").value(""));
    assertThat(heldUntil(account)).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
    handIn(key, order.formatted("", "us", "@unheard-of"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.held").value(false))
        .andExpect(jsonPath("$.missing").value(containsString("Nobody has this name")));
    handIn(key, order.formatted("", "disclosure", account.nativeId()))
        .andExpect(status().isBadRequest());
    String other = "\"authority\":\"" + authority(lead) + "\",";
    handIn(key, order.formatted(other, "us", account.nativeId())).andExpect(status().isForbidden());
  }

  private ResultActions handIn(String key, String order) throws Exception {
    return mvc.perform(
        post("/api/v1/orders/preservation")
            .header("Authorization", "Bearer " + key)
            .contentType(MediaType.APPLICATION_JSON)
            .content(order));
  }

  @Test
  void theDatabaseCountsInUtcWhateverTheZoneOfTheMachine() throws Exception {
    HikariDataSource ours = source.unwrap(HikariDataSource.class);
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try (HikariDataSource fresh = new HikariDataSource()) {
      fresh.setJdbcUrl(ours.getJdbcUrl());
      fresh.setUsername(ours.getUsername());
      fresh.setPassword(ours.getPassword());
      fresh.setConnectionInitSql(ours.getConnectionInitSql());
      assertThat(JdbcClient.create(fresh).sql("SHOW timezone").query(String.class).single())
          .isEqualTo("UTC");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void nobodySeesOrEndsAHoldOnTheirOwnAccount() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef account = platform.newAccount();
    Preserved hold = hold(account, Term.US, lead);
    Member self = new Member(lead.id(), lead.name(), lead.role(), account, null);
    assertProblem(LegalProblem.YOUR_OWN, () -> holding.release(hold.id(), "It is over.", self));
    var model = new ExtendedModelMap();
    pages.all(self, model);
    assertThat(model.getAttribute("lines").toString()).doesNotContain(hold.id().toString());
    pages.all(lead, model);
    assertThat(model.getAttribute("lines").toString()).contains(hold.id().toString());
  }

  @Test
  void thePageTakesAnOrderInAndSaysUntilWhenItHolds() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    var session = desk.session(lead);
    AccountRef account = platform.newAccount();
    mvc.perform(
            post("/legal/holds")
                .param("authority", authority(lead).toString())
                .param("reference", "PAGE-" + account.nativeId())
                .param("term", "US")
                .param("account", account.nativeId())
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/legal/holds"));
    mvc.perform(get("/legal/holds").session(session))
        .andExpect(content().string(containsString("PAGE-" + account.nativeId())))
        .andExpect(content().string(containsString("18 USC 2703(f)")));
    List<Preserved> all = rows.all(clock.instant());
    UUID id =
        all.stream().filter(it -> account.equals(it.account())).findFirst().orElseThrow().id();
    mvc.perform(post("/legal/holds/" + id + "/extend").session(session).with(csrf()))
        .andExpect(redirectedUrl("/legal/holds"));
    mvc.perform(get("/legal/holds").session(session))
        .andExpect(content().string(containsString("extended")));
  }
}
