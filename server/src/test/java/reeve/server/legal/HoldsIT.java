package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
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
  @Autowired private Holding holding;
  @Autowired private HoldRows rows;
  @Autowired private HoldPages pages;
  @Autowired private Records records;
  @Autowired private JdbcClient jdbc;

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
    assertThat(Duration.between(now, until(content)).toDays()).isBetween(180L, 185L);
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

  @Test
  void theSameOrderTwiceIsOneAndAnUnknownNameIsSaidToBeOne() {
    Member lead = desk.newMember(Role.LEGAL);
    var written =
        new Holding.Written(
            authority(lead), "H-1", Term.US, PlatformId.SQUARE, platform.newId(), null);
    assertThat(holding.start(written, lead).id()).isEqualTo(holding.start(written, lead).id());
    assertProblem(
        LegalProblem.NO_SUCH_ACCOUNT,
        () ->
            holding.start(
                new Holding.Written(
                    authority(lead), "H-2", Term.US, PlatformId.SQUARE, "@unheard-of", null),
                lead));
    Instant longAgo = clock.instant().minus(Duration.ofDays(91));
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            holding.start(
                new Holding.Written(
                    authority(lead), "H-3", Term.US, PlatformId.SQUARE, "1", longAgo),
                lead));
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
        all.stream().filter(it -> it.account().equals(account)).findFirst().orElseThrow().id();
    mvc.perform(post("/legal/holds/" + id + "/extend").session(session).with(csrf()))
        .andExpect(redirectedUrl("/legal/holds"));
    mvc.perform(get("/legal/holds").session(session))
        .andExpect(content().string(containsString("extended")));
  }
}
