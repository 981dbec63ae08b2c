package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person walks the whole line in a real browser, on the sample: sign up, write, be flagged, be
 * judged and suspended, read why, appeal, be reinstated, be counted.
 */
class BrowserWalkIT {
  @TempDir Path parent;

  private Chromium chromium;

  @Test
  void fromSignUpToTheOverturnedAppeal() throws Exception {
    Path data = Files.createDirectory(parent.resolve("sample"));
    Files.writeString(data.resolve("reeve.yaml"), CheckWalk.SOON);
    try (var reeve = RunningReeve.start(data, "--sample");
        var browser = Chromium.start(true)) {
      chromium = browser;
      var square = new SquareWalk(chromium, reeve);
      new CheckWalk(chromium, reeve, data).newcomer();
      Page member = chromium.page();
      Page reporter = chromium.page();
      signUpAndWrite(square, member, reeve);
      chromium.enter(reporter, reeve.link("Reporter"));
      flag(square, reporter, reeve);
      try (var reviewer = chromium.page()) {
        chromium.enter(reviewer, reeve.link("Reviewer 1"));
        takeThePicture(reviewer, reeve);
        suspend(reviewer, reeve);
      }
      try (var second = chromium.page();
          var lead = chromium.page();
          var legal = chromium.page()) {
        chromium.enter(second, reeve.link("Reviewer 2"));
        chromium.enter(lead, reeve.link("Lead"));
        chromium.enter(legal, reeve.link("Legal"));
        readWhyAndAppeal(member, reeve);
        overturn(second, reeve);
        // It takes its ten seconds, and its figure a checkpoint: meanwhile others are at work.
        new LegalWalk(chromium, reeve)
            .walk(reporter, lead, legal, Files.createDirectory(parent.resolve("evidence")));
        writeAgain(member, reeve);
        new RuleWalk(chromium, reeve).walk(lead, member);
        counted(member, reeve);
        new CheckWalk(chromium, reeve, data)
            .walk(member, Files.createDirectory(parent.resolve("check")));
      }
      assertThat(chromium.troubles()).as("errors in the browser's console").isEmpty();
    }
  }

  private void signUpAndWrite(SquareWalk square, Page page, RunningReeve reeve) {
    square.signUp(page, "wanderer");
    square.say(page, "Clockmakers, your street burns tonight.");
    page.navigate(reeve.square() + "/@wanderer");
    assertThat(Chromium.text(page)).contains("your street burns");
  }

  private void flag(SquareWalk square, Page page, RunningReeve reeve) {
    square.flag(page, "wanderer", "A threat against the Clockmakers");
    page.navigate(reeve.square() + "/me/flags");
    assertThat(Chromium.text(page)).contains("wanderer");
  }

  private void takeThePicture(Page page, RunningReeve reeve) {
    page.navigate(reeve.desk() + "/queue");
    page.keyboard().press("n");
    page.waitForURL(QueueWalk.CASE);
    page.locator("select[name=clause]").waitFor();
    Path picture = Path.of("target", "review.png");
    page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    assertThat(picture).isNotEmptyFile();
    page.keyboard().press("h");
    page.waitForURL(QueueWalk.QUEUE);
  }

  /** By keyboard alone, once the case is open. */
  private void suspend(Page page, RunningReeve reeve) {
    new QueueWalk(reeve).claimCaseOf(page, "wanderer");
    page.locator("select[name=clause]").selectOption("violent-threats/threat-to-group");
    page.keyboard().press("Escape");
    page.locator("h1, header").first().click();
    String here = page.url();
    decideAndGoOnAtOnce(page, "A threat.");
    page.getByText("Not decided yet.").waitFor();
    assertThat(page.url()).as("what is missing is read before anything else").isEqualTo(here);
    assertThat(page.locator("textarea[name=toHolder]").inputValue()).isEqualTo("A threat.");
    page.keyboard().press("7");
    decideAndGoOnAtOnce(page, " You threaten the Clockmakers with violence.");
    page.waitForURL(url -> QueueWalk.CASE.matcher(url).matches() && !url.equals(here));
    assertThat(page.locator(".withheld").innerText()).contains("Decided", "@wanderer");
  }

  /** From within the field, faster than the server answers: its answer is held until then. */
  private static void decideAndGoOnAtOnce(Page page, String words) {
    List<Route> waiting = new ArrayList<>();
    Predicate<String> decision = url -> url.endsWith("/decision");
    page.route(decision, waiting::add);
    page.keyboard().press("t");
    page.keyboard().press("End");
    page.keyboard().type(words);
    page.keyboard().press("Control+Enter");
    page.waitForCondition(() -> !waiting.isEmpty());
    page.keyboard().press("n");
    waiting.forEach(Route::resume);
    page.unroute(decision);
  }

  private void readWhyAndAppeal(Page page, RunningReeve reeve) {
    String standing = reeve.square() + "/me/standing";
    chromium.await(page, standing, () -> Chromium.text(page).contains("Your account is suspended"));
    assertThat(Chromium.text(page)).contains("Threat against a group of people");
    assertThat(page.locator("article h3").allInnerTexts())
        .startsWith("What we decided", "Why", "What this is about", "How we came to it");
    page.navigate(reeve.square() + "/write");
    assertThat(page.url()).contains("/me/standing");
    page.locator("textarea[name=text]").fill("I quoted a film. Please look again.");
    page.locator("main form:has(textarea[name=text]) button").click();
    page.getByText("You appealed on").first().waitFor();
    assertThat(Chromium.text(page)).contains("appeal");
  }

  private void overturn(Page page, RunningReeve reeve) {
    String appeals = reeve.desk() + "/appeals";
    chromium.await(page, appeals, () -> Chromium.text(page).contains("by the holder"));
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

  private void writeAgain(Page page, RunningReeve reeve) {
    chromium.await(
        page,
        reeve.square() + "/@wanderer",
        () -> Chromium.text(page).contains("your street burns"));
  }

  private void counted(Page page, RunningReeve reeve) {
    chromium.await(
        page,
        reeve.square() + "/transparency/",
        () -> Chromium.text(page).matches("(?s).*1\\s+reinstated.*"));
  }
}
