package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/**
 * A reviewer links two accounts in a cluster, opens an item of each, proposes to limit both, a lead
 * approves, and one of them is undone: all by keyboard. Two are many here ({@link #MANY}).
 */
record ClusterWalk(Chromium chromium, RunningReeve reeve) {
  /** Settings with which two accounts need a second person. */
  static final String MANY =
      """
      server:
        decisions:
          bulk:
            approve-above: 1
      """;

  private static final Pattern CASE = Pattern.compile(".*/cases/\\d+.*");
  private static final Pattern CLUSTER = Pattern.compile(".*/clusters/\\d+");
  private static final Pattern BULK = Pattern.compile(".*/bulk/[0-9a-f-]{36}");

  void walk(Page reviewer, Page lead) {
    link(reviewer, true);
    link(reviewer, false);
    reviewer.locator("select[name=clause]").selectOption("violent-extremism/recruitment");
    reviewer.getByText("Items are held against this clause now").waitFor();
    find(reviewer, 0);
    reviewer.keyboard().press("j");
    find(reviewer, 1);
    propose(reviewer);
    approve(lead, reviewer.url());
    undo(reviewer);
  }

  /** From the case that is claimed next into a cluster: the first opens it. */
  private void link(Page page, boolean first) {
    page.navigate(reeve.desk() + "/queue");
    page.locator("tr:has-text(\"Violent extremism\") button").click();
    page.waitForURL(CASE);
    page.locator("select[name=clause]").waitFor();
    chromium.leave(page, "u");
    page.waitForLoadState();
    if (first) {
      page.keyboard().press("c");
      page.keyboard().type("One invite");
      page.keyboard().press("Enter");
    } else {
      page.keyboard().press("1");
    }
    page.waitForURL(CLUSTER);
    page.waitForLoadState();
  }

  /** Opens the first post in the drawer, marks it, and answers no, as fast as keys go. */
  private static void find(Page page, int row) {
    page.keyboard().press("o");
    Locator drawer = page.locator("#drawer[open]");
    drawer.locator(".item").first().waitFor();
    assertThat(drawer.locator("[aria-pressed=true]").count()).as("nothing preselected").isZero();
    assertThat(drawer.getByText("Not opened by you.").count()).isPositive();
    while (!drawer.locator(".item.here .badge").first().innerText().equals("post")) {
      page.keyboard().press("j");
    }
    for (String key : new String[] {"o", "m", "n"}) {
      page.keyboard().press(key);
    }
    drawer.locator("button[aria-pressed=true]:has-text(\"No\")").waitFor();
    page.keyboard().press("Escape");
    page.locator(".members tbody tr")
        .nth(row)
        .locator("td:nth-child(7):has-text(\"no\")")
        .waitFor();
  }

  private void propose(Page page) {
    page.keyboard().press("A");
    page.getByText("2 chosen").waitFor();
    chromium.leave(page, "b");
    page.locator("#bulk-shown h2:has-text(\"To be decided\")").waitFor();
    assertThat(Chromium.text(page)).contains("Decide on 2 accounts", "Followers reached");
    page.keyboard().press("5");
    page.getByText("So many need a second person").waitFor();
    page.keyboard().press("t");
    page.keyboard().type("You ask people to join a violent group.");
    page.keyboard().press("Control+Enter");
    page.waitForURL(BULK);
    assertThat(Chromium.text(page)).contains("waiting", "You proposed it yourself");
  }

  private void approve(Page lead, String bulk) {
    lead.navigate(reeve.desk() + "/lead");
    chromium.leave(lead, "b");
    assertThat(lead.url()).isEqualTo(bulk);
    assertThat(Chromium.text(lead)).contains("Followers reached", "You ask people to join");
    lead.keyboard().press("Control+Enter");
    lead.getByText("You approved.").waitFor();
    chromium.await(lead, bulk, () -> Chromium.text(lead).contains("2 decided, 0 wait"));
  }

  private static void undo(Page page) {
    page.reload();
    page.locator(".members tr.here").waitFor();
    page.keyboard().press("x");
    page.getByText("1 chosen").waitFor();
    page.keyboard().press("u");
    page.keyboard().type("It quotes them, and says so.");
    page.keyboard().press("Control+Enter");
    page.getByText("1 decided, 0 wait, 0 left out, 1 undone").waitFor();
  }
}
