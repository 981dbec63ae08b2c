package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import reeve.square.Town.Person;
import reeve.square.accounts.Passwords;
import reeve.square.accounts.Profiles;
import reeve.square.base.Digests;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import reeve.square.oauth.Sessions;
import reeve.square.outbox.Event.Field;
import reeve.square.posts.Post;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages, as a browser without scripts uses them. */
class PagesIT {
  private static final Town TOWN = Town.SHARED;
  private static final Pattern TOKEN =
      Pattern.compile(
          "name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");

  /** Texts and values of attributes hold no {@code <} or {@code >}: they are escaped. */
  private static final Pattern TAG = Pattern.compile("<[a-zA-Z][^<>]*>");

  private static final Pattern VALUE = Pattern.compile("=\\s*(\"[^\"]*\"|'[^']*')");

  /** Elements and attributes that no template has, in a tag without its values. */
  private static final Pattern STRANGE =
      Pattern.compile(
          "(?i)^<(iframe|object|embed|base|style|marquee|plaintext|xss|video|audio|math)|\\s(on[a-z]+|style|srcdoc|formaction)\\b");

  /** An address that is a program. */
  private static final Pattern RUNS =
      Pattern.compile("(?i)\\s(href|src|action)=\"\\s*(javascript|vbscript|data):");

  private final HttpClient http = HttpClient.newHttpClient();

  /** Who is let in. */
  enum Open {
    ALL,
    HOLDER,
    MEMBER
  }

  private static final Map<String, Open> TABLE = table();

  private static Map<String, Open> table() {
    var table = new LinkedHashMap<String, Open>();
    for (String open :
        """
        GET /
        GET /public
        GET /tags/{tag}
        GET /search
        GET /@{handle}
        GET /@{handle}/{id}
        GET /@{handle}/followers
        GET /@{handle}/following
        GET /posts/{id}
        GET /sign-in
        POST /sign-in
        POST /sign-out
        GET /sign-up
        POST /sign-up
        GET /link/{token}
        POST /link/{token}
        GET /rules
        GET /about
        GET /tour
        GET /authority
        POST /authority
        GET /authority/{reference}
        """
            .lines()
            .toList()) {
      table.put(open, Open.ALL);
    }
    table.put("GET /me/standing", Open.HOLDER);
    table.put("GET /me/letters", Open.HOLDER);
    table.put("POST /me/letters/{id}/appeal", Open.HOLDER);
    for (String member :
        """
        GET /write
        POST /posts
        POST /posts/{id}/delete
        POST /posts/{id}/favourite
        POST /posts/{id}/boost
        POST /accounts/{id}/follow
        POST /accounts/{id}/block
        POST /accounts/{id}/mute
        GET /flag
        POST /flag
        GET /flag/thanks
        GET /me/flags
        GET /me/profile
        POST /me/profile
        GET /me/requests
        POST /me/requests/{id}
        GET /me/notices
        GET /oauth/authorize
        POST /oauth/authorize
        """
            .lines()
            .toList()) {
      table.put(member, Open.MEMBER);
    }
    return table;
  }

  /** A browser: its cookies, and the token of the forms that it saw. */
  private final class Browser {
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String token = "";

    Browser as(Person person) {
      cookies.put("__Host-reeve_square", TOWN.bean(Sessions.class).open(person.id()));
      return this;
    }

    HttpResponse<String> get(String path) {
      return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String... form) {
      if (token.isEmpty()) {
        get("/sign-in");
      }
      return bare(path, token, form);
    }

    HttpResponse<String> bare(String path, String csrf, String... form) {
      List<String> pairs = new ArrayList<>();
      pairs.add("_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8));
      for (int i = 0; i < form.length; i += 2) {
        pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
      }
      return send(
          request(path)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(String.join("&", pairs))));
    }

    private HttpRequest.Builder request(String path) {
      var request =
          HttpRequest.newBuilder(URI.create(TOWN.url() + path))
              .header("Accept", "text/html")
              .header("Accept-Language", "pt-BR,pt;q=0.9");
      if (!cookies.isEmpty()) {
        request.header(
            "Cookie",
            cookies.entrySet().stream()
                .map(c -> c.getKey() + "=" + c.getValue())
                .collect(Collectors.joining("; ")));
      }
      return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
      try {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
          String pair = cookie.split(";", 2)[0];
          cookies.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        Matcher found = TOKEN.matcher(answer.body());
        if (found.find()) {
          token = found.group(1) == null ? found.group(2) : found.group(1);
        }
        return answer;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void everyPageLetsInWhomTheTableSays() {
    assertThat(mapped()).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
    var nobody = new Browser();
    Person person = TOWN.person("page_member");
    var member = new Browser().as(person);
    Person gone = TOWN.person("page_gone");
    TOWN.order(gone, new SquareAction.Suspend(null));
    var suspended = new Browser().as(gone);
    var softly = new SoftAssertions();
    TABLE.forEach((endpoint, open) -> {
      softly
          .assertThat(where(nobody, endpoint))
          .as(endpoint + " signed out")
          .isEqualTo(open == Open.ALL ? "in" : "/sign-in");
      softly
          .assertThat(where(suspended, endpoint))
          .as(endpoint + " suspended")
          .isEqualTo(open == Open.MEMBER ? "/me/standing" : "in");
      softly.assertThat(where(member, endpoint)).as(endpoint + " a member").isEqualTo("in");
      if (endpoint.startsWith("POST")) {
        softly
            .assertThat(member.bare(path(endpoint), "wrong").statusCode())
            .as(endpoint + " with a wrong token")
            .isEqualTo(403);
      }
      if (endpoint.equals("POST /sign-out")) {
        suspended.as(gone);
        member.as(person);
      }
    });
    softly.assertAll();
  }

  /** Let in ({@code in}), or led to another door. */
  private static String where(Browser browser, String endpoint) {
    HttpResponse<String> answer =
        endpoint.startsWith("GET") ? browser.get(path(endpoint)) : browser.post(path(endpoint));
    String to = answer.headers().firstValue("Location").orElse("");
    if (to.contains("/sign-in?next=")) {
      return "/sign-in";
    }
    boolean home = endpoint.equals("GET /");
    return to.endsWith("/me/standing") && answer.statusCode() == 302 && !home
        ? "/me/standing"
        : "in";
  }

  private static String path(String endpoint) {
    return endpoint
        .split(" ", 2)[1]
        .replace("{id}", "7")
        .replace("{tag}", "none")
        .replace("{handle}", "nobody_here")
        .replace("{token}", "none")
        .replace("{reference}", "F-2222-2222");
  }

  private static Set<String> mapped() {
    var found = new HashSet<String>();
    for (var mapping : TOWN.context().getBeansOfType(RequestMappingHandlerMapping.class).values()) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        for (String path : info.getPatternValues()) {
          boolean api = path.startsWith("/api/") || path.matches("/oauth/(token|revoke).*");
          if (!api && !path.matches("/error|/media/.*|/avatars/.*|/nodeinfo.*|/.well-known.*")) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
              found.add(method + " " + path);
            }
          }
        }
      }
    }
    return found;
  }

  @Test
  void somebodySignsUpWritesFollowsAndFlags() {
    Person herald = TOWN.person("herald");
    Post bad = TOWN.post(herald, "Rise with the Crimson Dawn");
    var browser = new Browser();
    assertThat(browser.get("/sign-up").body()).contains("No support for violent groups");
    HttpResponse<String> refused =
        browser.post(
            "/sign-up",
            "handle",
            "new bee",
            "mail",
            "bee@example.org",
            "password",
            "long enough",
            "agreed",
            "true");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("A handle is 1 to 30").contains("value=\"new bee\"");
    HttpResponse<String> in =
        browser.post(
            "/sign-up",
            "handle",
            "new_bee",
            "mail",
            "bee@example.org",
            "password",
            "long enough",
            "agreed",
            "true");
    assertThat(in.statusCode()).isEqualTo(303);
    HttpResponse<String> written = browser.post("/posts", "text", "Good morning #harbour");
    assertThat(written.statusCode()).isEqualTo(303);
    assertThat(browser.get("/").body())
        .contains("Good morning")
        .contains("/tags/harbour")
        .as("in the language of the browser that signed up")
        .contains("lang=\"pt\"");
    assertThat(browser.post("/posts", "text", "x".repeat(501)).body())
        .contains("at most 500 characters")
        .contains("x".repeat(501));
    browser.post("/accounts/" + herald.id() + "/follow");
    assertThat(browser.get("/@" + herald.handle()).body()).contains("Unfollow");
    browser.post("/posts/" + bad.id() + "/favourite", "next", "//evil.example");
    String form = browser.get("/flag?post=" + bad.id()).body();
    assertThat(form).contains("Rise with the Crimson Dawn").contains("is never told who flagged");
    String account = herald.id().toString();
    HttpResponse<String> noRule =
        browser.post(
            "/flag", "account", account, "category", "violation", "comment", "please look");
    assertThat(noRule.statusCode()).isEqualTo(422);
    assertThat(noRule.body()).contains("Choose which").contains("please look");
    var events =
        TOWN.eventsOf(() ->
            browser.post(
                "/flag",
                "account",
                account,
                "category",
                "violation",
                "rule",
                "1",
                "post",
                bad.id().toString(),
                "comment",
                "please look"));
    assertThat(events.getLast().get("type").asString()).isEqualTo("report");
    assertThat(events.getLast().get("posts").get(0).get("id").asString())
        .isEqualTo(bad.id().toString());
    assertThat(browser.get("/me/flags").body()).contains(herald.handle()).contains("please look");
    var flagged = new Browser().as(herald);
    for (String page : List.of("/", "/me/notices", "/me/letters", "/me/standing")) {
      assertThat(flagged.get(page).body()).doesNotContain("please look");
    }
  }

  @Test
  void aSuspendedHolderReadsWhyAndAppealsOnce() {
    Person person = TOWN.person("held");
    String token = Digests.secret();
    TOWN.order(person, new SquareAction.Suspend(null));
    TOWN.order(
        person,
        new SquareAction.Deliver(
            "letter-" + person.id(),
            true,
            "Why <b>you</b> are suspended",
            "Clause 1.\n\nBecause.",
            "decision-" + person.id(),
            Instant.now().plus(Duration.ofDays(180))));
    TOWN.order(
        person,
        new SquareAction.IssueLink(
            Digests.hex(Digests.sha256(token)), Instant.now().plus(Duration.ofHours(1))));
    var browser = new Browser();
    browser.get("/link/" + token);
    HttpResponse<String> in = browser.post("/link/" + token);
    assertThat(in.headers().firstValue("Location").orElse("")).endsWith("/me/standing");
    assertThat(new Browser().post("/link/" + token).body()).contains("was used already");
    String page = browser.get("/me/standing").body();
    assertThat(page)
        .contains("Your account is suspended.")
        .contains("Why &lt;b&gt;you&lt;/b&gt; are suspended")
        .contains("Send the appeal");
    String appeal = "/me/letters/letter-" + person.id() + "/appeal";
    assertThat(browser.post(appeal, "text", " ").body()).contains("Say why somebody should look");
    assertThat(browser.post(appeal, "text", "I was quoting").statusCode()).isEqualTo(303);
    assertThat(browser.get("/me/standing").body())
        .contains("You appealed on")
        .doesNotContain("Send the appeal");
    assertThat(browser.get("/public").body()).doesNotContain("Home</a>");
  }

  @Test
  void aWrongPasswordKeepsTheNameAndSaysWhatToDo() {
    Person person = TOWN.person("door");
    TOWN.jdbc()
        .sql("update accounts set password = :hash where id = :id")
        .param("hash", TOWN.bean(Passwords.class).hash("a long sentence"))
        .param("id", person.id().value())
        .update();
    var browser = new Browser();
    HttpResponse<String> wrong =
        browser.post("/sign-in", "name", person.handle(), "password", "no", "next", "/me/flags");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("is not right").contains("value=\"" + person.handle() + "\"");
    HttpResponse<String> right =
        browser.post(
            "/sign-in",
            "name",
            person.handle(),
            "password",
            "a long sentence",
            "next",
            "//evil.example/");
    assertThat(right.headers().firstValue("Location").orElse("")).isEqualTo("/");
    assertThat(browser.get("/me/flags").statusCode()).isEqualTo(200);
  }

  @Test
  void noTextOfAnybodyIsEverRunAndAllOfItIsShown() throws IOException {
    Person author = TOWN.person("naughty");
    Person reader = TOWN.person("reader");
    var browser = new Browser().as(reader);
    int n = 0;
    for (String text : naughty()) {
      if (text.isBlank() || text.codePointCount(0, text.length()) > 250 || unkeepable(text)) {
        continue;
      }
      Post post = TOWN.post(author, text);
      TOWN.bean(Profiles.class)
          .change(
              author.id(),
              new Profiles.Change(
                  cut(text, 40),
                  text,
                  cut(text, 40),
                  List.of(new Field(cut(text, 40), cut(text, 200))),
                  null,
                  null,
                  null,
                  Visibility.PUBLIC));
      String asked = URLEncoder.encode(text, StandardCharsets.UTF_8);
      clean(browser.get("/@" + author.handle() + "/" + post.id()), text);
      clean(browser.get("/search?q=" + asked), text);
      if (n++ % 10 == 0) {
        clean(browser.get("/@" + author.handle()), text);
        clean(browser.get("/@" + author.handle() + "/followers"), text);
        clean(browser.get("/flag?post=" + post.id()), text);
        clean(browser.get("/write?to=" + post.id()), text);
        clean(browser.get("/public"), text);
        clean(browser.get("/sign-in?next=" + asked), text);
        clean(browser.get("/tags/" + asked.replace("+", "%20").replaceAll("%2F|%5C", "-")), text);
        clean(browser.post("/sign-up", "handle", text, "mail", text, "reason", text), text);
        clean(browser.post("/posts", "text", text + "x".repeat(500), "spoiler", text), text);
        clean(
            browser.post(
                "/flag", "account", author.id().toString(), "category", text, "comment", text),
            text);
      }
    }
  }

  private static boolean unkeepable(String text) {
    return text.indexOf('\0') >= 0 || text.strip().isEmpty();
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** Whatever a page shows, its elements and attributes are those of the templates. */
  private static void clean(HttpResponse<String> answer, String text) {
    assertThat(answer.statusCode()).as(text).isIn(200, 400, 404, 422);
    String page = answer.body();
    assertThat(page.split("<script", -1)).as(text).hasSizeLessThanOrEqualTo(2);
    Matcher tags = TAG.matcher(page);
    while (tags.find()) {
      String tag = tags.group();
      if (STRANGE.matcher(VALUE.matcher(tag).replaceAll("")).find() || RUNS.matcher(tag).find()) {
        throw new AssertionError("%s became %s".formatted(text, tag));
      }
    }
  }

  private static List<String> naughty() throws IOException {
    List<String> strings =
        new ArrayList<>(
            List.of(
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "'; drop table posts; --",
                "javascript:alert(1)",
                "https://example.org/\"onmouseover=\"alert(1)",
                "https://example.org/<svg/onload=alert(1)>",
                "#tag\"><b>",
                "@reader\" onclick=\"x",
                "[[${7*7}]] [(${7*7})] __${7*7}__",
                "${T(java.lang.Runtime).getRuntime()}",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "\u202e reversed \u2066 and isolated",
                "</textarea><script>alert(1)</script>",
                "Z\u0351\u036e\u0306a\u034al\u0307g\u0305o"));
    Path real = shared("unicode/naughty-strings.json.gz");
    if (real == null) {
      System.out.println("data absent");
      return strings;
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(real))) {
      for (JsonNode node : JsonMapper.shared().readTree(in).values()) {
        strings.add(node.asString());
      }
    }
    return strings;
  }

  private static Path shared(String name) {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      for (String place : List.of("shared/data/", "../shared/data/")) {
        Path file = dir.resolve(place + name);
        if (Files.isReadable(file)) {
          return file;
        }
      }
    }
    return null;
  }

  @Test
  void stylesAndScriptsComeFromTheSquareItselfUnderAStrictPolicy() {
    HttpResponse<String> page = new Browser().get("/public");
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe");
    Matcher linked =
        Pattern.compile("(?:href|src)=\"(/(?:static|webjars)/[^\"#]+)").matcher(page.body());
    Set<String> found = new HashSet<>();
    while (linked.find()) {
      found.add(linked.group(1));
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(4);
    for (String path : found) {
      HttpResponse<String> file = new Browser().get(path);
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control")).contains("max-age=3600, public");
    }
    assertThat(new Browser().get("/favicon.ico").statusCode()).isEqualTo(302);
  }
}
