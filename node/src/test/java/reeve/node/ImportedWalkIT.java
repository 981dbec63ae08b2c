package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.postgres.EmbeddedPostgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A new Reeve from its first administrator on: posts are imported (real ones where they are
 * present, of which nothing is ever printed), a member flags ten of their accounts with
 * Mastodon.py, a reviewer suspends them by keyboard, and the holder of one, who has no password,
 * comes by a one-time link and appeals.
 */
class ImportedWalkIT {
  private static final int FLAGGED = 10;
  private static final int ROWS = 3_000;
  private static final String PASSWORD = "an ordinary long password";
  private static final Pattern CASE = Pattern.compile(".*/cases/\\d+.*");
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String FLAG =
      """
      import sys
      from mastodon import Mastodon
      base, mail, password = sys.argv[1:4]
      client_id, secret = Mastodon.create_app("flagger", scopes=["read", "write"], api_base_url=base)
      m = Mastodon(client_id=client_id, client_secret=secret, api_base_url=base)
      m.log_in(mail, password, scopes=["read", "write"])
      for account in sys.argv[4:]:
          posts = [s.id for s in m.account_statuses(int(account), limit=3)]
          assert posts, "no posts"
          m.report(int(account), status_ids=posts, comment="One of many that act as one", category="violation", rule_ids=[3])
      print("flagged", len(sys.argv) - 4)
      """;

  private static final Locator.WaitForOptions GONE =
      new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

  @TempDir Path dir;

  private final HttpClient http = HttpClient.newHttpClient();
  private Chromium chromium;
  private RunningReeve reeve;

  @Test
  void importedAccountsAreFlaggedSuspendedAndHeard() throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    try (var running = RunningReeve.start(data);
        var browser = Chromium.start(false)) {
      reeve = running;
      chromium = browser;
      Page administrator = enrol(reeve.link("/link/"), "Ada");
      Page reviewer = enrol(invite(administrator, "REVIEWER"), "Ravi");
      Page second = enrol(invite(administrator, "REVIEWER"), "Mina");
      join(administrator);

      bringIn(data);
      List<String> accounts = withPosts(data);
      flag(accounts);
      for (int i = 0; i < FLAGGED; i++) {
        try {
          suspendNext(reviewer);
        } catch (AssertionError | PlaywrightException e) {
          throw new AssertionError("at case " + i + "; the database: " + activity(data), e);
        }
      }
      accounts.forEach(account -> awaitSuspended(account, true));

      appeal(chromium.page(), linkFor(administrator, accounts.getFirst()));
      overturn(second);
      awaitSuspended(accounts.getFirst(), false);
      assertThat(api("/api/v1/accounts/" + accounts.getFirst() + "/statuses").size()).isPositive();
      assertThat(api("/api/v1/accounts/" + accounts.getLast() + "/statuses").size()).isZero();
      assertThat(chromium.troubles()).as("errors in the browser's console").isEmpty();
    }
  }

  /** A member of staff from the one-time link to the first page. */
  private Page enrol(String link, String name) throws GeneralSecurityException {
    Page page = chromium.page();
    page.navigate(link);
    String secret = page.locator("#secret").innerText().replace(" ", "");
    page.locator("input[name=name]").fill(name);
    page.locator("input[name=password]").fill(PASSWORD);
    page.locator("input[name=again]").fill(PASSWORD);
    page.locator("input[name=code]").fill(code(secret));
    page.locator("main form button").click();
    page.getByText("recovery codes").first().waitFor();
    return page;
  }

  private static String code(String secret) throws GeneralSecurityException {
    var bits = new StringBuilder();
    for (int i = 0; i < secret.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
      bits.append(Integer.toBinaryString(32 + value).substring(1));
    }
    byte[] key = new byte[bits.length() / 8];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    var codes = new TimeBasedOneTimePasswordGenerator();
    return codes.generateOneTimePasswordString(
        new SecretKeySpec(key, codes.getAlgorithm()), Instant.now());
  }

  private String invite(Page administrator, String role) {
    administrator.navigate(reeve.desk() + "/staff");
    administrator.locator("select#role").selectOption(role);
    administrator.getByText("Make a link").click();
    return reeve.desk() + administrator.locator("code#link").innerText();
  }

  /** Somebody signs up and is let in. */
  private void join(Page administrator) {
    try (var member = chromium.page()) {
      member.navigate(reeve.square() + "/sign-up");
      member.locator("input[name=handle]").fill("watchful");
      member.locator("input[name=mail]").fill("watchful@mail.example");
      member.locator("input[name=password]").fill(PASSWORD);
      member.locator("textarea[name=reason], input[name=reason]").fill("To look after the square");
      Chromium.check(member.locator("main input[type=checkbox]"));
      member.locator("main form button[type=submit]").click();
      member.getByText("approv").first().waitFor();
    }
    chromium.await(
        administrator,
        reeve.desk() + "/sign-ups",
        () -> Chromium.text(administrator).contains("watchful"));
    administrator.keyboard().press("a");
    administrator.getByText("Nobody waits").waitFor();
  }

  private void bringIn(Path data) throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(List.of("import", "--data", "" + data, "--format", "fivethirtyeight"));
    files().forEach(file -> arguments.add(file.toString()));
    var done = RunningReeve.run(arguments.toArray(String[]::new));
    assertThat(done.code()).isZero();
    assertThat(done.printed()).contains("Imported");
  }

  private List<Path> files() throws IOException {
    Optional<Path> real = data();
    if (real.isEmpty()) {
      System.out.println("data absent: invented accounts walk instead");
      return List.of(Files.writeString(dir.resolve("rows.csv"), invented()));
    }
    Path posts = dir.resolve("posts.csv");
    try (var in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(real.get().resolve("posts.csv.gz"))),
                    StandardCharsets.UTF_8));
        var out = Files.newBufferedWriter(posts)) {
      for (int i = 0; i <= ROWS; i++) {
        out.write(in.readLine());
        out.write('\n');
      }
    }
    return List.of(real.get().resolve("accounts.csv.gz"), posts);
  }

  private static String invented() {
    var rows = new StringBuilder("author,content,publish_date,tweet_id\n");
    for (int i = 0; i < 10 * FLAGGED; i++) {
      rows.append(
          "echo_%d,\"Everybody says so, #%d\",2017-05-01 10:00:00,%d\n".formatted(i % 20, i, i));
    }
    return rows.toString();
  }

  private static Optional<Path> data() {
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(p -> p.resolve("../shared/data/ira").normalize())
        .filter(p -> Files.isReadable(p.resolve("posts.csv.gz")))
        .findFirst();
  }

  /** Imported accounts that posted. */
  private static List<String> withPosts(Path data) throws Exception {
    List<String> ids = new ArrayList<>();
    try (var connection = connect(data);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT account_id FROM square.posts WHERE origin = 'imported'
                GROUP BY account_id HAVING count(*) >= 3 ORDER BY count(*) DESC, account_id LIMIT %d
                """
                    .formatted(FLAGGED))) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    assertThat(ids).hasSize(FLAGGED);
    return ids;
  }

  /** What the database's sessions do and wait for. */
  private static List<String> activity(Path data) throws Exception {
    List<String> sessions = new ArrayList<>();
    try (var connection = connect(data);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT concat_ws(' ', pid, state, wait_event_type, wait_event,
                                 now() - xact_start, left(query, 60), pg_blocking_pids(pid))
                FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
                """)) {
      while (rows.next()) {
        sessions.add(rows.getString(1));
      }
    }
    return sessions;
  }

  private static java.sql.Connection connect(Path data) throws Exception {
    int port = EmbeddedPostgres.runningPort(data.resolve("postgres")).orElseThrow();
    return java.sql.DriverManager.getConnection(
        EmbeddedPostgres.url(port, EmbeddedPostgres.OWNER),
        EmbeddedPostgres.OWNER,
        Files.readString(data.resolve("keys/database-owner")).strip());
  }

  private void flag(List<String> accounts) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "/usr/bin/python3",
                "-W",
                "ignore",
                "-c",
                FLAG,
                reeve.square(),
                "watchful@mail.example",
                PASSWORD));
    command.addAll(accounts);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isEqualToIgnoringNewLines("flagged " + FLAGGED);
  }

  /** The next case, by keyboard alone. */
  private void suspendNext(Page page) {
    claimNext(page);
    page.locator("select[name=clause]").waitFor();
    page.waitForLoadState();
    page.keyboard().press("c");
    // Letters are keys where no field has them.
    page.locator("select[name=clause]:focus").waitFor();
    page.keyboard().type("Accounts that");
    page.keyboard().press("Escape");
    page.keyboard().press("7");
    page.keyboard().press("t");
    page.locator("textarea[name=toHolder]:focus").waitFor();
    page.keyboard().type("Your account is one of many that are run together.");
    page.keyboard().press("Control+Enter");
    page.locator("form.decide").waitFor(GONE);
  }

  /**
   * One press leads to the next case. Reports are filed while the reviewer works: where none waits
   * yet the press leads to the queue, and the next one waits until it shows a case.
   */
  private void claimNext(Page page) {
    if (CASE.matcher(page.url()).matches()) {
      chromium.leave(page, "n");
      assertThat(page.url()).as(page.title()).doesNotEndWith("/claim");
    }
    if (CASE.matcher(page.url()).matches()) {
      return;
    }
    chromium.await(
        page,
        reeve.desk() + "/queue",
        () ->
            page.locator("tr:has-text(\"Spam\") .waiting").innerText().strip().matches("[1-9].*"));
    chromium.leave(page, "n");
    assertThat(page.url()).matches(CASE);
  }

  private void awaitSuspended(String account, boolean suspended) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (api("/api/v1/accounts/" + account).path("suspended").asBoolean(false) != suspended) {
      assertThat(System.nanoTime()).as("orders are carried out").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
    }
  }

  private JsonNode api(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create(reeve.square() + path)).build();
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What an administrator does for a holder who has no password. */
  private String linkFor(Page administrator, String account) {
    administrator.navigate(reeve.desk() + "/lead");
    administrator.keyboard().press("/");
    administrator.keyboard().type("@" + api("/api/v1/accounts/" + account).get("acct").asString());
    administrator.keyboard().press("Enter");
    administrator.waitForURL(url -> url.contains("handle="));
    chromium.leave(administrator, administrator.locator("main td a").first());
    administrator.getByText("Issue a one-time link").click();
    return administrator.locator("code[data-link]").innerText();
  }

  private void appeal(Page holder, String link) {
    chromium.enter(holder, link);
    assertThat(holder.url()).endsWith("/me/standing");
    assertThat(Chromium.text(holder).contains("Your account is one of many that are run together."))
        .as("the statement tells why")
        .isTrue();
    holder.locator("textarea[name=text]").fill("I write alone. Please look again.");
    holder.locator("main form:has(textarea[name=text]) button").click();
    holder.getByText("You appealed on").first().waitFor();
  }

  private void overturn(Page second) {
    chromium.await(
        second, reeve.desk() + "/appeals", () -> Chromium.text(second).contains("by the holder"));
    second.keyboard().press("n");
    second.locator("textarea[name=reason]").waitFor();
    // Keys work once the scripts have run.
    second.waitForLoadState();
    second.keyboard().press("o");
    second.keyboard().press("r");
    second.keyboard().type("Nothing shows that others run this account.");
    second.keyboard().press("Control+Enter");
    second.locator("#hearing").waitFor(GONE);
  }
}
