package reeve.node;

import com.microsoft.playwright.Page;

/** What people do on the square's own pages. */
record SquareWalk(Chromium chromium, RunningReeve reeve) {
  static final String PASSWORD = "an ordinary long password";

  void signUp(Page page, String handle) {
    page.navigate(reeve.square() + "/sign-up");
    page.locator("input[name=handle]").fill(handle);
    page.locator("input[name=mail]").fill(handle + "@mail.example");
    page.locator("input[name=password]").fill(PASSWORD);
    Chromium.check(page.locator("main input[type=checkbox]"));
    chromium.leave(page, page.locator("main button[type=submit]"));
  }

  void say(Page page, String text) {
    page.navigate(reeve.square() + "/write");
    page.locator("textarea[name=text]").fill(text);
    chromium.leave(
        page, page.locator("main form:has(textarea[name=text]) button[type=submit]").last());
  }

  /** Flags an account and its posts as a threat: few of those wait. */
  void flag(Page page, String handle, String comment) {
    page.navigate(reeve.square() + "/@" + handle);
    page.locator("main a:has-text(\"Flag\")").last().click();
    page.locator("input[name=category][value=violation]").check();
    page.locator("input[name=rule][value='2']").check();
    Chromium.check(page.locator("input[name=post]"));
    page.locator("textarea[name=comment]").fill(comment);
    chromium.leave(page, page.locator("main button[type=submit]"));
  }

  /** With handle and password, in a window of its own. */
  void signIn(Page page, String handle) {
    page.navigate(reeve.square() + "/sign-in");
    page.locator("main input:not([type=hidden], [type=password])").first().fill(handle);
    page.locator("main input[type=password]").fill(PASSWORD);
    chromium.leave(page, page.locator("main button[type=submit]").first());
  }
}
