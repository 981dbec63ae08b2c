package reeve.server.appeals;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Letters;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
class AppealPagesIT {
  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private AppealFiling filing;
  @Autowired private AppealRows rows;
  @Autowired private Letters letters;

  @Test
  void anAppealIsClaimedReadDecidedAndWithdrawnOnItsPage() throws Exception {
    TestTown town = new TestTown(context);
    Member decider = town.member(Role.REVIEWER);
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, decider);
    String statement = letters.about(decision).getFirst().id().toString();
    town.in(() -> {
      filing.receive(
          List.of(town.appeal(reported.account(), statement, "<b>I was quoting</b> مرحبا")));
      return true;
    });
    String page =
        "/appeals/"
            + rows.open().stream()
                .filter(a -> a.decision().equals(decision))
                .findFirst()
                .orElseThrow()
                .id();
    var hearer = town.desk.session(Role.REVIEWER);
    mvc.perform(get(page).session(hearer)).andExpect(status().isConflict());
    mvc.perform(get(page).session(town.desk.session(Role.GUEST))).andExpect(status().isNotFound());
    mvc.perform(post(page + "/claim").session(town.desk.session(decider)).with(csrf()))
        .andExpect(status().isForbidden());
    mvc.perform(get("/appeals").session(hearer)).andExpect(status().isOk());
    mvc.perform(post(page + "/claim").session(hearer).with(csrf())).andExpect(redirectedUrl(page));
    mvc.perform(get(page).session(hearer))
        .andExpect(content().string(containsString("&lt;b&gt;I was quoting&lt;/b&gt;")))
        .andExpect(content().string(containsString("Join the Crimson Dawn")))
        .andExpect(content().string(containsString("You asked people to join.")));
    mvc.perform(post(page).session(hearer).with(csrf()).param("outcome", "changed"))
        .andExpect(content().string(containsString("Not decided yet")));
    mvc.perform(
            post(page)
                .session(hearer)
                .with(csrf())
                .param("outcome", "overturned")
                .param("reason", "You were quoting them to warn others."))
        .andExpect(redirectedUrl(page));
    mvc.perform(get(page).session(hearer))
        .andExpect(content().string(containsString("Decided: overturned")));
    mvc.perform(post(page + "/withdraw").session(hearer).with(csrf()))
        .andExpect(redirectedUrl(page));
    mvc.perform(get("/appeals").session(town.desk.session(Role.ADMINISTRATOR)))
        .andExpect(status().isOk());
  }
}
