package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static reeve.ledger.log.StoreContract.entries;
import static reeve.ledger.log.StoreContract.refuses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.Fault;
import reeve.ledger.Finding;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.Standing;
import reeve.ledger.tree.Consistency;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Prover;
import reeve.ledger.tree.Resource;

class LogTest {
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);

  @TempDir private Path folder;

  @Test
  void entriesGetTheirIndexesAndStandUnderASignedRoot() {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      assertThat(log.publish()).isEqualTo(new Publication.Nothing());
      List<Entry> first = entries(300, 1);
      assertThat(log.append(first)).isZero();
      assertThat(log.append(entries(300, 2))).isEqualTo(300);
      assertThat(log.published()).isEmpty();
      assertThat(log.publish())
          .isInstanceOfSatisfying(
              Publication.Published.class,
              published -> {
                assertThat(published.checkpoint().size()).isEqualTo(600);
                assertThat(published.witnesses()).isEmpty();
              });
      SignedNote note = note("public");
      assertThat(KEY.verifier().standing(note)).isEqualTo(Standing.SIGNED);
      Checkpoint checkpoint = Checkpoint.of(note.text());
      assertThat(checkpoint.origin()).isEqualTo("ledger.example");
      var prover = new Prover(shelf("public"), 600, checkpoint.root());
      assertThat(prover.inclusion(17).entry()).isEqualTo(first.get(17));
      assertThat(fsck(store, "public")).isEmpty();
    }
  }

  @Test
  void aServerThatWasOvertakenDoesNotPublishItsOlderCheckpoint() {
    var memory = new Memory();
    Log slow = Log.open(KEY, memory, memory, Cosigners.NONE);
    slow.append(entries(10, 1));
    Log fast = Log.open(KEY, memory, memory, Cosigners.NONE);
    fast.append(entries(10, 2));
    fast.publish();
    refuses(LedgerProblem.OVERTAKEN, slow::publish);
    refuses(LedgerProblem.OVERTAKEN, () -> slow.append(entries(1, 3)));
    byte[] note = memory.read(new Resource.Checkpoint()).orElseThrow();
    assertThat(Checkpoint.of(SignedNote.of(note).text()).size()).isEqualTo(20);
  }

  @Test
  void twoCopiesOfAStoreOverOneShelfNeverPublishTwoHistories() {
    var shelf = new Memory();
    var one = new Memory();
    var other = new Memory();
    Log.open(KEY, one, shelf, Cosigners.NONE).append(entries(300, 1));
    Log.open(KEY, other, new Memory(), Cosigners.NONE).append(entries(300, 1));
    Log first = Log.open(KEY, one, shelf, Cosigners.NONE);
    Log second = Log.open(KEY, other, shelf, Cosigners.NONE);
    first.append(entries(400, 2));
    second.append(entries(500, 3));
    first.publish();
    var published = new HashMap<>(shelf.files);
    refuses(LedgerProblem.OVERTAKEN, second::publish);
    assertThat(shelf.files).as("no file of it was touched").isEqualTo(published);
    refuses(LedgerProblem.FORKED, () -> Log.open(KEY, other, shelf, Cosigners.NONE));
  }

  @Test
  void whatWasPublishedWhileWitnessesWereAskedIsNotOverwritten() {
    var shelf = new Memory();
    var behind = new Memory();
    var ahead = new Memory();
    for (Memory store : List.of(behind, ahead)) {
      Log.resume(KEY, store, new Memory(), Cosigners.NONE).append(entries(10, 1));
    }
    Log late =
        Log.resume(
            KEY,
            behind,
            shelf,
            new Slow(() -> {
              Log log = Log.resume(KEY, ahead, shelf, Cosigners.NONE);
              log.append(entries(10, 2));
              log.publish();
            }));
    late.append(entries(20, 3));
    refuses(LedgerProblem.OVERTAKEN, late::publish);
    byte[] note = shelf.read(new Resource.Checkpoint()).orElseThrow();
    assertThat(Checkpoint.of(SignedNote.of(note).text()).size()).isEqualTo(20);
  }

  /** Witnesses who sign everything, after something else happened. */
  private record Slow(Runnable meanwhile) implements Cosigners {
    @Override
    public boolean any() {
      return true;
    }

    @Override
    public Set<String> signed(SignedNote note) {
      return Set.of();
    }

    @Override
    public Cosigned ask(SignedNote note, Checkpoint checkpoint, LongFunction<Consistency> proof) {
      meanwhile.run();
      return new Cosigned.Enough(List.of(), Set.of());
    }
  }

  @Test
  void aCheckpointThatIsGoneAndALinkThatDoesNotHoldAreToldByFsck() throws Exception {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      assertThat(fsck(store, "public")).as("nothing is there yet").isEmpty();
      log.append(entries(300, 1));
      log.publish();
      byte[] checkpoint = Files.readAllBytes(folder.resolve("public/checkpoint"));
      Files.write(folder.resolve("public/predecessor"), checkpoint);
      assertThat(fsck(store, "public"))
          .extracting(Finding::fault)
          .containsExactly(Fault.WRONG_LINK);
      Files.delete(folder.resolve("public/predecessor"));
      Files.delete(folder.resolve("public/checkpoint"));
      assertThat(fsck(store, "public"))
          .extracting(Finding::fault)
          .containsExactly(Fault.NO_CHECKPOINT);
    }
  }

  @Test
  void aLogIsCalledAfterABareHost() {
    for (String name : List.of("https://ledger.example", "ledger.example/log", "Ledger.example")) {
      SigningKey key = SigningKey.generate(name, KeyKind.NOTE);
      refuses(
          LedgerProblem.MALFORMED, () -> Log.open(key, new Memory(), new Memory(), Cosigners.NONE));
    }
  }

  @Test
  void aBatchBeyondTheLimitIsRefused() {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      List<Entry> most = entries(Log.LARGEST_BATCH, 1);
      log.append(most);
      List<Entry> more = new ArrayList<>(most);
      more.add(most.getFirst());
      refuses(LedgerProblem.TOO_LARGE, () -> log.append(more));
      assertThat(log.head().size()).isEqualTo(Log.LARGEST_BATCH);
    }
  }

  @Test
  void manyAppendAtOnceAndNoIndexIsGivenTwice() throws Exception {
    try (var store = store("store");
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      List<Entry> at = new ArrayList<>(Collections.nCopies(800, null));
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int seed = thread;
        running.add(
            pool.submit(() -> {
              for (int i = 0; i < 10; i++) {
                List<Entry> batch = entries(10, seed * 100 + i);
                long first = log.append(batch);
                for (int k = 0; k < 10; k++) {
                  assertThat(at.set((int) first + k, batch.get(k))).isNull();
                }
                log.publish();
              }
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      log.publish();
      assertThat(StoreContract.read(store, 0, 800)).isEqualTo(at);
      assertThat(fsck(store, "public")).isEmpty();
      // Of widths that were published on the way only those of tiles not yet full are left.
      assertThat(folder.resolve("public/tile/0/000.p")).doesNotExist();
      assertThat(folder.resolve("public/tile/entries/002.p")).doesNotExist();
      assertThat(folder.resolve("public/tile/0/003.p/32")).exists();
    }
  }

  @Test
  void aStorePutBackBehindTheCheckpointRefusesUntilANewLinkedLogBegins() throws Exception {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(300, 1));
      log.publish();
    }
    copy(folder.resolve("store"), folder.resolve("copy"));
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(300, 2));
      log.publish();
    }
    try (var copy = store("copy")) {
      refuses(LedgerProblem.BEHIND, () -> Log.open(KEY, copy, shelf("public"), Cosigners.NONE));
      assertThat(copy.head().size()).isEqualTo(300);
      assertThat(fsck(copy, "public")).extracting(Finding::fault).contains(Fault.WRONG_STORE);
    }
    byte[] old = shelf("public").read(new Resource.Checkpoint()).orElseThrow();
    SigningKey next = SigningKey.generate("ledger-2.example", KeyKind.NOTE);
    refuses(
        LedgerProblem.MALFORMED,
        () -> {
          Link.begin(KEY, shelf("new"), old);
          return null;
        });
    Link.begin(next, shelf("new"), old);
    try (var store = store("next")) {
      Log log = Log.open(next, store, shelf("new"), Cosigners.NONE);
      assertThat(log.append(entries(5, 3))).isEqualTo(1);
      log.publish();
      assertThat(StoreContract.read(store, 0, 1)).containsExactly(Link.entry(old));
      refuses(
          LedgerProblem.EXISTS,
          () -> {
            Link.begin(next, shelf("new"), old);
            return null;
          });
    }
    try (var store = store("next")) {
      assertThat(Log.open(next, store, shelf("new"), Cosigners.NONE).head().size()).isEqualTo(6);
    }
  }

  @Test
  void aStoreWithAnotherHistoryIsRefused() {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(300, 1));
      log.publish();
    }
    try (var other = store("other")) {
      Log log = Log.open(KEY, other, shelf("elsewhere"), Cosigners.NONE);
      log.append(entries(400, 2));
    }
    try (var other = store("other")) {
      refuses(LedgerProblem.FORKED, () -> Log.open(KEY, other, shelf("public"), Cosigners.NONE));
    }
  }

  @Test
  void aCheckpointOfAnotherKeyOrLogIsRefused() {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(30, 1));
      log.publish();
    }
    try (var store = store("store")) {
      for (String name : List.of("ledger.example", "other.example")) {
        SigningKey other = SigningKey.generate(name, KeyKind.NOTE);
        refuses(
            LedgerProblem.FOREIGN, () -> Log.open(other, store, shelf("public"), Cosigners.NONE));
      }
    }
  }

  @Test
  void damageIsFoundByFsckAndPublishedFilesAreMended() throws Exception {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(700, 1));
      log.publish();
      for (String path : List.of("tile/0/001", "tile/entries/000", "tile/1/000.p/2")) {
        Path file = folder.resolve("public").resolve(path);
        byte[] bytes = Files.readAllBytes(file);
        bytes[40] ^= 2;
        Files.write(file, bytes);
        assertThat(fsck(store, "public")).as(path).isNotEmpty();
        Fsck.mend(KEY.verifier(), store, shelf("public"));
        assertThat(fsck(store, "public")).as(path).isEmpty();
      }
    }
    Path file = folder.resolve("store/entries");
    byte[] bytes = Files.readAllBytes(file);
    bytes[500 * 32] ^= 2;
    Files.write(file, bytes);
    try (var store = store("store")) {
      assertThat(fsck(store, "public")).extracting(Finding::fault).contains(Fault.WRONG_STORE);
      refuses(
          LedgerProblem.FORKED,
          () -> {
            Fsck.mend(KEY.verifier(), store, shelf("public"));
            return null;
          });
    }
  }

  @Test
  void entriesThatWereDamagedBeforeTheyWerePublishedAreNotSigned() throws Exception {
    try (var store = store("store")) {
      Log log = Log.open(KEY, store, shelf("public"), Cosigners.NONE);
      log.append(entries(10, 1));
      log.publish();
      log.append(entries(10, 2));
      Path file = folder.resolve("store/entries");
      byte[] bytes = Files.readAllBytes(file);
      bytes[15 * 32] ^= 2;
      Files.write(file, bytes);
      refuses(LedgerProblem.DAMAGED, log::publish);
      refuses(LedgerProblem.DAMAGED, () -> log.append(entries(1, 3)));
    }
    try (var store = store("store")) {
      refuses(LedgerProblem.DAMAGED, () -> Log.open(KEY, store, shelf("public"), Cosigners.NONE));
    }
    assertThat(Checkpoint.of(note("public").text()).size()).isEqualTo(10);
  }

  private Store store(String name) {
    return FileStore.open(folder.resolve(name));
  }

  private Shelf shelf(String name) {
    return new FileShelf(folder.resolve(name));
  }

  private SignedNote note(String shelf) {
    return SignedNote.of(shelf(shelf).read(new Resource.Checkpoint()).orElseThrow());
  }

  private List<Finding> fsck(Store store, String shelf) {
    return Fsck.check(KEY.verifier(), store, shelf(shelf), 2).told();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
