package reeve.ledger.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Proof;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Log;
import reeve.ledger.log.Shelf;
import reeve.ledger.log.StoreContract;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Bundles;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Hasher;
import reeve.ledger.tree.Resource;

/** What verifiers that nobody here wrote say of a log. */
class ForeignVerifiersIT {
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);
  private static final SigningKey WITNESS =
      SigningKey.generate("witness.example", KeyKind.COSIGNATURE);

  @TempDir private static Path tools;
  private static ForeignVerifiers foreign;

  @TempDir private Path folder;

  @BeforeAll
  static void build() throws Exception {
    foreign = ForeignVerifiers.in(tools);
  }

  private Shelf grown(int... sizes) {
    Shelf shelf = new FileShelf(folder.resolve("public"));
    try (var store = FileStore.open(folder.resolve("store"))) {
      Log log = Log.open(KEY, store, shelf, Cosigners.NONE);
      for (int size : sizes) {
        while (log.head().size() < size) {
          int more = (int) Math.min(Log.LARGEST_BATCH, size - log.head().size());
          log.append(StoreContract.entries(more, log.head().size()));
        }
        log.publish();
      }
    }
    return shelf;
  }

  private String go(String earlier, String... cosigners) throws Exception {
    return foreign.go(folder.resolve("public"), KEY.verifier(), earlier, cosigners);
  }

  private List<String> npm(Proof... proofs) throws Exception {
    return foreign.npm(KEY.verifier(), proofs);
  }

  private static SignedNote note(Shelf shelf) {
    return SignedNote.of(shelf.read(new Resource.Checkpoint()).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 300, 600, 66_000})
  void allOfThemBelieveAnHonestLog(int size) throws Exception {
    Path early = folder.resolve("early");
    Files.write(early, note(grown(Math.max(1, size / 2))).bytes());
    Shelf shelf = grown(size);
    assertThat(go(early.toString())).isEqualTo("good: " + size + " entries");
    var audit = new Audit(shelf, Audit.believing(KEY.verifier()));
    Proof[] proofs = Stream.of(0, size / 3, size - 1).map(audit::prove).toArray(Proof[]::new);
    assertThat(npm(proofs)).containsExactly("good", "good", "good");
    for (Proof proof : proofs) {
      foreign.sigstore(proof);
    }
  }

  @Test
  void goBelievesThatALogContinues() throws Exception {
    Shelf shelf = grown(300);
    Path early = Files.write(folder.resolve("early"), note(shelf).bytes());
    grown(600, 3000);
    assertThat(go(early.toString())).isEqualTo("good: 3000 entries");
    Checkpoint other = new Checkpoint("ledger.example", 300, Hasher.EMPTY);
    Files.write(early, KEY.sign(other.text()).bytes());
    assertThat(go(early.toString())).startsWith("refused:");
  }

  @Test
  void goBelievesACosignature() throws Exception {
    Shelf shelf = grown(300);
    SignedNote note = note(shelf);
    SignedNote cosigned = note.with(List.of(WITNESS.cosign(note.text(), 1_800_000_000)));
    shelf.put(Map.of(new Resource.Checkpoint(), cosigned.bytes()));
    assertThat(go("", WITNESS.verifier().toString())).isEqualTo("good: 300 entries");
    assertThat(go("")).isEqualTo("good: 300 entries");
    SignedNote forged =
        note.with(List.of(WITNESS.cosign(note.text().replace("300", "301"), 1_800_000_000)));
    shelf.put(Map.of(new Resource.Checkpoint(), forged.bytes()));
    assertThat(go("", WITNESS.verifier().toString())).startsWith("refused:");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 600})
  void allOfThemRefuseAForgedEntryWithAForgedTile(int size) throws Exception {
    Shelf shelf = grown(size);
    int index = size - 7;
    Proof honest = new Audit(shelf, Audit.believing(KEY.verifier())).prove(index);
    Proof neighbour = new Audit(shelf, Audit.believing(KEY.verifier())).prove(index - 1);
    Entry forged = StoreContract.entries(1, 99).getFirst();
    Hash leaf = new Hasher().leaf(forged);

    int width = size % 256;
    var bundle = new Resource.Bundle(size / 256, width);
    byte[] entries = shelf.read(bundle).orElseThrow();
    byte[] one = Bundles.of(forged.commitment().bytes(), 0, 1);
    System.arraycopy(one, 0, entries, index % 256 * one.length, one.length);
    var tile = new Resource.Tile(0, size / 256, width);
    byte[] hashes = shelf.read(tile).orElseThrow();
    leaf.into(hashes, index % 256 * Hash.BYTES);
    shelf.put(Map.of(bundle, entries, tile, hashes));
    assertThat(go("")).startsWith("refused:");

    // The path of the entry itself is as it was; that of its neighbour holds the forged leaf.
    var alone = new Proof(forged, index, honest.path(), honest.checkpoint());
    List<Hash> path = new ArrayList<>(neighbour.path());
    assertThat(path.set(0, leaf)).isEqualTo(new Hasher().leaf(honest.entry()));
    var beside = new Proof(neighbour.entry(), index - 1, path, neighbour.checkpoint());
    assertThat(npm(honest, alone, beside))
        .satisfiesExactly(
            said -> assertThat(said).isEqualTo("good"),
            said -> assertThat(said).startsWith("refused:"),
            said -> assertThat(said).startsWith("refused:"));
    for (Proof proof : List.of(alone, beside)) {
      assertThatThrownBy(() -> foreign.sigstore(proof))
          .isInstanceOf(InclusionProofVerificationException.class);
    }
  }

  @Test
  void theyRefuseACheckpointOfAnotherKey() throws Exception {
    Shelf shelf = grown(300);
    SigningKey other = SigningKey.generate("ledger.example", KeyKind.NOTE);
    Proof honest = new Audit(shelf, Audit.believing(KEY.verifier())).prove(4);
    SignedNote theirs = other.sign(note(shelf).text());
    var proof = new Proof(honest.entry(), 4, honest.path(), theirs);
    assertThat(npm(honest, proof).get(1)).startsWith("refused:");
    shelf.put(Map.of(new Resource.Checkpoint(), theirs.bytes()));
    assertThat(go("")).startsWith("refused:");
  }
}
