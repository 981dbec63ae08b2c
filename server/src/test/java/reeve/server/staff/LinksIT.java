package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.platform.ServerSettings;

@ServerTest
final class LinksIT {
  private static final String PASSWORD = "correct horse battery";

  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private Team team;
  @Autowired private Links links;
  @Autowired private Members members;
  @Autowired private FirstLink firstLink;
  @Autowired private GuestLinks guestLinks;
  @Autowired private SampleLinks sampleLinks;
  @Autowired private ServerSettings settings;
  @Autowired private StaffSettings staffSettings;
  @Autowired private TransactionTemplate transaction;

  private final String name = "new-" + UUID.randomUUID();

  /** Reads the page, as a person does, and returns the key that it shows. */
  private String open(String path, MockHttpSession session) throws Exception {
    String page =
        mvc.perform(get(path).session(session))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    var secret = Pattern.compile("<code id=\"secret\">([A-Z2-7 ]+)</code>").matcher(page);
    assertThat(secret.find()).isTrue();
    return secret.group(1).replace(" ", "");
  }

  private org.springframework.test.web.servlet.ResultActions enrol(
      String path, MockHttpSession session, String password, String code) throws Exception {
    return mvc.perform(
        post(path)
            .param("name", name)
            .param("password", password)
            .param("again", password)
            .param("code", code)
            .session(session)
            .with(csrf()));
  }

  @Test
  void anInvitationMakesAMemberOnceAndIsSpentThen() throws Exception {
    Member admin = desk.newMember(Role.ADMINISTRATOR);
    String path = team.invite(Role.LEAD, admin);
    var session = new MockHttpSession();
    String secret = open(path, session);
    assertThat(open(path, session)).as("the key stays while the page is tried").isEqualTo(secret);

    enrol(path, session, PASSWORD, "000000x").andExpect(status().isBadRequest());
    enrol(path, session, "short", Totp.code(secret, clock.instant()))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("12 to 200 characters")));
    MockHttpSession signedIn =
        (MockHttpSession)
            enrol(path, session, PASSWORD, Totp.code(secret, clock.instant()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Your recovery codes")))
                .andReturn()
                .getRequest()
                .getSession(false);
    mvc.perform(get("/look-ups").session(signedIn)).andExpect(status().isOk());

    mvc.perform(get(path)).andExpect(status().isGone());
    enrol(path, new MockHttpSession(), PASSWORD, "123456").andExpect(status().isGone());
    assertThat(members.named(name)).isPresent();
  }

  @Test
  void ofTwoUsesAtOnceOneAloneGoesOn() {
    String token =
        team.invite(Role.REVIEWER, desk.newMember(Role.ADMINISTRATOR)).substring("/link/".length());
    transaction.executeWithoutResult(t -> links.use(token));
    assertThatThrownBy(() -> transaction.executeWithoutResult(t -> links.use(token)))
        .hasMessageContaining("used before");
  }

  @Test
  void aLinkIsOverAfterItsTimeAndItsTokenStandsNowhere() throws Exception {
    String path = team.invite(Role.REVIEWER, desk.newMember(Role.ADMINISTRATOR));
    String token = path.substring("/link/".length());
    assertThat(
            jdbc.sql("SELECT count(*) FROM staff_link l WHERE l::text LIKE '%' || ? || '%'")
                .param(token)
                .query(Long.class)
                .single())
        .isZero();
    clock.forward(staffSettings.invitationLength());
    mvc.perform(get(path)).andExpect(status().isGone());
    mvc.perform(get("/link/unknown")).andExpect(status().isGone());
  }

  @Test
  void theFirstLinkIsForATownWithoutAnAdministrator() throws Exception {
    jdbc.sql("UPDATE staff_member SET password = NULL WHERE role = 'ADMINISTRATOR'").update();
    String earlier = firstLink.make().orElseThrow();
    String path = firstLink.make().orElseThrow();
    mvc.perform(get(earlier)).andExpect(status().isGone());
    var session = new MockHttpSession();
    String secret = open(path, session);
    enrol(path, session, PASSWORD, Totp.code(secret, clock.instant())).andExpect(status().isOk());
    assertThat(members.named(name).orElseThrow().member().role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(firstLink.make()).isEmpty();
  }

  @Test
  void anewSignInEndsTheOldSessions() throws Exception {
    Member admin = desk.newMember(Role.ADMINISTRATOR);
    Member lost = desk.newMember(Role.LEAD);
    MockHttpSession old = desk.session(lost);
    mvc.perform(get("/look-ups").session(old)).andExpect(status().isOk());
    String path = team.reset(lost.id(), admin);
    var session = new MockHttpSession();
    String secret = open(path, session);
    enrol(path, session, PASSWORD, Totp.code(secret, clock.instant())).andExpect(status().isOk());
    mvc.perform(get("/look-ups").session(old)).andExpect(status().is3xxRedirection());
  }

  @Test
  void aGuestSeesTheirOneThingOnly() throws Exception {
    String path = guestLinks.make("appeal:1", desk.newMember(Role.ADMINISTRATOR));
    var session = new MockHttpSession();
    String secret = open(path, session);
    MockHttpSession guest =
        (MockHttpSession)
            enrol(path, session, PASSWORD, Totp.code(secret, clock.instant()))
                .andExpect(status().isOk())
                .andReturn()
                .getRequest()
                .getSession(false);
    Member member = members.named(name).orElseThrow().member();
    assertThat(member.mayLookAt("appeal:1")).isTrue();
    assertThat(member.mayLookAt("appeal:2")).isFalse();
    mvc.perform(get("/me").session(guest)).andExpect(status().isOk());
    mvc.perform(get("/look-ups").session(guest)).andExpect(status().isForbidden());
    mvc.perform(get("/").session(guest)).andExpect(status().isForbidden());
  }

  @Test
  void sampleLinksAreForSamples() throws Exception {
    assertThat(settings.sample()).isFalse();
    assertThatThrownBy(() -> sampleLinks.make("Lea Lead", Role.LEAD))
        .isInstanceOf(IllegalStateException.class);
    StaffId id = members.add(name, Role.LEAD, null);
    String planted =
        links.make(
            new Links.Link(Links.Purpose.SAMPLE, Role.LEAD, id),
            null,
            staffSettings.lookUpLength());
    mvc.perform(post(planted).with(csrf())).andExpect(status().isGone());
  }

  @Test
  void aWrittenReasonOpensAnAccountForAWhileAndALeadReadsIt(
      @Autowired LookUps lookUps, @Autowired reeve.server.FakePlatform platform) throws Exception {
    Member reviewer = desk.newMember(Role.REVIEWER);
    var account = platform.newAccount();
    assertThat(lookUps.given(reviewer, account)).isFalse();
    MockHttpSession session = desk.session(reviewer);
    mvc.perform(get(URI.create(lookUps.ask(account, "/cases/7"))).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString(account.nativeId())));
    mvc.perform(
            post(URI.create(lookUps.ask(account, "/cases/7")))
                .param("reason", "why?")
                .session(session)
                .with(csrf()))
        .andExpect(status().isBadRequest());
    String reason = "A journalist asked about this account " + name;
    mvc.perform(
            post(URI.create(lookUps.ask(account, "/cases/7")))
                .param("reason", reason)
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/cases/7"));
    assertThat(lookUps.given(reviewer, account)).isTrue();
    mvc.perform(get("/look-ups").session(desk.session(Role.LEAD)))
        .andExpect(content().string(containsString(reason)));
    mvc.perform(get("/look-ups").session(session)).andExpect(status().isForbidden());
    clock.forward(staffSettings.lookUpLength());
    assertThat(lookUps.given(reviewer, account)).isFalse();
  }
}
