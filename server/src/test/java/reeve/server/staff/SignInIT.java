package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;

@ServerTest
final class SignInIT {
  private static final String PASSWORD = "correct horse battery";

  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private Members members;
  @Autowired private Passwords passwords;
  @Autowired private StaffSettings settings;
  @Autowired private Team team;

  private final String secret = Totp.newSecret();
  private final String address = "192.0.2." + (UUID.randomUUID().hashCode() & 0x7f);

  private Member member(Role role) {
    Member member = desk.newMember(role);
    members.setSignIn(member.id(), member.name(), passwords.encode(PASSWORD), secret, 0);
    return member;
  }

  private RequestPostProcessor fromElsewhere(String from) {
    return (MockHttpServletRequest request) -> {
      request.setRemoteAddr(from);
      request.setSecure(true);
      return request;
    };
  }

  private MvcResult password(MockHttpSession session, String name, String password)
      throws Exception {
    return mvc.perform(
            post("/sign-in")
                .param("name", name)
                .param("password", password)
                .param("next", "/staff")
                .session(session)
                .with(csrf())
                .with(fromElsewhere(address)))
        .andReturn();
  }

  private MvcResult code(MockHttpSession session, String code) throws Exception {
    return mvc.perform(
            post("/sign-in/code")
                .param("code", code)
                .param("next", "/staff")
                .session(session)
                .with(csrf())
                .with(fromElsewhere(address)))
        .andReturn();
  }

  private static MockHttpSession session(MvcResult result) {
    return (MockHttpSession) result.getRequest().getSession(false);
  }

  private String now() {
    return Totp.code(secret, clock.instant());
  }

  @Test
  void passwordAndCodeSignInAndTheSessionIsANewOne() throws Exception {
    Member member = member(Role.ADMINISTRATOR);
    var known = new MockHttpSession();
    String idBefore = known.getId();
    known.setAttribute("planted", "by somebody else");

    MvcResult half = password(known, member.name().toUpperCase(java.util.Locale.ROOT), PASSWORD);
    assertThat(half.getResponse().getStatus()).isEqualTo(200);
    assertThat(session(half).getId()).isNotEqualTo(idBefore);
    mvc.perform(get("/staff").session(session(half)))
        .andExpect(redirectedUrl("/sign-in?next=%2Fstaff"));

    String idHalf = session(half).getId();
    MvcResult whole = code(session(half), now());
    assertThat(whole.getResponse().getRedirectedUrl()).isEqualTo("/staff");
    MockHttpSession signedIn = session(whole);
    assertThat(signedIn.getId()).isNotEqualTo(idHalf);
    assertThat(signedIn.getAttribute("planted")).isNull();
    mvc.perform(get("/staff").session(signedIn)).andExpect(status().isOk());

    mvc.perform(post("/sign-out").session(signedIn).with(csrf()))
        .andExpect(redirectedUrl("/sign-in"));
    assertThat(signedIn.isInvalid()).isTrue();
  }

  @Test
  void aCodeIsTakenOnce() throws Exception {
    Member member = member(Role.REVIEWER);
    String code = now();
    code(session(password(new MockHttpSession(), member.name(), PASSWORD)), code);
    MvcResult replay =
        code(session(password(new MockHttpSession(), member.name(), PASSWORD)), code);
    assertThat(replay.getResponse().getStatus()).isEqualTo(401);

    clock.forward(Duration.ofSeconds(30));
    MvcResult next = code(session(password(new MockHttpSession(), member.name(), PASSWORD)), now());
    assertThat(next.getResponse().getStatus()).isEqualTo(302);
  }

  @Test
  void aRecoveryCodeIsTakenOnce() throws Exception {
    Member member = member(Role.REVIEWER);
    String secretNow = now();
    MvcResult in =
        code(session(password(new MockHttpSession(), member.name(), PASSWORD)), secretNow);
    clock.forward(Duration.ofSeconds(30));
    MvcResult made =
        mvc.perform(
                post("/me/recovery-codes").param("code", now()).session(session(in)).with(csrf()))
            .andExpect(status().isOk())
            .andReturn();
    var found =
        Pattern.compile("<code>([a-z2-7]{4}(-[a-z2-7]{4}){3})</code>")
            .matcher(made.getResponse().getContentAsString());
    assertThat(found.find()).isTrue();
    String recovery = found.group(1);
    assertThat(
            code(session(password(new MockHttpSession(), member.name(), PASSWORD)), recovery)
                .getResponse()
                .getStatus())
        .isEqualTo(302);
    assertThat(
            code(session(password(new MockHttpSession(), member.name(), PASSWORD)), recovery)
                .getResponse()
                .getStatus())
        .isEqualTo(401);
  }

  @Test
  void theCodeMustFollowThePasswordSoon() throws Exception {
    Member member = member(Role.REVIEWER);
    MockHttpSession half = session(password(new MockHttpSession(), member.name(), PASSWORD));
    clock.forward(SignIn.HALF_TIME);
    assertThat(code(half, now()).getResponse().getStatus()).isEqualTo(401);
    assertThat(code(new MockHttpSession(), now()).getResponse().getStatus()).isEqualTo(401);
  }

  @Test
  void anUnknownNameIsAnsweredAsAWrongPasswordIs() throws Exception {
    Member member = member(Role.REVIEWER);
    MvcResult wrong = password(new MockHttpSession(), member.name(), "not it, not at all");
    MvcResult unknown = password(new MockHttpSession(), "nobody-" + address, "not it, not at all");
    assertThat(wrong.getResponse().getStatus()).isEqualTo(401);
    assertThat(unknown.getResponse().getStatus()).isEqualTo(401);
    assertThat(plain(unknown).replace("nobody-" + address, "NAME"))
        .isEqualTo(plain(wrong).replace(member.name(), "NAME"));
  }

  private static String plain(MvcResult page) throws Exception {
    return page.getResponse().getContentAsString().replaceAll("(_csrf|csrf)[^>]*>", "");
  }

  @Test
  void whoGuessesIsHeldBackAlsoWithTheRightPasswordAndLeavesARecord() throws Exception {
    Member member = member(Role.REVIEWER);
    long bursts = bursts();
    for (int i = 0; i < settings.triesPerName(); i++) {
      assertThat(
              password(new MockHttpSession(), member.name(), "guess " + i)
                  .getResponse()
                  .getStatus())
          .isEqualTo(401);
    }
    assertThat(password(new MockHttpSession(), member.name(), PASSWORD).getResponse().getStatus())
        .isEqualTo(429);
    assertThat(bursts()).isEqualTo(bursts + 1);

    clock.forward(settings.triesWithin());
    assertThat(password(new MockHttpSession(), member.name(), PASSWORD).getResponse().getStatus())
        .isEqualTo(200);
  }

  @Test
  void oneAddressCannotTryManyNames() throws Exception {
    for (int i = 0; i < settings.triesPerAddress(); i++) {
      jdbc.sql("INSERT INTO staff_try (name, address, at) VALUES (?, ?, ?)")
          .params(Token.hash("n" + i), address, java.sql.Timestamp.from(clock.instant()))
          .update();
    }
    Member member = member(Role.REVIEWER);
    assertThat(password(new MockHttpSession(), member.name(), PASSWORD).getResponse().getStatus())
        .isEqualTo(429);
    clock.forward(settings.triesWithin());
  }

  @Test
  void allTheAddressesOfOneNetworkCountAsOne() {
    assertThat(Tries.network("2001:db8:1:2:aaaa::1")).isEqualTo(Tries.network("2001:db8:1:2::2"));
    assertThat(Tries.network("2001:db8:1:3::1")).isNotEqualTo(Tries.network("2001:db8:1:2::2"));
    assertThat(Tries.network("192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void guessesAtTheCodeCountToo() throws Exception {
    Member member = member(Role.REVIEWER);
    MockHttpSession half = session(password(new MockHttpSession(), member.name(), PASSWORD));
    for (int i = 0; i < settings.triesPerName(); i++) {
      assertThat(code(half, "wrong").getResponse().getStatus()).isEqualTo(401);
    }
    assertThat(code(half, now()).getResponse().getStatus()).isEqualTo(429);
    clock.forward(settings.triesWithin());
  }

  @Test
  void nobodySignsInOverAnOpenLine() throws Exception {
    Member member = member(Role.REVIEWER);
    mvc.perform(
            signIn(member)
                .with(request -> {
                  request.setRemoteAddr("192.0.2.9");
                  return request;
                }))
        .andExpect(status().isForbidden())
        .andExpect(content().string(containsString("proxy with TLS")));
    mvc.perform(signIn(member).header("X-Forwarded-For", "192.0.2.9"))
        .andExpect(status().isForbidden());
    mvc.perform(signIn(member)).andExpect(status().isOk());
  }

  private static MockHttpServletRequestBuilder signIn(Member member) {
    return post("/sign-in").param("name", member.name()).param("password", PASSWORD).with(csrf());
  }

  @Test
  void aFormOfAnotherPageIsRefused() throws Exception {
    mvc.perform(post("/sign-in").param("name", "x").param("password", "y"))
        .andExpect(status().isForbidden());
    mvc.perform(post("/sign-out").session(desk.session(Role.LEAD)).with(csrf().useInvalidToken()))
        .andExpect(status().isForbidden());
  }

  @Test
  void signingInLeadsNowhereElse() {
    assertThat(SignInPages.local("/cases/1?x=2")).isEqualTo("/cases/1?x=2");
    for (String elsewhere :
        new String[] {"//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb"}) {
      assertThat(SignInPages.local(elsewhere)).isEqualTo("/");
    }
  }

  @Test
  void aChangedRoleAndAnEndedMembershipHoldAtOnce() throws Exception {
    Member admin = member(Role.ADMINISTRATOR);
    Member lead = member(Role.LEAD);
    MockHttpSession adminSession = signedIn(admin);
    MockHttpSession leadSession = signedIn(lead);
    mvc.perform(get("/look-ups").session(leadSession)).andExpect(status().isOk());
    mvc.perform(
            post("/staff/" + lead.id() + "/role")
                .param("role", "REVIEWER")
                .session(adminSession)
                .with(csrf()))
        .andExpect(redirectedUrl("/staff"));
    mvc.perform(get("/look-ups").session(leadSession)).andExpect(status().is3xxRedirection());
    mvc.perform(post("/staff/" + lead.id() + "/deactivate").session(adminSession).with(csrf()))
        .andExpect(redirectedUrl("/staff"));
    assertThat(password(new MockHttpSession(), lead.name(), PASSWORD).getResponse().getStatus())
        .isEqualTo(401);
    mvc.perform(
            post("/staff/" + admin.id() + "/role")
                .param("role", "REVIEWER")
                .session(adminSession)
                .with(csrf()))
        .andExpect(status().isConflict());
    assertThat(team.all()).anyMatch(row -> row.member().id().equals(lead.id()) && !row.active());
  }

  @Test
  void whatPeopleTypeIsShownAndNeverRun() throws Exception {
    mvc.perform(
            post("/sign-in")
                .param("name", "\"><script>alert(1)</script>")
                .param("password", "x")
                .with(csrf())
                .with(fromElsewhere(address)))
        .andExpect(content().string(not(containsString("<script>alert"))))
        .andExpect(content().string(containsString("&lt;script&gt;alert")));
  }

  private MockHttpSession signedIn(Member member) throws Exception {
    clock.forward(Duration.ofSeconds(60));
    return session(code(session(password(new MockHttpSession(), member.name(), PASSWORD)), now()));
  }

  private long bursts() {
    return jdbc.sql("SELECT count(*) FROM record WHERE kind = 'staff.sign-in-burst'")
        .query(Long.class)
        .single();
  }
}
