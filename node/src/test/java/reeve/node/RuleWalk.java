package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/**
 * A lead writes a rule on the page, tries it, lets it go live, and reads what it found in a case.
 */
record RuleWalk(Chromium chromium, RunningReeve reeve) {
  private static final String NAME = "harvest-walk";

  private static final String RULE =
      """
      rule: harvest-walk
      owner: analysts
      description: Calls to the harvest walk, as a rule that somebody just wrote.
      clause: spam/bulk
      event: post.created
      counters:
        calls: {kind: count, key: account.id, where: "post.text.contains('harvest walk')", window: 24h}
      when: post.text.contains('harvest walk') && calls >= 2
      then: {surface: 5}
      tests:
        - name: a second call
          event: {account: {id: a1}, post: {text: "Come to the harvest walk"}}
          counters: {calls: 2}
          expect: hit
        - name: a newspaper writes of one
          event: {account: {id: n1}, post: {text: "The harvest walk was long"}}
          counters: {calls: 1}
          expect: miss
      """;

  /** From the empty editor to the evidence in a case. */
  void walk(Page lead, Page member) {
    write(lead);
    awaitRunning(lead, "shadow");
    new SquareWalk(chromium, reeve).say(member, "Come to the harvest walk");
    new SquareWalk(chromium, reeve).say(member, "Come to the harvest walk, all of you");
    chromium.await(
        lead,
        reeve.desk() + "/rules/rule/" + NAME,
        () ->
            Chromium.text(lead).contains("In shadow")
                && !Chromium.text(lead).contains("Nobody yet."));
    backtest(lead);
    goLive(lead);
    new SquareWalk(chromium, reeve).say(member, "The harvest walk begins now");
    readTheCase(lead);
  }

  private void write(Page lead) {
    lead.navigate(reeve.desk() + "/rules/new?kind=rule&name=" + NAME);
    lead.locator("[data-text]").fill(RULE.replace("calls >= 2", "calls >= two"));
    lead.locator("[data-check]").getByText("two").first().waitFor();
    lead.locator("[data-text]").fill(RULE);
    lead.locator("[data-check]").getByText("a newspaper writes of one").waitFor();
    lead.keyboard().press("Control+s");
    lead.locator("[data-state]").getByText("Saved into the draft").waitFor();
  }

  /** What came before the rule ran is counted, and surfaces nobody. */
  private void awaitRunning(Page lead, String stage) {
    chromium.await(
        lead,
        reeve.desk() + "/rules/rule/" + NAME,
        () ->
            lead.locator("section:has(h2:text-is('Counters')) td:text-is('" + stage + "')").count()
                > 0);
  }

  private void backtest(Page lead) {
    lead.navigate(reeve.desk() + "/rules/backtests?rule=" + NAME);
    chromium.leave(lead, lead.getByText("Try it"));
    String job = lead.url();
    chromium.await(lead, job, () -> Chromium.text(lead).contains("Would surface"));
    assertThat(Chromium.text(lead)).contains("1 accounts", NAME);
  }

  private void goLive(Page lead) {
    lead.navigate(reeve.desk() + "/rules/propose?what=rule&rule=" + NAME);
    lead.locator("textarea[name=why]").fill("The walk is advertised by many who never walk.");
    lead.keyboard().press("Control+Enter");
    lead.waitForURL(reeve.desk() + "/rules");
    awaitRunning(lead, "live");
  }

  private void readTheCase(Page lead) {
    chromium.await(
        lead,
        reeve.desk() + "/rules/rule/" + NAME,
        () ->
            lead.getByText("Show the accounts (recorded)").first().isVisible()
                && !Chromium.text(lead).contains("It surfaced nobody yet."));
    lead.getByText("Show the accounts (recorded)").first().click();
    lead.locator(".accounts a").first().click();
    lead.waitForURL(QueueWalk.CASE);
    if (lead.getByText("Claim this case").first().isVisible()) {
      lead.getByText("Claim this case").first().click();
      lead.locator("select[name=clause]").waitFor();
    }
    // Whoever has not claimed the case is refused first, and the browser notes that.
    chromium.troubles().removeIf(it -> it.contains("403") && it.contains("/cases/"));
    assertThat(Chromium.text(lead))
        .contains(NAME, "The harvest walk begins now", "Counters at that moment");
    assertThat(lead.locator("body").innerText()).contains("@wanderer");
  }
}
