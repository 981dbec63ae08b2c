package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reeve.signals.media.BankEntry.Severity;
import reeve.signals.media.HashBank.Discarded;
import reeve.signals.media.HashBank.Matched;
import reeve.signals.media.HashBank.Put;
import reeve.signals.media.Picture.Decoded;

/** A bank finds pictures again, and says what it knows of them. */
final class HashBankTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final PictureReader READER = new PictureReader(PictureLimits.STANDARD);

  private static final PictureHash PICTURE =
      ((Decoded) READER.read(Pictures.file(Pictures.discs(5, 400, 300), "png"))).hash();

  private final HashBank bank = new HashBank();

  @Test
  void aPictureIsFoundThoughItWasTurned() {
    bank.put(entry(PICTURE.turns().get(Turn.MIRRORED), "flag"));
    var matched = (Matched) bank.lookUp(PICTURE, NOW, 10);
    assertThat(matched.more()).isFalse();
    assertThat(matched.matches()).hasSize(1);
    PictureMatch match = matched.matches().getFirst();
    assertThat(match.distance()).isZero();
    assertThat(match.turn()).isEqualTo(Turn.MIRRORED);
    assertThat(match.quality()).isEqualTo(PICTURE.quality());
    assertThat(match.entry().labels()).containsExactly("flag");
  }

  @Test
  void theNearestComeFirstAndWhatIsCutOffIsSaid() {
    var random = new Random(1);
    for (int flips = 1; flips < 30; flips++) {
      bank.put(entry(PdqSetTest.near(PICTURE.hash(), random, flips), "flag"));
    }
    var matched = (Matched) bank.lookUp(PICTURE, NOW, 5);
    assertThat(matched.matches()).hasSize(5);
    assertThat(matched.matches()).extracting(PictureMatch::distance).isSorted();
    assertThat(matched.matches().getFirst().distance()).isEqualTo(1);
    assertThat(matched.more()).isTrue();
  }

  @Test
  void aFlatPictureIsLookedUpNowhere() {
    var flat = new PictureHash(PictureHash.DISCARDED, PICTURE.turns());
    bank.put(entry(flat.hash(), "flag"));
    assertThat(bank.lookUp(flat, NOW, 10)).isEqualTo(new Discarded(49));
    assertThat(bank.lookUp(new PictureHash(50, PICTURE.turns()), NOW, 10))
        .isInstanceOf(Matched.class);
  }

  @Test
  void whatExpiredMatchesNothingAndCanBeTakenAway() {
    BankEntry kept = entry(PICTURE.hash(), "flag");
    BankEntry ending =
        new BankEntry(
            kept.hash(), kept.labels(), kept.severity(), "A town", NOW, NOW.plusSeconds(9), 0, 0);
    bank.put(ending);
    assertThat(((Matched) bank.lookUp(PICTURE, NOW.plusSeconds(8), 10)).matches()).hasSize(1);
    assertThat(((Matched) bank.lookUp(PICTURE, NOW.plusSeconds(9), 10)).matches()).isEmpty();
    assertThat(bank.expire(NOW.plusSeconds(8))).isEmpty();
    assertThat(bank.expire(NOW.plusSeconds(9))).containsExactly(ending);
    assertThat(bank.size()).isZero();
    assertThat(bank.remove(ending.hash())).isFalse();
  }

  @Test
  void filesAreFoundByWhatTheyExactlyAre() {
    Digests file = Digests.of(new byte[] {1, 2, 3});
    bank.put(entry(file.md5(), "song"));
    bank.put(entry(file.sha256(), "song"));
    assertThat(bank.lookUp(file, NOW)).hasSize(2);
    assertThat(bank.lookUp(Digests.of(new byte[] {1, 2}), NOW)).isEmpty();
  }

  @Test
  void votesAreCountedAndEntriesOfOneHashAreOne() {
    BankEntry entry = entry(PICTURE.hash(), "flag");
    assertThat(bank.agree(entry.hash())).isNull();
    assertThat(bank.put(entry)).isEqualTo(Put.ADDED);
    assertThat(bank.put(entry(PICTURE.hash(), "banner"))).isEqualTo(Put.MERGED);
    bank.agree(entry.hash());
    bank.agree(entry.hash());
    BankEntry now = bank.disagree(entry.hash());
    assertThat(now.agreed()).isEqualTo(2);
    assertThat(now.disagreed()).isEqualTo(1);
    assertThat(now.labels()).containsExactly("banner", "flag");
    SortedSet<String> many = new TreeSet<>();
    IntStream.range(0, 49).forEach(i -> many.add("label " + i));
    assertThat(
            bank.put(new BankEntry(PICTURE.hash(), many, Severity.INFO, "A town", NOW, null, 0, 0)))
        .isEqualTo(Put.REFUSED);
    assertThat(bank.find(PICTURE.hash())).isEqualTo(now);
  }

  @Test
  void aWholeBankIsIndexed() {
    var random = new Random(2);
    bank.putAll(
        Stream.concat(
                PdqSetTest.hashes(random, PdqSet.UNSETTLED).stream(), Stream.of(PICTURE.hash()))
            .map(hash -> entry(hash, "flag")));
    assertThat(((Matched) bank.lookUp(PICTURE, NOW, 10)).matches()).hasSize(1);
    assertThat(bank.entries()).hasSize(bank.size());
  }

  private static BankEntry entry(Hash hash, String label) {
    return new BankEntry(
        hash, new TreeSet<>(List.of(label)), Severity.WARNING, "A town", NOW, null, 0, 0);
  }
}
