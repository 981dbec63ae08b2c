package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Proof;
import reeve.ledger.foreign.ForeignVerifiers;
import reeve.ledger.log.FileShelf;
import reeve.ledger.note.VerifierKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody checks what was done. The figures are computed again from the published rows and from
 * the database, verifiers that others wrote read the log, and a browser finds the entry of a letter
 * and every row.
 */
record CheckWalk(Chromium chromium, RunningReeve reeve, Path data) {
  /** Settings with which nobody waits an hour. */
  static final String SOON =
      """
      server:
        ledger:
          every: 1m
        transparency:
          every: 2s
      """;

  private static final Pattern OPENING = Pattern.compile("check\\.html#(\\S+)");
  private static final Pattern AGAIN = Pattern.compile("Load (it|this page) again");
  private static final int LOADS_MOST = 5;
  private static final String AGREES = "All figures are those that were published";

  /** The town's one decision is counted by the time its links are printed. */
  void newcomer() {
    try (Page page = chromium.page()) {
      page.navigate(reeve.square() + "/transparency/");
      assertThat(Chromium.text(page)).containsPattern("1\\s+account suspended for terrorism");
    }
  }

  void walk(Page holder, Path scratch) throws Exception {
    String opening = opening(holder);
    await();
    Path site = data.resolve("public/transparency");
    VerifierKey key =
        VerifierKey.of(json(site.resolve("ledger/state.json")).path("key").asString());
    recomputed("--data", reeve.square() + "/transparency", "--key", key.toString());
    recomputed("--database", "--data", data.toString());
    others(site, key, scratch);
    inTheBrowser(opening);
  }

  private String opening(Page holder) {
    holder.navigate(reeve.square() + "/me/letters");
    Matcher found = OPENING.matcher(holder.content());
    assertThat(found.find()).as("a letter ends with the address that opens its record").isTrue();
    return found.group(1).replaceAll("[\"<].*", "");
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readAllBytes(file));
  }

  private static JsonNode suspensions(Path file) throws IOException {
    if (Files.exists(file)) {
      for (JsonNode table : json(file).path("tables")) {
        if (table.path("id").asString().equals("suspensions")) {
          return table.path("rows");
        }
      }
    }
    return JsonMapper.shared().createArrayNode();
  }

  /** Page and rows come with a checkpoint. */
  private void await() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(150).toNanos();
    Path site = data.resolve("public/transparency");
    while (true) {
      JsonNode page = suspensions(site.resolve("figures.json"));
      if (!page.isEmpty() && page.equals(suspensions(site.resolve("data/figures.json")))) {
        return;
      }
      assertThat(System.nanoTime()).as("the rows never came to the page").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private void recomputed(String... from) throws Exception {
    List<String> command = new ArrayList<>(List.of("transparency", "recompute"));
    command.addAll(List.of(from));
    RunningReeve.Ended ended = RunningReeve.run(command.toArray(String[]::new));
    assertThat(ended.printed()).contains(AGREES).doesNotContain("LABEL", "PROOF");
    assertThat(ended.code()).isZero();
  }

  /** Of a copy, since the log goes on meanwhile. */
  private static void others(Path site, VerifierKey key, Path scratch) throws Exception {
    Path log = copy(site.resolve("ledger"), scratch.resolve("ledger"));
    ForeignVerifiers foreign = ForeignVerifiers.in(scratch);
    assertThat(foreign.go(log, key, "")).matches("good: \\d+ entries");
    var audit = new Audit(new FileShelf(log), Audit.believing(key));
    Path rows;
    try (var files = Files.list(site.resolve("data"))) {
      rows = files.filter(it -> it.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    Proof[] proofs =
        Files.readAllLines(rows).stream()
            .limit(20)
            .map(line -> JsonMapper.shared().readTree(line).path("index").asLong())
            .map(audit::prove)
            .toArray(Proof[]::new);
    assertThat(proofs).isNotEmpty();
    assertThat(foreign.npm(key, proofs)).hasSize(proofs.length).containsOnly("good");
    for (Proof proof : proofs) {
      foreign.sigstore(proof);
    }
  }

  /** The checkpoint first: what it signs is there already. */
  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve("checkpoint"), to.resolve("checkpoint"));
    try (var files = Files.walk(from.resolve("tile"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  private void inTheBrowser(String opening) {
    try (Page page = chromium.page()) {
      page.navigate(reeve.square() + "/transparency/");
      page.navigate(reeve.square() + "/transparency/check.html");
      page.locator("#opening").fill(opening);
      page.locator("#find").click();
      page.locator("#end.good").waitFor();
      checkRows(page);
    }
  }

  /** As people do: where a checkpoint came meanwhile, the page asks to be loaded again. */
  private static void checkRows(Page page) {
    String told;
    int loads = 0;
    do {
      page.reload();
      page.locator("#rows").click();
      page.locator("#end:not(:empty)").waitFor();
      told = page.locator("body").innerText();
    } while (AGAIN.matcher(told).find() && ++loads < LOADS_MOST);
    assertThat(page.locator("#end").getAttribute("class")).as(told).isEqualTo("good");
  }
}
