package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Debian's browser, with a window of its own for each person.
 *
 * @param telling whether a failure may show what stood on the page; never with real posts
 */
record Chromium(Playwright playwright, Browser browser, List<String> troubles, boolean telling)
    implements AutoCloseable {
  private static final int PRESSES = 4;
  private static final int PATIENCE_MS = 15_000;

  static Chromium start(boolean telling) {
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium-headless-shell"))
            .setArgs(
                List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--disable-quic"));
    return new Chromium(
        playwright, playwright.chromium().launch(options), new ArrayList<>(), telling);
  }

  /** A fresh window that nobody is signed in to. */
  Page page() {
    var page =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900)).newPage();
    page.setDefaultTimeout(30_000);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.location().contains("favicon.ico")) {
        troubles.add(message.text() + where(page));
      }
    });
    return page;
  }

  /** Asks again until it holds: orders leave after ten seconds, figures come with a checkpoint. */
  void await(Page page, String url, BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(130).toNanos();
    page.navigate(url);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came%s", where(page)).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      page.navigate(url);
    }
  }

  /** Presses a button that leads to another page, and waits for that page. */
  void leave(Page page, Locator button) {
    String before = page.url();
    button.click();
    try {
      page.waitForURL(url -> !url.equals(before));
    } catch (PlaywrightException e) {
      throw new AssertionError("nothing happened" + where(page), e);
    }
  }

  /**
   * Presses a key that leads to another page, and waits for that page; presses again where nothing
   * came of it, as people do. At last it says what stood in the way.
   */
  void leave(Page page, String key) {
    String before = page.url();
    List<String> seen = new CopyOnWriteArrayList<>();
    Consumer<Response> answers =
        answer -> {
          if (answer.request().isNavigationRequest()) {
            seen.add(answer.status() + " " + answer.request().method() + " " + answer.url());
          }
        };
    page.onResponse(answers);
    try {
      for (int press = 0; press < PRESSES; press++) {
        page.keyboard().press(key);
        try {
          page.waitForURL(
              url -> !url.equals(before), new Page.WaitForURLOptions().setTimeout(PATIENCE_MS));
          return;
        } catch (PlaywrightException e) {
          seen.add(
              "nothing after %d ms at %s, focus on %s"
                  .formatted(
                      PATIENCE_MS,
                      page.title(),
                      page.evaluate("document.activeElement.outerHTML.slice(0, 80)")));
        }
      }
    } finally {
      page.offResponse(answers);
      seen.stream().filter(line -> line.startsWith("nothing")).forEach(System.out::println);
    }
    throw new AssertionError("\"" + key + "\" led nowhere: " + seen + where(page));
  }

  /** A one-time link asks for a press of a button, so that no preview uses it up. */
  void enter(Page page, String link) {
    page.navigate(link);
    leave(page, page.locator("main form button").first());
  }

  static void check(Locator boxes) {
    for (int i = 0; i < boxes.count(); i++) {
      boxes.nth(i).check();
    }
  }

  static String text(Page page) {
    return page.locator("main").innerText();
  }

  private String where(Page page) {
    return telling ? " at " + page.url() + ": " + page.locator("body").innerText() : "";
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
