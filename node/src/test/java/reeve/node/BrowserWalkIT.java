package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person walks the whole line in a real browser, on the sample: sign up, write, be flagged, be
 * judged and suspended, read why, appeal, be reinstated, be counted.
 */
class BrowserWalkIT {
  private static final Pattern QUEUE = Pattern.compile(".*/queue.*");
  private static final Pattern CASE = Pattern.compile(".*/cases/\\d+.*");
  private static final String PASSWORD = "an ordinary long password";

  @TempDir Path parent;

  private final List<String> troubles = new ArrayList<>();

  @Test
  void fromSignUpToTheOverturnedAppeal() throws Exception {
    Path data = Files.createDirectory(parent.resolve("sample"));
    try (var reeve = RunningReeve.start(data, "--sample");
        var playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright.chromium().launch(chromium())) {
      String caseUrl;
      Page member = page(browser);
      signUpAndWrite(member, reeve);
      try (var reporter = page(browser)) {
        enter(reporter, reeve.link("Reporter"));
        flag(reporter, reeve);
      }
      try (var reviewer = page(browser)) {
        enter(reviewer, reeve.link("Reviewer 1"));
        takeThePicture(reviewer, reeve);
        caseUrl = suspend(reviewer, reeve);
      }
      readWhyAndAppeal(member, reeve);
      try (var second = page(browser)) {
        enter(second, reeve.link("Reviewer 2"));
        overturn(second, reeve);
      }
      writeAgain(member, reeve);
      counted(member, reeve);
      assertThat(caseUrl).isNotEmpty();
    }
    assertThat(troubles).as("errors in the browser's console").isEmpty();
  }

  private static void signUpAndWrite(Page page, RunningReeve reeve) {
    page.navigate(reeve.square() + "/sign-up");
    page.locator("input[name=handle]").fill("wanderer");
    page.locator("input[name=mail]").fill("wanderer@mail.example");
    page.locator("input[name=password]").fill(PASSWORD);
    check(page.locator("main input[type=checkbox]"));
    leave(page, page.locator("main button[type=submit]"));
    page.navigate(reeve.square() + "/write");
    page.locator("textarea[name=text]").fill("Clockmakers, your street burns tonight.");
    leave(page, page.locator("main form:has(textarea[name=text]) button[type=submit]").last());
    page.navigate(reeve.square() + "/@wanderer");
    assertThat(page.locator("main").innerText()).contains("your street burns");
  }

  private static void flag(Page page, RunningReeve reeve) {
    page.navigate(reeve.square() + "/@wanderer");
    page.locator("main a:has-text(\"Flag\")").last().click();
    page.locator("input[name=category][value=violation]").check();
    page.locator("input[name=rule][value='2']").check();
    check(page.locator("input[name=post]").first());
    page.locator("textarea[name=comment]").fill("A threat against the Clockmakers");
    leave(page, page.locator("main button[type=submit]"));
    page.navigate(reeve.square() + "/me/flags");
    assertThat(page.locator("main").innerText()).contains("wanderer");
  }

  private static void takeThePicture(Page page, RunningReeve reeve) {
    page.navigate(reeve.desk() + "/queue");
    page.keyboard().press("n");
    page.waitForURL(CASE);
    page.locator("select[name=clause]").waitFor();
    Path picture = Path.of("target", "review.png");
    page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    assertThat(picture).isNotEmptyFile();
    page.keyboard().press("h");
    page.waitForURL(QUEUE);
  }

  /** By keyboard alone, once the case is open. */
  private static String suspend(Page page, RunningReeve reeve) {
    claimCaseOf(page, reeve, "wanderer");
    page.locator("select[name=clause]").selectOption("violent-threats/threat-to-group");
    page.keyboard().press("Escape");
    page.locator("h1, header").first().click();
    page.keyboard().press("7");
    page.keyboard().press("t");
    page.keyboard().type("You threaten the Clockmakers with violence.");
    page.keyboard().press("Control+Enter");
    page.locator(".withheld button").waitFor();
    assertThat(page.locator(".bar").innerText()).contains("decided").doesNotContain("yours");
    return page.url();
  }

  /** From the queue of threats, where few wait; what is claimed before stays claimed meanwhile. */
  private static void claimCaseOf(Page page, RunningReeve reeve, String handle) {
    for (int i = 0; i < 5; i++) {
      page.navigate(reeve.desk() + "/queue");
      page.locator("tr:has-text(\"Violent threats\") button").click();
      page.waitForURL(CASE);
      if (page.locator("body").innerText().contains("@" + handle)) {
        page.locator("select[name=clause]").waitFor();
        return;
      }
    }
    throw new AssertionError("the case of " + handle + " never came");
  }

  private static void readWhyAndAppeal(Page page, RunningReeve reeve) {
    String standing = reeve.square() + "/me/standing";
    await(
        page,
        standing,
        () -> page.locator("main").innerText().contains("Your account is suspended"));
    assertThat(page.locator("main").innerText()).contains("Threat against a group of people");
    page.navigate(reeve.square() + "/write");
    assertThat(page.url()).contains("/me/standing");
    page.locator("textarea[name=text]").fill("I quoted a film. Please look again.");
    page.locator("main form:has(textarea[name=text]) button").click();
    page.getByText("You appealed on").first().waitFor();
    assertThat(page.locator("main").innerText()).contains("appeal");
  }

  private static void overturn(Page page, RunningReeve reeve) {
    String appeals = reeve.desk() + "/appeals";
    await(page, appeals, () -> page.locator("main").innerText().contains("by the holder"));
    page.keyboard().press("n");
    page.locator("textarea[name=reason]").waitFor();
    // Keys work once the scripts have run.
    page.waitForLoadState();
    page.keyboard().press("o");
    page.keyboard().press("r");
    page.keyboard().type("The post quotes a film; nobody is threatened.");
    page.keyboard().press("Control+Enter");
    page.locator(".withheld button").waitFor();
  }

  private static void writeAgain(Page page, RunningReeve reeve) {
    await(
        page,
        reeve.square() + "/@wanderer",
        () -> page.locator("main").innerText().contains("your street burns"));
  }

  private static void counted(Page page, RunningReeve reeve) {
    await(
        page,
        reeve.square() + "/transparency/",
        () -> page.locator("main").innerText().matches("(?s).*1\\s+reinstated.*"));
  }

  /** Asks again until it holds: orders leave after ten seconds, figures are written in between. */
  private static void await(Page page, String url, java.util.function.BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    page.navigate(url);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("at %s: %s", page.url(), page.locator("body").innerText())
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      page.navigate(url);
    }
  }

  /** Presses a button that leads to another page, and waits for that page. */
  private static void leave(Page page, Locator button) {
    String before = page.url();
    button.click();
    try {
      page.waitForURL(url -> !url.equals(before));
    } catch (PlaywrightException e) {
      throw new AssertionError("still at " + before + ": " + page.locator("body").innerText(), e);
    }
  }

  private static void check(Locator boxes) {
    for (int i = 0; i < boxes.count(); i++) {
      boxes.nth(i).check();
    }
  }

  /** A one-time link asks for a press of a button, so that no preview uses it up. */
  private static void enter(Page page, String link) {
    page.navigate(link);
    leave(page, page.locator("main form button").first());
  }

  private Page page(Browser browser) {
    var page =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900)).newPage();
    page.setDefaultTimeout(15_000);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.location().contains("favicon.ico")) {
        troubles.add(page.url() + ": " + message.text());
      }
    });
    return page;
  }

  private static BrowserType.LaunchOptions chromium() {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(Path.of("/usr/bin/chromium"))
        .setArgs(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-quic"));
  }
}
