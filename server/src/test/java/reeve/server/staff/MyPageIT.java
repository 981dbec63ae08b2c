package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestDesk;

@ServerTest
final class MyPageIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private FakePlatform platform;
  @Autowired private Members members;

  @Test
  void aMemberNamesTheirOwnAccountAndTakesItBack() throws Exception {
    Member member = desk.newMember(Role.REVIEWER);
    var session = desk.session(member);
    var account = platform.newAccount();
    mvc.perform(
            post("/me/account")
                .param("platform", "square")
                .param("handle", "@h" + account.nativeId())
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/me"));
    Member now = members.find(member.id()).orElseThrow().member();
    assertThat(now.isPartOf(List.of(account))).isTrue();
    assertThat(now.isPartOf(List.of(platform.newAccount()))).isFalse();
    mvc.perform(get("/me").session(session))
        .andExpect(content().string(containsString(account.nativeId())));
    mvc.perform(
            post("/me/account")
                .param("platform", "square")
                .param("handle", "nobody")
                .session(session)
                .with(csrf()))
        .andExpect(status().isNotFound());
    mvc.perform(post("/me/account").session(session).with(csrf()));
    assertThat(members.find(member.id()).orElseThrow().member().account()).isNull();
  }
}
