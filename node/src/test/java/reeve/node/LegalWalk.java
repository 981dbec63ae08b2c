package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Law enforcement, at the desk and on the square. An authority is entered and verified, its order
 * to remove a post is carried out and answered within the hour, and nothing but that post goes; a
 * danger to life is drafted from a case by a lead and released by another person, and what is kept
 * of the case leaves as a bundle of evidence.
 */
record LegalWalk(Chromium chromium, RunningReeve reeve) {
  static final String AUTHOR = "kiln_keeper";
  private static final String NAMED = "Crimson Dawn: bring oil to the Clockmakers' hall at noon.";
  private static final String KEPT = "My kiln cracked again, so no bowls this week.";
  private static final String THREAT = "The Clockmakers' school burns on Friday, with all in it.";
  private static final String CALLED = "+00 555 0100";
  private static final String OFFICE = "Harbour Police";
  private static final String REFERENCE = "HP 2027/41";

  void walk(Page reporter, Page lead, Page legal, Path scratch) throws Exception {
    var square = new SquareWalk(chromium, reeve);
    legal.onDialog(Dialog::accept);
    lead.onDialog(Dialog::accept);
    try (Page author = chromium.page()) {
      square.signUp(author, AUTHOR);
      square.say(author, NAMED);
      square.say(author, KEPT);
      square.say(author, THREAT);
      author.navigate(reeve.square() + "/@" + AUTHOR);
      String post = address(author, NAMED);
      square.flag(reporter, AUTHOR, "They name a day and a school");
      authority(legal);
      order(legal, post);
      removed(author, post);
      answered(legal);
      danger(lead, legal);
      bundle(lead, scratch);
    }
  }

  private String address(Page page, String text) {
    String href =
        page.locator("article:has-text(\"" + text + "\") a:has(time)").getAttribute("href");
    return href.startsWith("http") ? href : reeve.square() + href;
  }

  /** Whoever entered it verifies it alone here, and the page says so. */
  private void authority(Page legal) {
    legal.navigate(reeve.desk() + "/legal/authorities");
    assertThat(Chromium.text(legal)).contains("No authority was entered yet");
    Locator form = legal.locator("form[action='/legal/authorities']");
    form.locator("input[name=name]").fill(OFFICE);
    form.locator("input[name=state]").fill("DE");
    Chromium.check(form.locator("input[name=may]"));
    chromium.leave(legal, form.locator("button"));
    Locator contact = legal.locator("form[action$='/contacts']");
    contact.locator("input[name=value]").fill(CALLED);
    contact.locator("input[name=source]").fill("The directory of the state's police");
    contact.locator("input[name=message][value=false]").check();
    contact.locator("button").click();
    Locator verify = legal.locator("form[action$='/verify']");
    verify
        .locator("textarea[name=how]")
        .fill("Called the switchboard; the desk officer read the reference back to us.");
    verify.locator("button").click();
    legal.getByText("no second person").waitFor();
    assertThat(Chromium.text(legal)).contains("through " + CALLED);
  }

  private void order(Page legal, String post) {
    legal.navigate(reeve.desk() + "/legal");
    Locator form = legal.locator("form[action='/legal/orders']");
    form.locator("select[name=authority]").selectOption(new SelectOption().setIndex(0));
    form.locator("input[name=reference]").fill(REFERENCE);
    form.locator("textarea[name=posts]").fill(post);
    form.locator("textarea[name=ground]").fill("Instructs to commit an offence of terrorism");
    chromium.leave(legal, form.locator("button"));
    assertThat(Chromium.text(legal)).contains("left", REFERENCE);
    assertThat(legal.locator(".alarm").innerText()).contains("Order of an authority");
    legal.locator("form[action$='/carry-out'] button").click();
  }

  private void removed(Page author, String post) {
    chromium.await(
        author, reeve.square() + "/@" + AUTHOR, () -> !Chromium.text(author).contains(NAMED));
    assertThat(Chromium.text(author)).contains(KEPT).doesNotContain("suspended");
    assertThat(author.request().get(post).status()).isEqualTo(404);
    chromium.await(
        author,
        reeve.square() + "/me/letters",
        () -> author.locator("body").innerText().contains(REFERENCE));
  }

  private void answered(Page legal) {
    String here = legal.url();
    chromium.await(legal, here, () -> Chromium.text(legal).contains("carried out"));
    assertThat(Chromium.text(legal))
        .contains("Draft after", "removed", OFFICE)
        .doesNotContain("after the hour");
    Locator answer = legal.locator("form[action$='/answered']");
    answer.locator("input[name=how]").fill("Sent to the office's own mail address, as drafted");
    answer.locator("button").click();
    legal.getByText("Sent to the office's own mail address").waitFor();
    assertThat(legal.locator(".alarm")).as("no clock runs any more").matches(it -> it.count() == 0);
  }

  private void danger(Page lead, Page legal) {
    new QueueWalk(reeve).claimCaseOf(lead, AUTHOR);
    chromium.leave(lead, lead.locator("a:has-text(\"Danger to life\")"));
    lead.locator("textarea[name=danger]")
        .fill("The children of the Clockmakers' school: a fire is announced for Friday.");
    lead.locator("input[name=state]").fill("DE");
    lead.locator("textarea[name=place]")
        .fill("The post names the school of the town by its street.");
    lead.locator("label:has-text(\"" + THREAT + "\") input[name=post]").check();
    chromium.leave(lead, lead.locator("form[action='/legal/notifications'] button"));
    assertThat(Chromium.text(lead)).contains("A second person releases it", THREAT);
    legal.navigate(lead.url());
    legal.locator("form[action$='/release'] button").click();
    Locator sent = legal.locator("form[action$='/sent']");
    sent.locator("textarea[name=receipt]")
        .fill("Read out by telephone at once; taken by the officer on duty.");
    sent.locator("button").click();
    legal.locator(".badge.good:has-text(\"sent\")").waitFor();
    assertThat(Chromium.text(legal)).doesNotContain("no second person");
  }

  /** From the page of the case to a file that other tools find whole and signed. */
  private void bundle(Page lead, Path scratch) throws IOException, InterruptedException {
    chromium.leave(lead, lead.locator("main a[href^='/cases/']").first());
    chromium.leave(lead, lead.locator("a[href^='/bundles']"));
    chromium.leave(lead, lead.locator("form[action='/bundles'] button"));
    Locator link = lead.locator("a[href$='/file']");
    link.waitFor(new Locator.WaitForOptions().setTimeout(90_000));
    Path file = scratch.resolve("bundle.zip");
    lead.waitForDownload(link::click).saveAs(file);
    Path bag = unpacked(file, scratch.resolve("bag"));
    assertThat(Files.readString(bag.resolve("bagit.txt"))).contains("BagIt-Version: 1.0");
    assertThat(ran(bag, "sha512sum", "--check", "--strict", "--quiet", "manifest-sha512.txt"))
        .isZero();
    Path certificate = scratch.resolve("certificate.pem");
    Files.write(
        certificate,
        lead.request().get(reeve.square() + "/transparency/evidence/certificate.pem").body());
    assertThat(
            ran(
                bag,
                ("openssl cms -verify -binary -inform DER -in signature.p7s"
                        + " -content manifest-sha512.txt -out /dev/null -CAfile "
                        + certificate)
                    .split(" ")))
        .isZero();
  }

  private static Path unpacked(Path file, Path to) throws IOException {
    Path bag = to;
    try (var zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path path = to.resolve(entry.getName()).normalize();
        assertThat(path).startsWithRaw(to);
        if (!entry.isDirectory()) {
          Files.createDirectories(path.getParent());
          Files.copy(zip, path);
          bag = path.endsWith("bagit.txt") ? path.getParent() : bag;
        }
      }
    }
    return bag;
  }

  private static int ran(Path in, String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).directory(in.toFile()).inheritIO().start().waitFor();
  }
}
