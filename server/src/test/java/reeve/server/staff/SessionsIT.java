package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.ServerApplication;
import reeve.server.platform.ServerSettings;

/** Browsers against a real listener, whose server stops and starts again over one database. */
final class SessionsIT {
  private static final String KEY = "3c".repeat(32);

  private final ScratchDatabase database = ScratchDatabase.fresh();

  private ConfigurableApplicationContext start(String key) {
    Map<String, Object> properties = new HashMap<>(database.springProperties(Schema.SERVER));
    properties.put("server.port", "0");
    properties.put("server.sample", "true");
    properties.put("server.staff.loops", "false");
    properties.put("server.keys.staff[0]", key);
    return ServerApplication.start(properties, List.of());
  }

  /** A browser's cookies, Secure or not, and where its server is today. */
  private static final class Browser {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private String base = "";

    Browser at(ConfigurableApplicationContext server) {
      base = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
      return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    /** Sends a form as the page before it would, with its token. */
    HttpResponse<String> post(String path, HttpResponse<String> page)
        throws IOException, InterruptedException {
      var token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
      assertThat(token.find()).isTrue();
      String form = "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
      return send(
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form)));
    }

    String session() {
      return cookies.getOrDefault(SessionCookie.NAME, "");
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      if (!cookies.isEmpty()) {
        request.header(
            "Cookie",
            cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      for (String cookie : answer.headers().allValues("Set-Cookie")) {
        assertThat(cookie).contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict");
        String[] pair = cookie.split("[=;]", 3);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return answer;
    }
  }

  private static Browser signIn(ConfigurableApplicationContext server, String name, Role role)
      throws Exception {
    String link = server.getBean(SampleLinks.class).make(name, role);
    Browser browser = new Browser().at(server);
    assertThat(browser.post(link, browser.get(link)).statusCode()).isEqualTo(302);
    assertThat(browser.get("/look-ups").statusCode()).isEqualTo(role == Role.LEAD ? 200 : 403);
    assertThat(browser.get("/api-keys").body())
        .as("who is refused stays signed in")
        .contains("Your role does not allow this", "Sign out");
    return browser;
  }

  private static long rows(ConfigurableApplicationContext server) {
    return server
        .getBean(JdbcClient.class)
        .sql("SELECT count(*) FROM staff_session")
        .query(Long.class)
        .single();
  }

  @Test
  void aSessionOutlivesARestartAndEndsWithTheRoleTheSignOutOrTheKey() throws Exception {
    Browser lead;
    Browser other;
    HttpResponse<String> openPage;
    try (var server = start(KEY)) {
      lead = signIn(server, "Lena", Role.LEAD);
      other = signIn(server, "Ravi", Role.LEAD);
      openPage = other.get("/me");
      assertThat(
              server
                  .getBean(JdbcClient.class)
                  .sql("SELECT string_agg(s::text, '') FROM staff_session s")
                  .query(String.class)
                  .single())
          .doesNotContain(lead.session())
          .doesNotContain("reeve.signed-in");
    }
    try (var server = start(KEY)) {
      assertThat(lead.at(server).get("/look-ups").statusCode()).isEqualTo(200);
      server
          .getBean(Team.class)
          .changeRole(
              server.getBean(Members.class).named("Lena").orElseThrow().member().id(),
              Role.REVIEWER,
              administrator(server));
      assertThat(lead.get("/look-ups").headers().firstValue("Location").orElse(""))
          .contains("/sign-in");

      // A page that was open during the restart still sends its form.
      String known = other.session();
      assertThat(other.at(server).post("/sign-out", openPage).statusCode()).isEqualTo(302);
      assertThat(other.session()).isEmpty();
      other.cookies.put(SessionCookie.NAME, known);
      assertThat(other.get("/look-ups").statusCode()).isEqualTo(302);
      other = signIn(server, "Ravi", Role.LEAD);
    }
    try (var server = start("4d".repeat(32))) {
      assertThat(other.at(server).get("/look-ups").statusCode()).isEqualTo(302);
    }
  }

  /** One who can sign in must be left when a role changes. */
  private static Member administrator(ConfigurableApplicationContext server) {
    Members members = server.getBean(Members.class);
    StaffId id = members.add("Ada", Role.ADMINISTRATOR, null);
    members.setSignIn(id, "Ada", "none", Totp.newSecret(), 0);
    return members.find(id).orElseThrow().member();
  }

  @Test
  void lookingAtTheSignInPageLeavesNothingAndSigningInChangesEveryId() throws Exception {
    try (var server = start(KEY)) {
      assertThat(server.getBean(ServerSettings.class).sample()).isTrue();
      var visitor = new Browser().at(server);
      HttpResponse<String> page = visitor.get("/sign-in");
      assertThat(rows(server)).isZero();
      assertThat(visitor.session()).isEmpty();
      String csrf = visitor.cookies.get(SessionCookie.CSRF_NAME);
      assertThat(csrf).isNotEmpty();
      assertThat(new Browser().at(server).post("/sign-out", page).statusCode())
          .as("a token without its cookie")
          .isEqualTo(403);

      visitor.cookies.put(SessionCookie.NAME, "planted");
      String link = server.getBean(SampleLinks.class).make("Mina", Role.LEAD);
      visitor.post(link, visitor.get(link));
      assertThat(visitor.session()).hasSize(43);
      assertThat(visitor.get("/look-ups").statusCode()).isEqualTo(200);
      assertThat(visitor.cookies.get(SessionCookie.CSRF_NAME)).isNotEmpty().isNotEqualTo(csrf);
      assertThat(rows(server)).isEqualTo(1);
    }
  }

  @Test
  void aSessionRestsForAnHourAtTheMostAndIsForgottenThen() {
    try (var server = start(KEY)) {
      var now = new Instant[] {Instant.parse("2026-01-01T00:00:00Z")};
      var settings = server.getBean(StaffSettings.class);
      var sessions =
          new Sessions(
              server.getBean(JdbcClient.class),
              server.getBean(StaffKeys.class),
              settings,
              () -> now[0]);
      StoredSession session = sessions.createSession();
      session.setAttribute("word", "kept");
      sessions.save(session);
      sessions.save(session);

      now[0] = now[0].plus(settings.sessionIdle()).minusSeconds(1);
      StoredSession found = sessions.findById(session.getId());
      assertThat(found.<String>getAttribute("word")).isEqualTo("kept");
      sessions.save(found);
      now[0] = now[0].plus(Duration.ofSeconds(30));
      StoredSession again = sessions.findById(session.getId());
      assertThat(again).isNotNull();
      sessions.deleteById(again.getId());
      again.setAttribute("word", "late");
      sessions.save(again);
      assertThat(sessions.findById(session.getId())).as("ended elsewhere").isNull();

      StoredSession last = sessions.createSession();
      sessions.save(last);
      String before = last.getId();
      last.changeSessionId();
      sessions.save(last);
      assertThat(sessions.findById(before)).isNull();
      assertThat(sessions.findById(last.getId())).isNotNull();
      now[0] = now[0].plus(settings.sessionIdle());
      assertThat(sessions.findById(last.getId())).isNull();
      sessions.forget();
      assertThat(rows(server)).isZero();
    }
  }
}
