package reeve.node;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.regex.Pattern;

/** How a reviewer comes to the case of an account: by claiming until it is that one. */
record QueueWalk(RunningReeve reeve) {
  static final Pattern QUEUE = Pattern.compile(".*/queue.*");
  static final Pattern CASE = Pattern.compile(".*/cases/\\d+.*");
  private static final int CLAIMS_MOST = 5;

  /**
   * From the queue of threats, where few wait; what is claimed before stays claimed meanwhile.
   * Where the report has not been filed yet, all of it goes back and is claimed anew.
   */
  void claimCaseOf(Page page, String handle) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    do {
      for (int i = 0; i < CLAIMS_MOST; i++) {
        page.navigate(reeve.desk() + "/queue");
        Locator claim = page.locator("tr:has-text(\"Violent threats\") button");
        if (claim.isDisabled()) {
          break;
        }
        claim.click();
        page.waitForURL(CASE);
        if (page.locator("body").innerText().contains("@" + handle)) {
          page.locator("select[name=clause]").waitFor();
          return;
        }
      }
      handAllBack(page);
    } while (System.nanoTime() < deadline);
    throw new AssertionError("the case of " + handle + " never came");
  }

  private void handAllBack(Page page) {
    page.navigate(reeve.desk() + "/queue");
    while (page.locator(".mine a").count() > 0) {
      page.keyboard().press("1");
      page.waitForURL(CASE);
      page.keyboard().press("h");
      page.waitForURL(QUEUE);
    }
  }
}
