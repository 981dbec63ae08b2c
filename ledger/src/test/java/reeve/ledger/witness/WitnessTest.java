package reeve.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.Fault;
import reeve.ledger.Finding;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.audit.Audit;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Log;
import reeve.ledger.log.Publication;
import reeve.ledger.log.Store;
import reeve.ledger.log.StoreContract;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.Standing;
import reeve.ledger.tree.Hasher;
import reeve.ledger.tree.Prover;
import reeve.ledger.tree.Resource;

/** Two witnesses, each a server of its own, and logs that ask them. */
class WitnessTest {
  private static final SigningKey LOG = SigningKey.generate("ledger.example", KeyKind.NOTE);
  private static final List<SigningKey> KEYS =
      List.of(
          SigningKey.generate("one.example", KeyKind.COSIGNATURE),
          SigningKey.generate("two.example", KeyKind.COSIGNATURE));

  @TempDir private Path folder;
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<WitnessServer> servers = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private Policy policy;

  @BeforeEach
  void start() {
    var text = new StringBuilder("log " + LOG.verifier() + "\n");
    for (int i = 0; i < 2; i++) {
      witnesses.add(witness(i));
      servers.add(
          WitnessServer.start(
              witnesses.get(i), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
      text.append("witness w" + i + " " + KEYS.get(i).verifier());
      text.append(" http://127.0.0.1:" + servers.get(i).port() + "\n");
    }
    policy = Policy.of(text + "group both all w0 w1\nquorum both\n");
  }

  private Witness witness(int i) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new Witness(KEYS.get(i), List.of(LOG.verifier()), folder.resolve("w" + i), clock);
  }

  @AfterEach
  void stop() {
    servers.forEach(WitnessServer::close);
    witnesses.forEach(Witness::close);
  }

  private Log log(Store store, String name) {
    return Log.open(LOG, store, shelf(name), new Witnesses(policy));
  }

  private Store store(String name) {
    return FileStore.open(folder.resolve(name).resolve("store"));
  }

  private FileShelf shelf(String name) {
    return new FileShelf(folder.resolve(name).resolve("public"));
  }

  private SignedNote note(String name) {
    return SignedNote.of(shelf(name).read(new Resource.Checkpoint()).orElseThrow());
  }

  @Test
  void aCheckpointThatBothCosignedIsPublished() {
    try (var store = store("a")) {
      Log log = log(store, "a");
      for (int i = 1; i <= 3; i++) {
        log.append(StoreContract.entries(200, i));
        assertThat(log.publish())
            .isInstanceOfSatisfying(
                Publication.Published.class,
                published ->
                    assertThat(published.witnesses()).containsExactlyInAnyOrder("w0", "w1"));
      }
      assertThat(policy.witnessed(note("a"))).isTrue();
      var report = new Audit(shelf("a"), policy).verify(Optional.empty(), 1);
      assertThat(report.findings().told()).isEmpty();
      assertThat(report.believed().orElseThrow().witnesses()).containsExactlyInAnyOrder("w0", "w1");
    }
    // A log that was opened again asks with what it published; the page knows who signed.
    try (var store = store("a")) {
      assertThat(log(store, "a").published().orElseThrow().witnesses()).hasSize(2);
    }
  }

  @Test
  void withoutTheQuorumTheCheckpointBeforeStays() {
    try (var store = store("a")) {
      Log log = log(store, "a");
      log.append(StoreContract.entries(20, 1));
      log.publish();
      servers.get(1).close();
      log.append(StoreContract.entries(20, 2));
      assertThat(log.publish())
          .isInstanceOfSatisfying(
              Publication.Withheld.class,
              withheld -> {
                assertThat(withheld.checkpoint().size()).isEqualTo(40);
                assertThat(withheld.refusals())
                    .extracting(Cosigners.Refusal::witness)
                    .containsExactly("w1");
              });
      assertThat(Checkpoint.of(note("a").text()).size()).isEqualTo(20);
      assertThat(log.published().orElseThrow().checkpoint().size()).isEqualTo(20);
      assertThat(log.append(StoreContract.entries(20, 3))).isEqualTo(40);
    }
    // Opening again is no way around it; the entries are kept.
    try (var store = store("a")) {
      Log log = log(store, "a");
      assertThat(log.head().size()).isEqualTo(60);
      assertThat(Checkpoint.of(note("a").text()).size()).isEqualTo(20);
      // One witness of the two is enough for who asks for any.
      policy = new Policy(policy.logs(), policy.witnesses(), new Policy.Quorum.One("w0"));
    }
    try (var store = store("a")) {
      assertThat(log(store, "a").published().orElseThrow().witnesses()).containsExactly("w0");
      assertThat(Checkpoint.of(note("a").text()).size()).isEqualTo(60);
    }
  }

  @Test
  void theWitnessesDetectASplitView() {
    try (var store = store("a")) {
      Log log = log(store, "a");
      log.append(StoreContract.entries(300, 1));
      log.publish();
    }
    // The same key, another past: shown to nobody, since the witnesses know the first.
    for (int size : new int[] {200, 300, 500}) {
      String name = "b" + size;
      try (var store = store(name)) {
        Log log = log(store, name);
        log.append(StoreContract.entries(size, 2));
        assertThatThrownBy(log::publish)
            .isInstanceOfSatisfying(
                LedgerException.class,
                e ->
                    assertThat(e.problem())
                        .isEqualTo(size < 300 ? LedgerProblem.BEHIND : LedgerProblem.FORKED));
        assertThatThrownBy(() -> log.append(StoreContract.entries(1, 3)))
            .isInstanceOf(LedgerException.class);
        assertThat(shelf(name).read(new Resource.Checkpoint())).isEmpty();
      }
      try (var store = store(name)) {
        assertThatThrownBy(() -> log(store, name)).isInstanceOf(LedgerException.class);
      }
    }
    // An auditor who is shown an uncosigned checkpoint of it does not believe that.
    try (var store = store("c")) {
      Log log = Log.open(LOG, store, shelf("c"), Cosigners.NONE);
      log.append(StoreContract.entries(400, 4));
      log.publish();
    }
    assertThat(new Audit(shelf("c"), policy).verify(Optional.empty(), 1).findings().told())
        .extracting(Finding::fault)
        .containsExactly(Fault.TOO_FEW_WITNESSES);
  }

  @Test
  void aStoreAndShelfPutBackTogetherAreToldByTheWitnesses() throws Exception {
    try (var store = store("a")) {
      Log log = log(store, "a");
      log.append(StoreContract.entries(300, 1));
      log.publish();
    }
    copy(folder.resolve("a"), folder.resolve("copy"));
    try (var store = store("a")) {
      Log log = log(store, "a");
      log.append(StoreContract.entries(5, 2));
      log.publish();
    }
    try (var store = store("copy")) {
      assertThatThrownBy(() -> log(store, "copy"))
          .isInstanceOfSatisfying(
              LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.BEHIND));
    }
  }

  @Test
  void anAnswerHasTheStatusOfTheSpecification() throws Exception {
    try (var store = store("a")) {
      Log log = log(store, "a");
      log.append(StoreContract.entries(300, 1));
      log.publish();
      SignedNote first = note("a");
      log.append(StoreContract.entries(300, 2));
      log.publish();
      SignedNote second = note("a");
      Checkpoint last = Checkpoint.of(second.text());
      var prover = new Prover(shelf("a"), 600, last.root());
      assertThat(post(new Submission(300, List.of(), first).bytes()))
          .isEqualTo("409 text/x.tlog.size 600\n");
      assertThat(post(new Submission(600, List.of(), second).bytes())).startsWith("200 ");
      assertThat(post(new Submission(600, List.of(last.root()), second).bytes()))
          .startsWith("422 ");
      assertThat(post(new Submission(700, List.of(), second).bytes())).startsWith("400 ");
      SignedNote third = LOG.sign(new Checkpoint("ledger.example", 700, Hasher.EMPTY).text());
      assertThat(post(new Submission(600, prover.consistency(300).path(), third).bytes()))
          .startsWith("422 ");
      SignedNote other = LOG.sign(new Checkpoint("ledger.example", 600, Hasher.EMPTY).text());
      assertThat(post(new Submission(600, List.of(), other).bytes()))
          .isEqualTo("409 text/x.tlog.size 600\n");
      SigningKey stranger = SigningKey.generate("ledger.example", KeyKind.NOTE);
      assertThat(post(new Submission(600, List.of(), stranger.sign(third.text())).bytes()))
          .startsWith("403 ");
      SignedNote unknown = LOG.sign(new Checkpoint("other.example", 7, Hasher.EMPTY).text());
      assertThat(post(new Submission(0, List.of(), unknown).bytes())).startsWith("404 ");
      for (String wrong : List.of("", "old 1\n\n", "old 01\n\n" + first.text(), "old x\n\na")) {
        assertThat(post(wrong.getBytes(StandardCharsets.UTF_8))).startsWith("400 ");
      }
      assertThat(post(new byte[Submission.LARGEST + 1])).startsWith("400 ");
    }
  }

  private String post(byte[] body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + servers.get(0).port() + "/add-checkpoint"))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode()
          + " "
          + answer.headers().firstValue("Content-Type").orElse("")
          + " "
          + answer.body();
    }
  }

  @Test
  void aClockThatGoesBackPutsNoSignatureBeforeAnother() {
    SignedNote note = LOG.sign(new Checkpoint("ledger.example", 1, Hasher.EMPTY).text());
    byte[] body = new Submission(0, List.of(), note).bytes();
    String first = signed(witnesses.get(0).add(body));
    now = now.minusSeconds(3600);
    byte[] again = new Submission(1, List.of(), note).bytes();
    assertThat(signed(witnesses.get(0).add(again))).isEqualTo(first);
    now = now.plusSeconds(7200);
    assertThat(signed(witnesses.get(0).add(again))).isNotEqualTo(first);
  }

  private static String signed(Answer answer) {
    return answer instanceof Answer.Signed signed ? signed.line().line() : answer.toString();
  }

  @Test
  void aWitnessRemembersAndRefusesADamagedMemory() throws Exception {
    SignedNote note = LOG.sign(new Checkpoint("ledger.example", 9, Hasher.EMPTY).text());
    byte[] body = new Submission(0, List.of(), note).bytes();
    assertThat(witnesses.get(0).add(body)).isInstanceOf(Answer.Signed.class);
    assertThatThrownBy(() -> witness(0))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.IN_USE));
    witnesses.get(0).close();
    witnesses.set(0, witness(0));
    assertThat(witnesses.get(0).add(body)).isEqualTo(new Answer.Stale(9));
    Path file;
    try (var files = Files.list(folder.resolve("w0"))) {
      file = files.filter(each -> !each.endsWith("lock")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(file, flipped);
      assertThatThrownBy(() -> witnesses.get(0).add(body))
          .as("byte %d", at)
          .isInstanceOf(LedgerException.class);
    }
  }

  @Test
  void aWitnessThatAnswersNonsenseCountsAsNone() throws Exception {
    for (String said : List.of("200 hello", "200 ", "409 soon", "409 0", "500 x", "422 no")) {
      int status = Integer.parseInt(said.substring(0, 3));
      byte[] body = said.substring(4).getBytes(StandardCharsets.UTF_8);
      HttpServer broken =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      broken.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      broken.start();
      try {
        Policy alone =
            Policy.of(
                "witness w "
                    + KEYS.get(0).verifier()
                    + " http://127.0.0.1:"
                    + broken.getAddress().getPort()
                    + "/\nquorum w\n");
        SignedNote note = LOG.sign(new Checkpoint("ledger.example", 5, Hasher.EMPTY).text());
        assertThat(
                new Witnesses(alone)
                    .ask(
                        note,
                        Checkpoint.of(note.text()),
                        from -> new reeve.ledger.tree.Consistency(from, 5, List.of())))
            .as(said)
            .isInstanceOf(Cosigners.Cosigned.TooFew.class);
      } finally {
        broken.stop(0);
      }
    }
    assertThatThrownBy(
            () -> new Witnesses(Policy.of("witness w " + KEYS.get(0).verifier() + "\nquorum w\n")))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void aWitnessThatStopsInTheMiddleOfItsAnswerCountsAsNone() throws Exception {
    var end = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("half a line".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    hanging.start();
    try (var store = store("a")) {
      Policy alone =
          Policy.of(
              "witness w "
                  + KEYS.get(0).verifier()
                  + " http://127.0.0.1:"
                  + hanging.getAddress().getPort()
                  + "/\nquorum w\n");
      Log log = Log.resume(LOG, store, shelf("a"), new Witnesses(alone, Duration.ofMillis(500)));
      log.append(StoreContract.entries(5, 1));
      assertThat(log.publish())
          .isInstanceOfSatisfying(
              Publication.Withheld.class,
              withheld ->
                  assertThat(withheld.refusals())
                      .singleElement()
                      .extracting(Cosigners.Refusal::words)
                      .asString()
                      .contains("no whole answer"));
    } finally {
      end.countDown();
      hanging.stop(0);
    }
  }

  @Test
  void whoSignedStandsInTheNote() {
    SignedNote note = LOG.sign(new Checkpoint("ledger.example", 1, Hasher.EMPTY).text());
    SignedNote cosigned = note.with(List.of(KEYS.get(0).cosign(note.text(), 5)));
    assertThat(KEYS.get(0).verifier().standing(cosigned)).isEqualTo(Standing.SIGNED);
    assertThat(new Witnesses(policy).signed(cosigned)).containsExactly("w0");
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
