package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.audit.Opening;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Log;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.square.web.Paths;

/** The page that checks the log in a browser, over a log of 1,000 entries, good and tampered. */
final class CheckPageIT {
  private static final int SIZE = 1_000;
  private static final int LETTER = 300;
  private static final int ROWS = 3;
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "json", "application/json");

  @TempDir private Path folder;
  private final SigningKey key = SigningKey.generate("square.example", KeyKind.NOTE);
  private HttpServer server;
  private String word = "";

  /** One for all: each test has windows of its own. */
  private static Chromium chromium;

  @BeforeAll
  static void open() {
    chromium = Chromium.start(true);
  }

  @AfterAll
  static void close() {
    chromium.close();
  }

  @BeforeEach
  void publish() throws Exception {
    for (String name : List.of("check.html", "check.js", "figures.css", "icon.svg")) {
      try (var in = CheckPageIT.class.getResourceAsStream("/server/transparency/" + name)) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
    Path ledger = Files.createDirectory(folder.resolve("ledger"));
    word = word("{\"origin\":\"live\"}", 1);
    Opening letter = Opening.of(word);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      entries.add(new Entry(new Hash(i, i, i, i)));
    }
    entries.set(LETTER, letter.entry());
    var rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      String half =
          "{\"action\":\"suspend\",\"day\":\"2026-11-0%1$d\",\"found\":\"proactive\",\"kind\":\"enforcement.carried-out/2\",\"origin\":\"%2$s\",\"policy\":\"spam\",\"who\":\"w%1$d\"}"
              .formatted(i + 1, i == 0 ? "imported" : "live");
      Opening row = Opening.of(word(half, 7 + i));
      entries.set(500 + 200 * i, row.entry());
      rows.append(
          "{\"index\":%d,\"kind\":\"enforcement.carried-out/2\",\"day\":\"2026-11-0%d\",\"who\":\"w%d\",\"clause\":\"spam\",\"source\":\"proactive\",\"public\":\"%s\",\"salt\":\"%s\",\"rest\":\"%s\"}%n"
              .formatted(
                  500 + 200 * i,
                  i + 1,
                  i + 1,
                  half.replace("\"", "\\\""),
                  salt(7 + i),
                  rest(7 + i)));
    }
    try (var store = FileStore.open(folder.resolve("store"))) {
      Log log = Log.open(key, store, new FileShelf(ledger), Cosigners.NONE);
      log.append(entries);
      log.publish();
    }
    Files.createDirectory(ledger.resolve("find"));
    Files.writeString(
        ledger.resolve("find/" + letter.locator().substring(0, 3) + ".json"),
        "{\"%s\":\"%016x\"}".formatted(letter.locator(), letter.mask() ^ LETTER));
    Files.writeString(
        ledger.resolve("state.json"),
        "{\"state\":\"running\",\"prefix\":\"\",\"key\":\"%s\",\"witnesses\":[]}"
            .formatted(key.verifier()));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("2026-11.jsonl"), rows);
    Files.writeString(
        data.resolve("index.json"),
        "{\"version\":1,\"origin\":\"square.example\",\"size\":%d,\"files\":[{\"name\":\"2026-11.jsonl\",\"rows\":%d}]}"
            .formatted(SIZE, ROWS));
    figures(ROWS - 1);
    serve();
    chromium.troubles().clear();
  }

  /** One account of the rows was imported. */
  private void figures(int suspended) throws IOException {
    figures("data/figures.json", suspended);
    figures("figures.json", suspended);
  }

  private void figures(String name, int suspended) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "{\"origin\":\"square.example\",\"size\":%1$d,\"tables\":[{\"id\":\"suspensions\",\"rows\":[[\"live\",\"all\",\"2026-11-02\",%2$d,%2$d,0,0],[\"imported\",\"all\",\"2026-11-01\",1,1,0,0]]}]}"
            .formatted(SIZE, suspended));
  }

  @AfterEach
  void stop() {
    chromium.browser().contexts().forEach(BrowserContext::close);
    server.stop(0);
  }

  private static String salt(int seed) {
    return "%02x".formatted(seed).repeat(16);
  }

  private static String rest(int seed) {
    return "%02x".formatted(seed + 1).repeat(32);
  }

  private static String word(String half, int seed) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    HexFormat hex = HexFormat.of();
    return base64.encodeToString(hex.parseHex(salt(seed)))
        + "."
        + base64.encodeToString(hex.parseHex(rest(seed)))
        + "."
        + base64.encodeToString(half.getBytes(StandardCharsets.UTF_8));
  }

  /** As the square serves it. */
  private void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/transparency/",
        exchange -> {
          String name = exchange.getRequestURI().getPath().substring("/transparency/".length());
          Path file = folder.resolve(name);
          boolean there = Files.isRegularFile(file);
          byte[] body = there ? Files.readAllBytes(file) : new byte[0];
          var headers = exchange.getResponseHeaders();
          headers.set("Content-Security-Policy", Paths.POLICY);
          headers.set("X-Content-Type-Options", "nosniff");
          headers.set(
              "Content-Type",
              TYPES.getOrDefault(
                  name.substring(name.lastIndexOf('.') + 1),
                  name.endsWith("css") ? "text/css" : "application/octet-stream"));
          exchange.sendResponseHeaders(there ? 200 : 404, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private Page page(String fragment) {
    Page page = chromium.page();
    page.navigate(address(fragment));
    return page;
  }

  private String address(String fragment) {
    return "http://localhost:%d/transparency/check.html%s"
        .formatted(server.getAddress().getPort(), fragment);
  }

  private static String ended(Page page) {
    page.locator("#end:not(:empty)").waitFor();
    return page.locator("#end").innerText() + "\n" + page.locator("#steps").innerText();
  }

  /** Flips a bit in a published file of the log. */
  private void tamper(String name, int at) throws IOException {
    Path file = folder.resolve("ledger").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whoHasALetterSeesEachStepAndThatTheirEntryStands() {
    String told = ended(page("#" + word));
    assertThat(told)
        .contains("stands in the signed log")
        .contains("1,000 entries")
        .contains("entry 300")
        .contains("{\"origin\":\"live\"}")
        .contains("10 hashes lead to the signed root")
        .contains("No witness");
    assertThat(chromium.troubles()).isEmpty();
    assertThat(ended(page("#" + word(".", 5)))).contains("Not found").contains("left out");
    assertThat(ended(page("#nonsense"))).contains("three parts");
  }

  @Test
  void whatWasTamperedWithIsSaidToBeWrong() throws Exception {
    tamper("tile/0/001", 40);
    assertThat(ended(page("#" + word))).contains("not the one that was signed");
    tamper("tile/0/001", 40);
    tamper("tile/entries/001", (LETTER - 256) * 34 + 9);
    assertThat(ended(page("#" + word))).contains("stands something else");
    tamper("tile/entries/001", (LETTER - 256) * 34 + 9);
    assertThat(ended(page("#" + word))).contains("stands in the signed log");
    Path checkpoint = folder.resolve("ledger/checkpoint");
    Files.writeString(checkpoint, Files.readString(checkpoint).replaceFirst("\n1000\n", "\n999\n"));
    assertThat(ended(page("#" + word))).contains("not signed by that key");
  }

  @Test
  void everybodyChecksThePublishedRowsAndWhatIsCountedFromThem() throws Exception {
    assertThat(rows("good"))
        .contains("Every published row stands in the signed log")
        .contains("Each of the 3 rows")
        .contains("follow from these rows")
        .contains("The page shows the same numbers");
    assertThat(chromium.troubles()).isEmpty();

    figures(1);
    assertThat(rows("alarm")).contains("the rows give 2 suspended, the table says 1");
    figures(ROWS - 1);
    figures("figures.json", 9);
    assertThat(rows("alarm"))
        .contains("the page shows other numbers")
        .contains("the rows give 2 suspended, the table says 9");
    figures(ROWS - 1);
    Path rows = folder.resolve("data/2026-11.jsonl");
    String honest = Files.readString(rows);
    Files.writeString(rows, honest.replaceFirst("\"who\":\"w1", "\"who\":\"w9"));
    assertThat(rows("alarm")).contains("is not what stands in the signed log").contains("1 wrong");
    Files.writeString(rows, honest.replaceFirst("\"source\":\"proactive", "\"source\":\"reports"));
    assertThat(rows("alarm")).contains("1 wrong");
  }

  @Test
  void whatCouldNotBeCheckedIsNeverGreen() throws Exception {
    Files.delete(folder.resolve("figures.json"));
    assertThat(rows("open")).contains("could not be checked");
    figures(ROWS - 1);
    Files.delete(folder.resolve("data/figures.json"));
    assertThat(rows("alarm")).contains("the figures that the data set names are not there");
    figures(ROWS - 1);
    try (Page page = chromium.page()) {
      page.addInitScript(
          "crypto.subtle.importKey = () => Promise.reject(new Error('no Ed25519'));");
      page.navigate(address("#" + word));
      page.locator("#end.open").waitFor();
      assertThat(ended(page)).contains("The signature could not be checked in this browser");
      page.locator("#rows").click();
      page.locator("#end.open:has-text('row')").waitFor();
    }
  }

  /** Checks the rows, and expects an end of this class. */
  private String rows(String expected) {
    Page page = page("");
    page.locator("#rows").click();
    String told = ended(page);
    assertThat(page.locator("#end").getAttribute("class")).as(told).isEqualTo(expected);
    return told;
  }
}
