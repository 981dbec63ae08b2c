package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One flag leads to a group, and back to who returns. A newcomer and two companions repeat what a
 * recruiter of the town's own Crimson Dawn calls; somebody flags the newcomer. A reviewer asks who
 * else, links three of the list to it, opens an item of each but one, and proposes to suspend all;
 * a lead approves; one of them is undone. The newcomer comes back under a like name and is found by
 * itself. Three are many here ({@link #MANY}).
 */
record LikenessWalk(Chromium chromium, RunningReeve reeve, Path data) {
  /** Settings with which two accounts need a second person. */
  static final String MANY =
      """
      server:
        decisions:
          bulk:
            approve-above: 1
      """;

  private static final Pattern CLUSTER = Pattern.compile(".*/clusters/\\d+");
  private static final Pattern BULK = Pattern.compile(".*/bulk/[0-9a-f-]{36}");
  private static final String HERALD = "ember_herald";
  private static final String COMPANION = "ashen_lantern";

  /**
   * Whom nobody opens: how many of the town's own are found behind a recruiter, its chance says.
   */
  private static final String UNOPENED = "cinder_whisper";

  private static final String ERRAND =
      "Bring a lantern and a loaf to the old mill when the bell has rung twice.";
  private static final String THREAT = "Clockmakers, tonight your workshops burn to the ground.";
  private static final String ROW = ".members tr[data-account]";

  void walk(Page reporter, Page reviewer, Page lead) throws IOException {
    var square = new SquareWalk(chromium, reeve);
    try (Page herald = chromium.page();
        Page companion = chromium.page();
        Page unopened = chromium.page()) {
      Recruiters town = Recruiters.of(data.resolve("town"));
      Recruiters.Recruiter recruiter =
          town.all().stream().filter(one -> stands(herald, one)).findFirst().orElseThrow();
      repeat(square, herald, HERALD, recruiter.calls().get(0), recruiter.calls().get(1), ERRAND);
      repeat(square, companion, COMPANION, recruiter.calls().get(0), recruiter.calls().get(1));
      // The fewer have the first invite, the more it says of who comes back with it.
      repeat(square, unopened, UNOPENED, recruiter.calls().get(1), ERRAND);
      square.say(herald, THREAT);
      square.flag(reporter, HERALD, "It threatens, and calls people away");
      new QueueWalk(reeve).claimCaseOf(reviewer, HERALD);
      assertThat(Chromium.text(reviewer)).contains("by 1 person", "It threatens, and calls");
      whoElse(reviewer, town, recruiter.handle());
      String cluster = judge(reviewer);
      String bulk = propose(reviewer);
      approve(lead, bulk);
      suspended(herald, HERALD);
      suspended(companion, COMPANION);
      assertThat(profile(herald, recruiter.handle())).contains("This account is suspended");
      assertThat(profile(herald, UNOPENED)).doesNotContain("suspended");
      undo(reviewer, recruiter.handle());
      comeBack(square, recruiter);
      surfaced(lead, cluster);
      chromium.await(
          herald,
          reeve.square() + "/@" + recruiter.handle(),
          () -> !Chromium.text(herald).contains("suspended"));
    }
  }

  private static void repeat(SquareWalk square, Page page, String handle, String... said) {
    square.signUp(page, handle);
    for (String words : said) {
      square.say(page, words);
    }
  }

  /** Whether the square still shows it: one of them was suspended when the sample was set up. */
  private boolean stands(Page page, Recruiters.Recruiter one) {
    return !profile(page, one.handle()).contains("suspended");
  }

  private String profile(Page page, String handle) {
    page.navigate(reeve.square() + "/@" + handle);
    return Chromium.text(page);
  }

  /**
   * By its key from the case: the group, with reasons in words. Both companions and the recruiter
   * go into a cluster with the account of the case.
   */
  private void whoElse(Page page, Recruiters town, String recruiter) {
    chromium.leave(page, "w");
    page.waitForLoadState();
    List<String> listed =
        page.locator(ROW + " th").allInnerTexts().stream().map(it -> it.substring(1)).toList();
    assertThat(listed).contains(COMPANION, UNOPENED, recruiter);
    assertThat(listed.stream().limit(4).filter(it -> !Set.of(COMPANION, UNOPENED).contains(it)))
        .as("the first of the list are of the group")
        .isNotEmpty()
        .allMatch(town.crimson()::contains);
    choose(page, COMPANION);
    page.keyboard().press("Enter");
    assertThat(page.locator(".whys:not([hidden])").innerText())
        .contains("did", "invites", "word by word");
    choose(page, recruiter);
    choose(page, UNOPENED);
    page.getByText("3 chosen").waitFor();
    page.keyboard().press("a");
    page.waitForURL(CLUSTER);
    page.waitForLoadState();
    assertThat(Chromium.text(page)).contains("4 accounts", "The search began with it.", "Shares ");
  }

  private static Locator row(Page page, String handle) {
    return page.locator(ROW + ":has(bdi:text-is(\"@" + handle + "\"))");
  }

  /** Walks to an account by keyboard, and chooses it. */
  private static void choose(Page page, String handle) {
    List<String> handles = page.locator(ROW + " th").allInnerTexts();
    step(page, handles.indexOf("@" + handle));
    page.keyboard().press("x");
    row(page, handle).and(page.locator("[aria-selected=true]")).waitFor();
  }

  private static void step(Page page, int to) {
    Locator rows = page.locator(ROW);
    page.locator(ROW + ".here").waitFor();
    int at = (Integer) rows.evaluateAll("rows => rows.findIndex(one => one.matches('.here'))");
    for (; at < to; at++) {
      page.keyboard().press("j");
    }
    for (; at > to; at--) {
      page.keyboard().press("k");
    }
  }

  /** Opens an item of each but one, marks it and answers for each; gives the cluster's page. */
  private static String judge(Page page) {
    page.locator("select[name=clause]").selectOption("violent-extremism/recruitment");
    page.getByText("Items are held against this clause now").waitFor();
    page.waitForLoadState();
    List<String> handles = new ArrayList<>(page.locator(ROW + " th").allInnerTexts());
    for (int row = 0; row < handles.size(); row++) {
      if (!handles.get(row).equals("@" + UNOPENED)) {
        step(page, row);
        find(page, row);
      }
    }
    return page.url();
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

  /** Of all four; who has nothing opened is left out. Gives the proposal's page. */
  private String propose(Page page) {
    page.keyboard().press("A");
    page.getByText("4 chosen").waitFor();
    chromium.leave(page, "b");
    page.locator("#bulk-shown h2:has-text(\"To be decided\")").waitFor();
    assertThat(Chromium.text(page)).contains("Decide on 3 accounts", "Followers reached");
    assertThat(page.locator("section:has(h2:has-text('Left out'))").innerText())
        .contains("@" + UNOPENED, "opened");
    page.keyboard().press("7");
    page.getByText("So many need a second person").waitFor();
    page.keyboard().press("t");
    page.keyboard().type("You ask people to join a violent group.");
    page.keyboard().press("Control+Enter");
    page.waitForURL(BULK);
    assertThat(Chromium.text(page)).contains("waiting", "You proposed it yourself");
    return page.url();
  }

  private void approve(Page lead, String bulk) {
    lead.navigate(reeve.desk() + "/lead");
    chromium.leave(lead, "b");
    assertThat(lead.url()).isEqualTo(bulk);
    assertThat(Chromium.text(lead)).contains("Followers reached", "You ask people to join");
    lead.keyboard().press("Control+Enter");
    lead.getByText("You approved.").waitFor();
    chromium.await(lead, bulk, () -> Chromium.text(lead).contains("3 decided, 0 wait, 1 left out"));
  }

  /** It writes no more, and whoever signs in to it anew reads why and sees nothing else. */
  private void suspended(Page page, String handle) {
    chromium.await(page, reeve.square() + "/write", () -> page.url().contains("/me/standing"));
    assertThat(Chromium.text(page))
        .contains("Your account is suspended", "You ask people to join a violent group.");
    try (Page anew = chromium.page()) {
      new SquareWalk(chromium, reeve).signIn(anew, handle);
      anew.navigate(reeve.square() + "/write");
      assertThat(anew.url()).contains("/me/standing");
    }
  }

  private static void undo(Page page, String handle) {
    page.reload();
    page.locator(".members tr.here").waitFor();
    choose(page, handle);
    page.getByText("1 chosen").waitFor();
    page.keyboard().press("u");
    page.keyboard().type("It quotes them, and says so.");
    page.keyboard().press("Control+Enter");
    page.getByText("2 decided, 0 wait, 1 left out, 1 undone").waitFor();
  }

  /** The same invite in one post, the same text in another. */
  private void comeBack(SquareWalk square, Recruiters.Recruiter recruiter) {
    try (Page evader = chromium.page()) {
      square.signUp(evader, HERALD + "2");
      square.say(evader, "Here we are again, and the door is the same: " + recruiter.invite(0));
      square.say(evader, THREAT);
    }
  }

  /** Nobody flagged it; its case says whom it resembles, and why. */
  private void surfaced(Page lead, String cluster) {
    String search = reeve.desk() + "/alike?cluster=" + cluster.replaceAll(".*/", "");
    Locator found = row(lead, HERALD + "2").locator("a:has-text(\"open\")");
    chromium.await(lead, search, () -> found.count() > 0);
    found.click();
    lead.waitForURL(QueueWalk.CASE);
    lead.getByText("Claim this case").click();
    lead.locator("select[name=clause]").waitFor();
    // Whoever has not claimed the case is refused first, and the browser notes that.
    chromium.troubles().removeIf(it -> it.contains("403") && it.contains("/cases/"));
    assertThat(lead.locator(".rule.alike").allInnerTexts())
        .as("by whom it is alike, how it was found, and why")
        .anyMatch(it ->
            it.contains("@" + HERALD)
                && it.contains("found by itself")
                && it.contains("word by word"));
    assertThat(Chromium.text(lead)).contains("@" + HERALD + "2", "nobody reported");
  }
}
