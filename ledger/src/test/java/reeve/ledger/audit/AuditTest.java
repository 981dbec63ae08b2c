package reeve.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.Fault;
import reeve.ledger.Finding;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Link;
import reeve.ledger.log.Log;
import reeve.ledger.log.StoreContract;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;

class AuditTest {
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);

  @TempDir private Path folder;
  private final Policy policy = Audit.believing(KEY.verifier());
  private SignedNote early;

  @BeforeEach
  void grow() {
    grow("a", 300, 1);
    early = note("a");
    grow("a", 300, 2);
  }

  private void grow(String name, int count, long seed) {
    try (var store = FileStore.open(folder.resolve(name + "/store"))) {
      Log log = Log.open(KEY, store, shelf(name), Cosigners.NONE);
      log.append(StoreContract.entries(count, seed));
      log.publish();
    }
  }

  private FileShelf shelf(String name) {
    return new FileShelf(folder.resolve(name + "/public"));
  }

  private SignedNote note(String name) {
    return SignedNote.of(shelf(name).read(new Resource.Checkpoint()).orElseThrow());
  }

  private List<Finding> verify(Tiles tiles, Policy by, SignedNote seen) {
    return new Audit(tiles, by).verify(Optional.ofNullable(seen), 2).findings().told();
  }

  @Test
  void aGoodLogIsGood() {
    var report = new Audit(shelf("a"), policy).verify(Optional.of(early), 2);
    assertThat(report.findings().told()).isEmpty();
    assertThat(report.believed().orElseThrow().checkpoint().size()).isEqualTo(600);
    assertThat(report.believed().orElseThrow().witnesses()).isEmpty();
  }

  @Test
  void anotherKeyAForgedSignatureAndNoCheckpointAreToldApart() throws Exception {
    SigningKey other = SigningKey.generate("ledger.example", KeyKind.NOTE);
    assertThat(verify(shelf("a"), Audit.believing(other.verifier()), null))
        .extracting(Finding::fault)
        .containsExactly(Fault.OTHER_KEY);
    Path file = folder.resolve("a/public/checkpoint");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\n600\n", "\n601\n"));
    assertThat(verify(shelf("a"), policy, null))
        .extracting(Finding::fault)
        .containsExactly(Fault.BAD_SIGNATURE);
    Files.writeString(file, "600\n");
    assertThat(verify(shelf("a"), policy, null))
        .extracting(Finding::fault)
        .containsExactly(Fault.MALFORMED);
    Files.delete(file);
    assertThat(verify(shelf("a"), policy, null))
        .extracting(Finding::fault)
        .containsExactly(Fault.NO_CHECKPOINT);
  }

  @Test
  void anOlderCheckpointIsToldAsSuch() {
    SignedNote late = note("a");
    assertThat(verify(shelf("a"), policy, late)).isEmpty();
    shelf("a").put(java.util.Map.of(new Resource.Checkpoint(), early.bytes()));
    assertThat(verify(shelf("a"), policy, late))
        .extracting(Finding::fault)
        .containsExactly(Fault.OLDER);
    assertThat(verify(shelf("a"), policy, null)).isEmpty();
  }

  @Test
  void twoHistoriesUnderOneKeyAreSplit() {
    grow("b", 300, 77);
    grow("b", 500, 2);
    assertThat(verify(shelf("b"), policy, early))
        .extracting(Finding::fault)
        .containsExactly(Fault.SPLIT);
    assertThat(verify(shelf("b"), policy, null)).isEmpty();
    SigningKey other = SigningKey.generate("other.example", KeyKind.NOTE);
    assertThat(verify(shelf("a"), policy, other.sign(early.text())))
        .extracting(Finding::fault)
        .containsExactly(Fault.OTHER_KEY);
  }

  @Test
  void aProofStandsAloneAndForNothingElse() {
    Proof proof = new Audit(shelf("a"), policy).prove(299);
    Proof read = Proof.of(proof.bytes());
    assertThat(read).isEqualTo(proof);
    assertThat(read.check(read.entry(), policy).told()).isEmpty();
    var another = StoreContract.entries(1, 9).getFirst();
    assertThat(read.check(another, policy).told())
        .extracting(Finding::fault)
        .containsExactly(Fault.WRONG_ENTRY);
    SigningKey other = SigningKey.generate("ledger.example", KeyKind.NOTE);
    assertThat(read.check(read.entry(), Audit.believing(other.verifier())).told())
        .extracting(Finding::fault)
        .containsExactly(Fault.OTHER_KEY);
    assertThatThrownBy(() -> new Audit(shelf("a"), policy).prove(600))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.NONE));
    assertThatThrownBy(() -> Proof.of(new byte[3])).isInstanceOf(LedgerException.class);
  }

  @Test
  void aLinkedLogCommitsToTheOneBefore() throws Exception {
    SigningKey next = SigningKey.generate("ledger-2.example", KeyKind.NOTE);
    Link.begin(next, shelf("next"), note("a").bytes());
    try (var store = FileStore.open(folder.resolve("next/store"))) {
      Log.open(next, store, shelf("next"), Cosigners.NONE);
    }
    Policy trusted = Audit.believing(next.verifier());
    assertThat(verify(shelf("next"), trusted, null)).isEmpty();
    shelf("next").put(java.util.Map.of(new Resource.Predecessor(), early.bytes()));
    assertThat(verify(shelf("next"), trusted, null))
        .extracting(Finding::fault)
        .containsExactly(Fault.WRONG_LINK);
  }

  @Test
  void aLogThatSaysItIsEndlessIsNotRead() {
    assertThatThrownBy(() -> new Audit(shelf("a"), policy).verify(Optional.empty(), 1, 599))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.TOO_LARGE));
    assertThat(new Audit(shelf("a"), policy).verify(Optional.empty(), 1, 600).findings().told())
        .isEmpty();
  }

  @Test
  void aServerThatStopsInTheMiddleOfAFileIsNotWaitedFor() throws Exception {
    var end = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    hanging.start();
    try {
      var tiles =
          new WebTiles(
              URI.create("http://127.0.0.1:" + hanging.getAddress().getPort()),
              Duration.ofMillis(300));
      assertThatThrownBy(() -> tiles.read(new Resource.Checkpoint()))
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.problem()).isEqualTo(LedgerProblem.UNAVAILABLE))
          .hasMessageContaining("no whole answer");
    } finally {
      end.countDown();
      hanging.stop(0);
    }
  }

  @Test
  void aLogIsCheckedOverHttpAsItIsInAFolder() throws Exception {
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder.resolve("a/public").toAbsolutePath(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      var tiles = new WebTiles(uri);
      assertThat(verify(tiles, policy, early)).isEmpty();
      assertThat(new Audit(tiles, policy).prove(3).entry())
          .isEqualTo(StoreContract.entries(300, 1).get(3));
      Files.write(folder.resolve("a/public/tile/entries/001"), new byte[70_000]);
      assertThatThrownBy(() -> verify(tiles, policy, null))
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.problem()).isEqualTo(LedgerProblem.UNAVAILABLE));
    } finally {
      server.stop(0);
    }
  }
}
