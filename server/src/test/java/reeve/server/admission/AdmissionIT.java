package reeve.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Profile;
import reeve.server.platform.Subject;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
final class AdmissionIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private SignUps signUps;
  @Autowired private Waiting waiting;
  @Autowired private Admitting admitting;
  @Autowired private Records records;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;

  private Profile profile(AccountRef account, Profile.State state, String reason) {
    return new Profile(
        account,
        "h" + account.nativeId(),
        "Robin <b>Reed</b>",
        "",
        "",
        List.of(),
        null,
        clock.instant(),
        state,
        Origin.LIVE,
        0,
        0,
        0,
        reason);
  }

  private AccountRef applies(String reason) {
    AccountRef account = platform.newAccount();
    receive(
        new Event.AccountCreated(
            platform.meta(clock.instant(), Origin.LIVE),
            profile(account, Profile.State.PENDING, reason)));
    return account;
  }

  private void receive(Event... events) {
    transaction.executeWithoutResult(t -> signUps.receive(List.of(events)));
  }

  private List<String> kinds(Subject account) {
    return records.about(account, 10).stream().map(Recorded::kind).map(it -> it.name()).toList();
  }

  private List<String> orders(AccountRef account) {
    return jdbc.sql("SELECT kind FROM order_to_act WHERE account = ? ORDER BY number")
        .param(account.nativeId())
        .query(String.class)
        .list();
  }

  @Test
  void whoeverIsApprovedLeavesTheListWithARecordAndAnOrder() throws Exception {
    AccountRef account = applies("I fish and want to \u0000 talk about it.");
    var session = desk.session(Role.REVIEWER);
    mvc.perform(get("/sign-ups").session(session))
        .andExpect(content().string(containsString("I fish and want to")))
        .andExpect(content().string(not(containsString("<b>Reed"))));
    mvc.perform(
            post("/sign-ups/approve")
                .param("platform", "square")
                .param("account", account.nativeId())
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/sign-ups"));
    assertThat(orders(account)).containsExactly("approve");
    assertThat(kinds(account)).contains("admission.approved", "staff.viewed");
    mvc.perform(
            post("/sign-ups/approve")
                .param("platform", "square")
                .param("account", account.nativeId())
                .session(session)
                .with(csrf()))
        .andExpect(status().isConflict());
    assertThat(orders(account)).as("decided once").hasSize(1);
  }

  @Test
  void aRefusalNeedsItsReasonAndTellsIt() throws Exception {
    AccountRef account = applies("");
    var session = desk.session(Role.REVIEWER);
    var refuse =
        post("/sign-ups/refuse").param("platform", "square").param("account", account.nativeId());
    mvc.perform(refuse.session(session).with(csrf()).param("reason", " "))
        .andExpect(status().isBadRequest());
    assertThat(orders(account)).isEmpty();
    admitting.refuse(account, desk.newMember(Role.REVIEWER), "No links to shops, please.");
    assertThat(orders(account)).containsExactly("refuse");
    assertThat(kinds(account)).contains("admission.refused");
  }

  @Test
  void onlyThoseWhoWaitAreShownAndEachOnce() {
    AccountRef account = applies("first");
    AccountRef open = platform.newAccount();
    receive(
        new Event.AccountCreated(
            platform.meta(clock.instant(), Origin.LIVE), profile(open, Profile.State.ACTIVE, null)),
        new Event.AccountCreated(
            platform.meta(clock.instant(), Origin.LIVE),
            profile(account, Profile.State.PENDING, "first")));
    assertThat(waiting.oldest(1000)).filteredOn(it -> it.account().equals(account)).hasSize(1);
    assertThat(waiting.oldest(1000)).noneMatch(it -> it.account().equals(open));
    receive(
        new Event.AccountUpdated(
            platform.meta(clock.instant(), Origin.LIVE),
            profile(account, Profile.State.ACTIVE, null)));
    assertThat(waiting.oldest(1000)).noneMatch(it -> it.account().equals(account));
  }

  @Test
  void nobodyAdmitsThemselves() {
    AccountRef account = applies("me");
    Member any = desk.newMember(Role.LEAD);
    Member own = new Member(any.id(), any.name(), any.role(), account, null);
    assertThatThrownBy(() -> admitting.approve(account, own)).hasMessageContaining("your own");
    assertThat(orders(account)).isEmpty();
  }
}
