package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import reeve.postgres.ScratchDatabase;
import reeve.server.ServerTest;
import reeve.server.cases.ClaimId;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.Action;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
class DecisionPagesIT {
  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private DecisionRows rows;
  @Autowired private Proposals proposals;
  @Autowired private ScratchDatabase database;

  private TestTown town;
  private Member reviewer;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    reviewer = town.member(Role.REVIEWER);
  }

  @Test
  void thePanelSaysWhatIsMissingDecidesAndWithdraws() throws Exception {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    var session = town.desk.session(reviewer);
    String panel = "/cases/" + reported.of().id() + "/decision";
    mvc.perform(get(panel).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("Suspend permanently")))
        .andExpect(content().string(containsString("counter-speech")));
    mvc.perform(post(panel).session(session).with(csrf()).param("claim", claim.toString()))
        .andExpect(content().string(containsString("Choose what is to be done")));
    mvc.perform(
            post("/cases/" + reported.of().id() + "/draft")
                .session(session)
                .with(csrf())
                .param("toHolder", "<script>alert(1)</script>\u202e مرحبا"))
        .andExpect(status().isNoContent());
    mvc.perform(get(panel).session(session))
        .andExpect(content().string(containsString("&lt;script&gt;alert(1)")));
    mvc.perform(
            post(panel)
                .session(session)
                .with(csrf())
                .param("claim", claim.toString())
                .param("clause", TestTown.RECRUITMENT)
                .param("measure", "suspend-permanently")
                .param("protected", "no")
                .param("post", reported.postId()))
        .andExpect(header().string("HX-Trigger", "{\"case-decided\":{\"words\":\"decided\"}}"))
        .andExpect(content().string(containsString("Decided: suspend permanently")));
    DecisionId id = rows.of(reported.of().id()).getFirst().id();
    mvc.perform(post("/decisions/" + id + "/withdraw").session(session).with(csrf()))
        .andExpect(status().isNoContent())
        .andExpect(header().string("HX-Redirect", "/cases/" + reported.of().id()));
  }

  @Test
  void aDecisionIsReadByWhoTookItAndByLeadsAndUndoneWithAReason() throws Exception {
    Reported reported = town.reported(1);
    DecisionId id = town.suspended(reported, reviewer);
    String page = "/decisions/" + id;
    mvc.perform(get(page).session(town.desk.session(Role.REVIEWER)))
        .andExpect(status().isForbidden());
    mvc.perform(get(page).session(town.desk.session(reviewer)))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("Your account is suspended")))
        .andExpect(content().string(not(containsString("Issue a one-time link"))));
    mvc.perform(get(page).session(town.desk.session(Role.ADMINISTRATOR)))
        .andExpect(content().string(containsString("Issue a one-time link")));
    mvc.perform(post(page + "/link").session(town.desk.session(Role.ADMINISTRATOR)).with(csrf()))
        .andExpect(content().string(containsString("/link/")));
    town.work();
    mvc.perform(
            post(page + "/undo")
                .session(town.desk.session(reviewer))
                .with(csrf())
                .param("reason", "We mistook this account for another."))
        .andExpect(redirectedUrlPattern("/cases/*"));
  }

  @Test
  void aProposalIsReadAndAgreedWithByALead() throws Exception {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    mvc.perform(
            post("/cases/" + reported.of().id() + "/decision")
                .session(town.desk.session(reviewer))
                .with(csrf())
                .param("claim", claim.toString())
                .param("clause", TestTown.RECRUITMENT)
                .param("measure", "limit")
                .param("protected", "unsure")
                .param("post", reported.postId()))
        .andExpect(content().string(containsString("needs a lead")));
    var lead = town.desk.session(Role.LEAD);
    String page = "/lead/proposals/" + proposals.newest(reported.of().id()).orElseThrow().id();
    mvc.perform(get("/lead").session(lead)).andExpect(content().string(containsString(page)));
    mvc.perform(get(page).session(lead))
        .andExpect(content().string(containsString("Join the Crimson Dawn")));
    mvc.perform(post(page + "/agree").session(lead).with(csrf()).param("words", "ok"))
        .andExpect(status().is4xxClientError());
    mvc.perform(
            post(page + "/agree")
                .session(lead)
                .with(csrf())
                .param("words", "It calls to join in its own voice."))
        .andExpect(redirectedUrlPattern("/decisions/*"));
  }

  @Test
  void sealingHidesPostsAtOnceAndALeadSeesWhatTheLawAsks() throws Exception {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    String seal = "/cases/" + reported.of().id() + "/seal";
    var session = town.desk.session(reviewer);
    mvc.perform(post(seal).session(session).with(csrf()).param("claim", claim.toString()))
        .andExpect(status().is4xxClientError());
    mvc.perform(
            post(seal)
                .session(session)
                .with(csrf())
                .param("claim", claim.toString())
                .param("post", reported.postId()))
        .andExpect(status().isNoContent())
        .andExpect(header().string("HX-Refresh", "true"));
    town.work();
    assertThat(town.carriedOut(reported.account())).singleElement().isInstanceOf(Action.Seal.class);
    assertThat(town.cases.flagged(reported.of().id()))
        .allMatch(p -> p.sealed() && p.post().text().isEmpty());
    mvc.perform(get("/lead").session(town.desk.session(Role.LEAD)))
        .andExpect(content().string(containsString("Tell the authority")))
        .andExpect(content().string(containsString(reported.postId())));
  }

  @Test
  void aLeadFindsADecisionByTheNameOfTheAccount() throws Exception {
    Reported reported = town.reported(1);
    DecisionId id = town.suspended(reported, reviewer);
    String handle = rows.find(id).orElseThrow().handle();
    var lead = town.desk.session(Role.LEAD);
    mvc.perform(get("/lead").session(lead).param("handle", " @" + handle.toUpperCase(Locale.ROOT)))
        .andExpect(content().string(containsString("/decisions/" + id)));
    mvc.perform(get("/lead").session(lead).param("handle", "<nobody>"))
        .andExpect(content().string(containsString("No decision names an account")))
        .andExpect(content().string(containsString("@&lt;nobody&gt;")));
  }

  @Test
  void aDecisionThatFindsTheDiskFullIsNotTakenAndWorksOnceThereIsRoom() throws Exception {
    Reported reported = town.reported(1);
    var decide =
        post("/cases/" + reported.of().id() + "/decision")
            .session(town.desk.session(reviewer))
            .with(csrf())
            .param("claim", town.claim(reported, reviewer).toString())
            .param("clause", TestTown.SPAM)
            .param("measure", "suspend-permanently")
            .param("toHolder", "You sent the same to many.");
    owner(
        """
        CREATE FUNCTION server.no_room() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'could not extend file: No space left on device' USING errcode = '53100';
        END $$
        """);
    owner(
        "CREATE TRIGGER no_room BEFORE INSERT ON server.letter EXECUTE FUNCTION server.no_room()");
    try {
      mvc.perform(decide)
          .andExpect(status().isServiceUnavailable())
          .andExpect(content().string(containsString("The disk is full")));
    } finally {
      owner("DROP TRIGGER no_room ON server.letter");
      owner("DROP FUNCTION server.no_room()");
    }
    assertThat(rows.of(reported.of().id())).isEmpty();
    mvc.perform(decide).andExpect(content().string(containsString("Decided: suspend permanently")));
    town.letItLeave();
    assertThat(town.carriedOut(reported.account())).hasSize(2);
  }

  private void owner(String sql) throws SQLException {
    try (var connection = database.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
