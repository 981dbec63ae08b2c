package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
final class CasePageIT {
  private static final String NAUGHTY =
      "<script>alert(1)</script> \u202e قناة \uD83D\uDE00 ${7*7} [[${7*7}]]";

  @Autowired private MockMvc mvc;
  @Autowired private ApplicationContext context;
  @Autowired private Records records;
  private CaseTown town;

  @BeforeEach
  void aTownWithEmptyQueues() {
    town = new CaseTown(context);
    town.emptyQueues();
  }

  private String page(String url, MockHttpSession session, int status) throws Exception {
    return mvc.perform(get(url).session(session))
        .andExpect(status().is(status))
        .andReturn()
        .getResponse()
        .getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void aReviewerClaimsReadsAndHandsBack() throws Exception {
    AccountRef subject = town.events.someone();
    AccountRef reporter = town.events.someone();
    Post post = town.events.post(subject, NAUGHTY);
    town.enter(
        town.events.capture(subject, post, town.events.post(subject, "beside it")),
        town.events.report(reporter, subject, "1", post));
    Member member = town.reviewer();
    MockHttpSession session = town.desk.session(member);
    CaseId id = town.of(subject).id();

    assertThat(page("/cases/" + id, session, 403))
        .doesNotContain("beside it")
        .doesNotContain("h-" + subject.nativeId());
    mvc.perform(post("/queue/claim").session(session).with(csrf()))
        .andExpect(redirectedUrl("/cases/" + id));
    String page = page("/cases/" + id, session, 200);
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("${7*7}")
        .contains("beside it")
        .contains("Violent extremism")
        .doesNotContain("<script>alert")
        .doesNotContain(reporter.nativeId())
        .doesNotContain("weighs");
    assertThat(records.about(subject, 50))
        .extracting(recorded -> recorded.kind().name())
        .contains("cases.claimed", "cases.viewed");
    assertThat(page("/queue", session, 200)).contains("@h-" + subject.nativeId());
    assertThat(page("/cases/" + id, town.desk.session(Role.REVIEWER), 403))
        .doesNotContain("beside it");

    String claim = town.claimOf(id).toString();
    mvc.perform(post("/cases/" + id + "/renew").param("claim", claim).session(session).with(csrf()))
        .andExpect(status().isOk());
    mvc.perform(
            post("/cases/" + id + "/hand-back")
                .param("claim", claim)
                .session(town.desk.session(Role.REVIEWER))
                .with(csrf()))
        .andExpect(status().isForbidden());
    mvc.perform(
            post("/cases/" + id + "/hand-back").param("claim", claim).session(session).with(csrf()))
        .andExpect(redirectedUrl("/queue"));
    page("/cases/" + id, session, 403);
    mvc.perform(post("/cases/" + id + "/claim").session(session).with(csrf()))
        .andExpect(redirectedUrl("/cases/" + id));
  }

  @Test
  void aLeadSeesWhatReportersWeighAndIsAlarmed() throws Exception {
    Case of = town.reported("1");
    MockHttpSession lead = town.desk.session(Role.LEAD);
    mvc.perform(post("/cases/" + of.id() + "/claim").session(lead).with(csrf()))
        .andExpect(redirectedUrl("/cases/" + of.id()));
    assertThat(page("/cases/" + of.id(), lead, 200)).contains("weighs");
    mvc.perform(
            post("/cases/" + of.id() + "/escalate")
                .param("claim", town.claimOf(of.id()).toString())
                .session(lead)
                .with(csrf()))
        .andExpect(redirectedUrl("/queue"));
    assertThat(page("/queue/alarm", town.desk.session(Role.REVIEWER), 200))
        .contains("Danger to life");
    assertThat(page("/queue", lead, 200)).contains("Danger to life");
    mvc.perform(
            post("/cases/" + of.id() + "/claim")
                .session(town.desk.session(Role.REVIEWER))
                .with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void aCaseThatNobodyReportedShowsWhatRulesFound() throws Exception {
    AccountRef subject = town.events.someone();
    Post post = town.events.post(subject, "Come to the crimson river");
    town.surface(
        TestVerdicts.on(town, subject)
            .by("one-invite")
            .about(post)
            .seen(town.events.capture(subject, post, town.events.post(subject, "beside it")))
            .with("post.text", NAUGHTY)
            .with("links", List.of("a.example", "b.example"))
            .with("account.bot", null)
            .counting("pushes_1h", 41)
            .made(),
        TestVerdicts.on(town, subject).by("burst").overLimit().made());
    Tagged onAccount = TestVerdicts.on(town, subject).by("ages").tag("fresh", Duration.ofDays(3));
    Tagged onPost = TestVerdicts.on(town, subject).about(post).tag("hand-off", Duration.ofDays(3));
    town.in(() -> {
      town.surfacing.tag(List.of(onAccount, onPost));
      return true;
    });
    MockHttpSession session = town.desk.session(Role.REVIEWER);
    assertThat(page("/queue/rows", session, 200)).contains("1 by rules");
    mvc.perform(post("/queue/claim").session(session).with(csrf()));
    assertThat(page("/queue", session, 200)).contains("nobody reported; surfaced by 2 rules");
    assertThat(page("/cases/" + town.of(subject).id(), session, 200))
        .contains("Nobody reported; surfaced by 2 rules.")
        .contains("2 verdicts of 2 rules")
        .contains("one-invite", "burst", "Fresh accounts that push one invite.")
        .contains("Recruitment for a violent group", "weight 3", "version 00c0ffee00c0ffee")
        .contains("pushes_1h", "41", "a.example, b.example", "not there")
        .contains("over its limit")
        .contains("href=\"#post-1\"", "id=\"post-1\"", "rule one-invite")
        .contains("hand-off", "fresh", "on the account", "on this post")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "by 0 people", "No copy of the profile");
    assertThat(records.about(subject, 50))
        .filteredOn(recorded -> recorded.kind().name().equals("cases.viewed"))
        .first()
        .extracting(recorded -> String.valueOf(recorded.privateHalf()))
        .asString()
        .contains("one-invite", "burst");
  }

  @Test
  void manyVerdictsOfOneRuleAreOneEntryWithTheNewestOfThem() throws Exception {
    AccountRef subject = town.events.someone();
    Surfaced[] many = new Surfaced[40];
    for (int i = 0; i < many.length; i++) {
      many[i] =
          TestVerdicts.on(town, subject)
              .by("every-minute")
              .at(town.clock.instant().plusSeconds(i))
              .with("turn", "turn-" + i)
              .made();
    }
    town.surface(many);
    MockHttpSession session = town.desk.session(Role.REVIEWER);
    mvc.perform(post("/queue/claim").session(session).with(csrf()));
    assertThat(page("/cases/" + town.of(subject).id(), session, 200))
        .contains("40 verdicts of 1 rule", "and 35 older", "turn-39", "turn-35")
        .doesNotContain("turn-34", "over its limit");
  }

  @Test
  void aPictureIsSentOnlyOnceItIsAskedFor() throws Exception {
    AccountRef subject = town.events.someone();
    Post plain = town.events.post(subject, "look");
    String sha = "c0".repeat(32);
    Post post =
        new Post(
            plain.post(),
            subject,
            plain.at(),
            "look",
            null,
            plain.visibility(),
            plain.origin(),
            null,
            List.of(),
            List.of(new Post.Media(sha, "image/png", 1, 1, "a flag")));
    town.enter(town.events.report(town.events.someone(), subject, "1", post));
    town.db
        .sql("update picture set state = 'kept', type = 'image/png', bytes = ? where account = ?")
        .params(new byte[] {1, 2, 3}, subject.nativeId())
        .update();
    MockHttpSession session = town.desk.session(Role.REVIEWER);
    mvc.perform(post("/queue/claim").session(session).with(csrf()));
    String picture = "/cases/" + town.of(subject).id() + "/pictures/" + sha;
    assertThat(page("/cases/" + town.of(subject).id(), session, 200))
        .contains(" data-src=\"" + picture + "\"")
        .doesNotContain(" src=\"" + picture);
    assertThat(records.about(subject, 50))
        .extracting(recorded -> recorded.kind().name())
        .doesNotContain("cases.picture-viewed");
    mvc.perform(get(picture).session(session))
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", "no-store"));
    assertThat(records.about(subject, 50))
        .extracting(recorded -> recorded.kind().name())
        .contains("cases.picture-viewed");
  }

  @Test
  void whoWasLetSeeAClosedCaseSeesItAndNobodyElse() throws Exception {
    Case of = town.reported("1");
    Member guest = town.desk.newMember(Role.REVIEWER);
    town.in(() -> {
      town.cases.letSee(of.id(), CaseTown.staff(guest), town.clock.instant().plusSeconds(60));
      return true;
    });
    assertThat(page("/cases/" + of.id(), town.desk.session(guest), 200))
        .doesNotContain("Hand back");
    town.clock.forward(Duration.ofSeconds(61));
    page("/cases/" + of.id(), town.desk.session(guest), 403);
  }

  @Test
  void everyOtherPageIsThere() throws Exception {
    MockHttpSession administrator = town.desk.session(Role.ADMINISTRATOR);
    for (String url : List.of("/queue", "/queue/rows", "/copies", "/intake", "/api-keys")) {
      page(url, administrator, 200);
    }
    assertThat(page("/copies", administrator, 200))
        .contains("Events of", "12,345", "Events stay for: a reader")
        .doesNotContain("does not answer now");
    var platform = context.getBean(FakePlatform.class);
    platform.setDown(true);
    try {
      assertThat(page("/copies", administrator, 200))
          .contains("square", "does not answer now")
          .doesNotContain("12,345");
    } finally {
      platform.setDown(false);
    }
    page("/cases/999999999", administrator, 404);
    page("/cases/nonsense", administrator, 400);
  }
}
