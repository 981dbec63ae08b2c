package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Docket;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.TestTown;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Post;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.TestKeys;

/** What an authority asks to look at and does not order. */
@ServerTest
final class RequestsIT {
  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private JdbcClient jdbc;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private Requesting requesting;

  private TestTown town;
  private Member legal;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    legal = town.desk.newMember(Role.LEGAL);
  }

  private UUID authority(boolean verified) {
    UUID id =
        registry.add(new Registry.Written("Office of the Vale", "DE", Set.of(), "", null), legal);
    registry.addContact(
        id, "+49 30 " + town.platform.newId() + "33", "the printed register", false, legal);
    if (verified) {
      registry.verify(
          id,
          authorities.find(id).orElseThrow().contacts().getFirst().id(),
          "Called the duty desk, which confirmed its mail.",
          town.desk.newMember(Role.ADMINISTRATOR));
    }
    return id;
  }

  private Requesting.Written written(UUID authority, AccountRef account, String... posts) {
    return new Requesting.Written(
        authority,
        "VALE-" + town.platform.newId(),
        "It asks people to join a group that is forbidden here.",
        null,
        account.platform(),
        account.nativeId(),
        List.of(posts));
  }

  private Request file(Requesting.Written written) {
    return requesting.take(written, RemovalOrder.Source.DESK, legal);
  }

  @Test
  void itIsJudgedAsAReportToldAsAnAuthoritysAndCountedAsOne() {
    AccountRef account = town.platform.newAccount();
    TestEvents events = new TestEvents(town.clock);
    Post post = events.post(account, "Join the Crimson Dawn, ask me for the way.");
    town.platform.show(events.capture(account, post));
    Requesting.Written written = written(authority(true), account, post.post().nativeId());
    Request filed = file(written);
    assertThat(file(written)).as("once").isEqualTo(filed);

    var of = town.cases.find(filed.caseId()).orElseThrow();
    assertThat(town.cases.flagged(of.id()))
        .singleElement()
        .satisfies(it -> assertThat(it.post().text()).contains("Crimson Dawn"));
    assertThat(town.recorded(account, "cases.opened").getFirst().publicHalf())
        .containsEntry("source", "authority");
    assertThat(town.recorded(account, "legal.request-received").getFirst().publicHalf())
        .containsEntry("country", "DE")
        .containsEntry("demand", "request");
    assertThat(town.cases.witnesses(of.id())).as("nobody is written to").isEmpty();

    var reported = new TestTown.Reported(of, account, List.of(), post);
    town.decided(
        reported,
        town.member(Role.REVIEWER),
        new DecisionForm(
            List.of("warn"),
            TestTown.RECRUITMENT,
            List.of(post.post().nativeId()),
            List.of(),
            "",
            "no",
            "You asked people to join.",
            ""));
    assertThat(town.recorded(account, "decisions.decided").getFirst().publicHalf())
        .containsEntry("source", "authority");
    assertThat(
            town.carriedOut(account).stream()
                .filter(Action.DeliverStatement.class::isInstance)
                .map(Action.DeliverStatement.class::cast))
        .singleElement()
        .satisfies(it ->
            assertThat(it.letter().body())
                .contains("An authority pointed us to it.")
                .doesNotContain("Office of the Vale"));
    assertThat(town.platform.ordersOn(new AccountRef(account.platform(), Docket.AUTHORITY)))
        .isEmpty();
  }

  @Test
  void aMessageOfWhoeverClaimsToBeAnAuthoritySetsNothingOff() {
    AccountRef account = town.platform.newAccount();
    assertThatThrownBy(() -> file(written(authority(false), account)))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.NOT_VERIFIED));
    assertThat(town.cases.open(account)).isEmpty();
  }

  @Test
  void noKeyReportsAsAnAuthority() throws Exception {
    mvc.perform(
            post("/api/v1/reports")
                .header("Authorization", "Bearer " + TestKeys.make(jdbc))
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"id": "1", "reporter": {"id": "reeve:authority"},
                     "subject": {"id": "7", "handle": "ada"}}
                    """))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("nobody reports under this id")));
  }

  @Test
  void thePageFilesItAndNotesTheAnswer() throws Exception {
    AccountRef account = town.platform.newAccount();
    var session = town.desk.session(legal);
    mvc.perform(
            post("/legal/requests")
                .param("authority", authority(true).toString())
                .param("reference", "VALE <b>3</b>")
                .param("ground", "Look at the posts of this account.")
                .param("account", account.nativeId())
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    UUID id =
        jdbc.sql("SELECT id FROM legal_request WHERE account = ?")
            .param(account.nativeId())
            .query(UUID.class)
            .single();
    mvc.perform(
            post("/legal/requests/" + id + "/answered")
                .param("how", "By mail to the duty desk.")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get("/legal/requests").session(session))
        .andExpect(content().string(containsString("VALE &lt;b&gt;3")))
        .andExpect(content().string(containsString("By mail to the duty desk.")));
  }
}
