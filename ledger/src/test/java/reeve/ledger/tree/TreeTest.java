package reeve.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.ledger.Fault;
import reeve.ledger.Finding;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

class TreeTest {
  @Test
  void aTreeWithoutEntriesHasTheHashOfNothing() {
    assertThat(new Edge().root().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void pathsAreSpeltAsInTheSpecification() {
    assertThat(new Resource.Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new Resource.Tile(1, 0, 17).path()).isEqualTo("tile/1/000.p/17");
    assertThat(new Resource.Bundle(273, 112).path()).isEqualTo("tile/entries/273.p/112");
    assertThat(new Resource.Bundle(1000, 256).path()).isEqualTo("tile/entries/x001/000");
  }

  @Test
  void seventyThousandEntriesHaveTheTilesOfTheSpecification() {
    var town = new Town(1, 70_000);
    assertThat(town.files.keySet())
        .contains("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17")
        .contains("tile/2/000.p/1", "tile/entries/272", "tile/entries/273.p/112")
        .doesNotContain("tile/0/273", "tile/1/001", "tile/2/000")
        .hasSize(274 + 2 + 1 + 274);
    assertThat(check(town, town.edge.root())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255, 256, 257, 300, 513, 600})
  void rootsAndProofsAreThoseOfTheModel(int size) {
    var town = new Town(size, size);
    Model model = town.model();
    Hash root = town.edge.root();
    assertThat(root).isEqualTo(hash(model.root(0, size)));
    var prover = new Prover(town, size, root);
    for (int index = 0; index < size; index += size > 300 ? 7 : 1) {
      Prover.Proven proven = prover.inclusion(index);
      assertThat(proven.entry()).isEqualTo(town.entry(index));
      assertThat(proven.inclusion().path()).isEqualTo(hashes(model.path(index, 0, size)));
    }
    for (int from = 1; from < size; from += size > 300 ? 11 : 1) {
      Hash smaller = hash(model.root(0, from));
      Consistency proof = prover.consistency(from, smaller);
      assertThat(proof.path()).isEqualTo(hashes(model.proof(from, 0, size, true)));
    }
    assertThat(prover.consistency(0, Hasher.EMPTY).path()).isEmpty();
    assertThat(prover.consistency(size, root).path()).isEmpty();
    assertThat(check(town, root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 600})
  void aForgedEntryWithAForgedTileIsRefused(int size) {
    for (int index : new int[] {size - 1, size - 40, 3}) {
      var town = new Town(size, size);
      Hash root = town.edge.root();
      forge(town, index);
      assertThatThrownBy(() -> new Prover(town, size, root).inclusion(index))
          .isInstanceOfSatisfying(
              LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.DAMAGED));
      assertThat(check(town, root)).isNotEmpty();
    }
  }

  @Test
  void whoeverAnswersASecondTimeOtherwiseIsNotBelieved() {
    for (int size : new int[] {300, 600}) {
      var town = new Town(size, size);
      Hash root = town.edge.root();
      var forged = new Town(size, size);
      forge(forged, size - 1);
      // Each file as it is the first time and forged from then on; the entries forged at once.
      Set<String> seen = new HashSet<>();
      Tiles turning =
          resource ->
              seen.add(resource.path()) && !(resource instanceof Resource.Bundle)
                  ? town.read(resource)
                  : forged.read(resource);
      assertThat(check(turning, size, root))
          .extracting(Finding::fault)
          .containsExactly(Fault.WRONG_ENTRY);
    }
  }

  /** Writes another entry, and the leaf hash of that into its tile. */
  static void forge(Town town, int index) {
    int at = index / Widths.FULL;
    int width = Widths.width(town.size(), 0, at);
    byte[] bundle = town.files.get(new Resource.Bundle(at, width).path());
    bundle[index % Widths.FULL * Entry.BUNDLED_BYTES + 2] ^= 1;
    byte[] tile = town.files.get(new Resource.Tile(0, at, width).path());
    new Hasher()
        .leaf(bundle, index % Widths.FULL * Entry.BUNDLED_BYTES + 2)
        .into(tile, index % Widths.FULL * Hash.BYTES);
  }

  @Test
  void aFlippedBitAnywhereIsFoundWithItsPlace() {
    var town = new Town(7, 66_000);
    Hash root = town.edge.root();
    var random = new Random(8);
    for (String path : new ArrayList<>(town.files.keySet()).subList(0, 15)) {
      byte[] bytes = town.files.get(path);
      int bit = random.nextInt(bytes.length * 8);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(check(town, root))
          .as(path)
          .anyMatch(f -> f.place().equals(path) || f.words().contains(path));
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    for (String path : List.of("tile/2/000.p/1", "tile/1/000", "tile/1/001.p/1", "tile/0/004")) {
      town.files.get(path)[5] ^= 16;
      assertThat(check(town, root))
          .as(path)
          .anyMatch(f -> f.place().equals(path) || f.words().contains(path));
      town.files.get(path)[5] ^= 16;
    }
    assertThat(check(town, root)).isEmpty();
  }

  @Test
  void aTileCutShortOrMissingIsToldAsSuch() {
    var town = new Town(9, 700);
    Hash root = town.edge.root();
    for (String path : List.copyOf(town.files.keySet())) {
      byte[] whole = town.files.get(path);
      town.files.put(path, java.util.Arrays.copyOf(whole, whole.length - 1));
      assertThat(check(town, root)).extracting(Finding::fault).as(path).contains(Fault.CUT);
      town.files.remove(path);
      assertThat(check(town, root)).extracting(Finding::fault).as(path).contains(Fault.MISSING);
      town.files.put(path, whole);
    }
    assertThat(check(town, root)).isEmpty();
  }

  @Test
  void whereAlmostNothingIsThereTheLookingEnds() {
    long claimed = (1L << 40) + 300;
    // A log that signs a size out of this world, with the edge that this size asks for.
    Tiles few = resource -> resource.path().contains(".p/") ? Optional.of(part(resource)) : NONE;
    assertThat(check(few, claimed, Edge.read(few, claimed).root())).hasSize(Findings.TOLD);
  }

  private static final Optional<byte[]> NONE = Optional.empty();

  private static byte[] part(Resource resource) {
    return switch (resource) {
      case Resource.Tile tile -> new byte[tile.bytes()];
      case Resource.Bundle bundle -> new byte[bundle.bytes()];
      case Resource.Checkpoint _, Resource.Predecessor _, Resource.Find _ -> new byte[0];
    };
  }

  @Test
  void aPartialTileThatIsFullByNowIsReadFromTheFullOne() {
    var town = new Town(3, 300);
    Hash root = town.edge.root();
    town.grow(new Random(4), 300);
    town.files.keySet().removeIf(path -> path.contains("/001.p/"));
    assertThat(check(town, 300, root)).isEmpty();
    assertThat(new Prover(town, 300, root).inclusion(299).entry()).isEqualTo(town.entry(299));
  }

  @Test
  void aTreeThatRewroteItsPastProvesNoConsistency() {
    var town = new Town(5, 600);
    var other = new Town(6, 300);
    var prover = new Prover(town, 600, town.edge.root());
    assertThatThrownBy(() -> prover.consistency(300, other.edge.root()))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.FORKED));
  }

  @Test
  void proofsBelongToTheirIndexSizeAndRoot() {
    var town = new Town(10, 300);
    Hash root = town.edge.root();
    Inclusion proof = new Prover(town, 300, root).inclusion(17).inclusion();
    assertThat(proof.proves(town.entry(17), root)).isTrue();
    assertThat(proof.proves(town.entry(18), root)).isFalse();
    assertThat(new Inclusion(16, 300, proof.path()).proves(town.entry(17), root)).isFalse();
    assertThat(new Inclusion(17, 30, proof.path()).proves(town.entry(17), root)).isFalse();
    List<Hash> longer = new ArrayList<>(proof.path());
    longer.add(root);
    assertThat(new Inclusion(17, 300, longer).proves(town.entry(17), root)).isFalse();
    assertThat(new Inclusion(17, 300, proof.path().subList(0, 8)).proves(town.entry(17), root))
        .isFalse();
    assertThat(new Consistency(20, 300, List.of()).proves(root, root)).isFalse();
    assertThat(new Consistency(0, 300, List.of()).proves(root, root)).isFalse();
    assertThat(new Consistency(300, 300, List.of()).proves(Hasher.EMPTY, root)).isFalse();
  }

  @Test
  void hashesAreReadAsTheyAreSpelt() {
    Hash hash = Hash.at(HexFormat.of().parseHex("00ff".repeat(16)), 0);
    assertThat(Hash.ofBase64(hash.base64())).isEqualTo(hash);
    assertThat(Hash.ofHex(hash.hex())).isEqualTo(hash);
    for (String wrong : List.of("", "AA==", hash.base64() + "A", hash.base64().replace('=', 'A'))) {
      assertThatThrownBy(() -> Hash.ofBase64(wrong)).isInstanceOf(LedgerException.class);
    }
    // Another spelling of the same bits would make two texts of one note.
    String loose = hash.base64().replaceFirst("8=$", "9=");
    assertThatThrownBy(() -> Hash.ofBase64(loose)).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> Hash.ofHex("12")).isInstanceOf(LedgerException.class);
  }

  private static List<Finding> check(Town town, Hash root) {
    return check(town, town.size(), root);
  }

  private static List<Finding> check(Tiles town, long size, Hash root) {
    var findings = new Findings();
    TreeCheck.check(town, size, root, 2, findings);
    return findings.told();
  }

  private static Hash hash(byte[] bytes) {
    return Hash.at(bytes, 0);
  }

  private static List<Hash> hashes(List<byte[]> path) {
    return path.stream().map(TreeTest::hash).toList();
  }
}
