package reeve.server.staff;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.TestDesk;

@ServerTest
final class AccessIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private JdbcClient jdbc;

  @Test
  void whoeverIsNotSignedInIsShownTheWay() throws Exception {
    mvc.perform(get("/")).andExpect(redirectedUrl("/sign-in"));
    mvc.perform(get("/").header("HX-Request", "true"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("HX-Redirect", "/sign-in"));
    mvc.perform(post("/").with(csrf())).andExpect(status().is4xxClientError());
  }

  @Test
  void aReviewerComesToTheQueue() throws Exception {
    mvc.perform(get("/").session(desk.session(Role.REVIEWER))).andExpect(redirectedUrl("/queue"));
  }

  @Test
  void aDeactivatedMemberIsOutWithTheNextClick() throws Exception {
    Member member = desk.newMember(Role.LEAD);
    var session = desk.session(member);
    mvc.perform(get("/").session(session)).andExpect(redirectedUrl("/queue"));
    jdbc.sql("UPDATE staff_member SET active = false WHERE id = ?")
        .param(member.id().value())
        .update();
    mvc.perform(get("/").session(session)).andExpect(redirectedUrl("/sign-in"));
  }

  @Test
  void everyPageForbidsWhatIsNotItsOwn() throws Exception {
    mvc.perform(get("/"))
        .andExpect(header().string("Content-Security-Policy", Security.CONTENT_POLICY))
        .andExpect(header().string("X-Content-Type-Options", "nosniff"))
        .andExpect(header().string("X-Frame-Options", "DENY"))
        .andExpect(header().string("Referrer-Policy", "no-referrer"))
        .andExpect(header().string("Cross-Origin-Opener-Policy", "same-origin"));
  }
}
