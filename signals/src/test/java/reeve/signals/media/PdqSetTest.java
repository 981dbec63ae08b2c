package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Searches give what comparing with every hash gives. */
final class PdqSetTest {
  private static final int MANY = PdqIndex.SCANNED * 2;

  @Test
  void searchesGiveWhatComparingWithEachGives() {
    var random = new Random(1);
    List<Pdq> hashes = new ArrayList<>(hashes(random, MANY));
    var set = new PdqSet();
    set.addAll(hashes);
    assertThat(set.size()).isEqualTo(hashes.size());
    assertThat(set.unsettled()).isZero();
    for (int i = 0; i < 200; i++) {
      Pdq query = near(hashes.get(random.nextInt(hashes.size())), random, random.nextInt(40));
      int distance = random.nextInt(Pdq.MATCH + 1);
      assertThat(found(set, query, distance)).isEqualTo(model(hashes, query, distance));
    }
  }

  @Test
  void crowdsOfNearlyEqualHashesAreSearchedToo() {
    var random = new Random(2);
    Pdq middle = hash(random);
    Set<Pdq> crowd = new HashSet<>();
    while (crowd.size() < MANY) {
      crowd.add(near(middle, random, random.nextInt(30)));
    }
    var set = new PdqSet();
    set.addAll(crowd);
    for (int i = 0; i < 20; i++) {
      Pdq query = near(middle, random, i);
      assertThat(found(set, query, Pdq.MATCH)).isEqualTo(model(crowd, query, Pdq.MATCH));
      assertThat(found(set, query, 10)).isEqualTo(model(crowd, query, 10));
    }
  }

  @Test
  void eachOfTheBitsMayBeTheOneThatDiffers() {
    var random = new Random(3);
    List<Pdq> hashes = new ArrayList<>(hashes(random, MANY));
    var set = new PdqSet();
    set.addAll(hashes);
    for (int bit = 0; bit < Pdq.BITS; bit++) {
      Pdq hash = hashes.get(bit);
      // 31 bits as evenly as they go: the worst case for chunks.
      long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
      for (int i = 0; i < 31; i++) {
        int flipped = (bit + i * Pdq.BITS / 31) % Pdq.BITS;
        words[flipped / 64] ^= 1L << flipped;
      }
      Pdq query = new Pdq(words[0], words[1], words[2], words[3]);
      assertThat(found(set, query, Pdq.MATCH)).containsEntry(hash, 31);
      assertThat(found(set, query, 30)).doesNotContainKey(hash);
    }
  }

  @Test
  void hashesComeAndGoWithoutANewIndex() {
    var random = new Random(4);
    var set = new PdqSet();
    Set<Pdq> model = hashes(random, MANY);
    set.addAll(model);
    List<Pdq> known = new ArrayList<>(model);
    for (int i = 0; i < 3_000; i++) {
      Pdq hash = i % 3 == 0 ? hash(random) : known.get(random.nextInt(known.size()));
      if (random.nextBoolean()) {
        assertThat(set.add(hash)).isEqualTo(model.add(hash));
        known.add(hash);
      } else {
        assertThat(set.remove(hash)).isEqualTo(model.remove(hash));
      }
      assertThat(set.contains(hash)).isEqualTo(model.contains(hash));
      if (i % 1_000 == 500) {
        set.settle();
        assertThat(set.unsettled()).isZero();
      }
    }
    assertThat(set.size()).isEqualTo(model.size());
    for (int i = 0; i < 50; i++) {
      Pdq query = near(known.get(known.size() - 1 - i), random, 20);
      assertThat(found(set, query, Pdq.MATCH)).isEqualTo(model(model, query, Pdq.MATCH));
    }
  }

  @Test
  void whatChangesWhileAnIndexIsBuiltIsKept() throws InterruptedException {
    var random = new Random(5);
    var set = new PdqSet();
    List<Pdq> first = new ArrayList<>(hashes(random, MANY));
    set.addAll(first);
    var stop = new AtomicBoolean();
    Thread settling =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                set.settle();
              }
            });
    Set<Pdq> model = new HashSet<>(first);
    for (int i = 0; i < 2_000; i++) {
      Pdq fresh = hash(random);
      set.add(fresh);
      model.add(fresh);
      set.remove(first.get(i));
      model.remove(first.get(i));
      assertThat(found(set, fresh, 5)).containsKey(fresh);
    }
    stop.set(true);
    settling.join();
    assertThat(set.size()).isEqualTo(model.size());
    for (Pdq hash : model) {
      assertThat(set.contains(hash)).isTrue();
    }
  }

  @Test
  void manyAtOnceAreOneEach() {
    var random = new Random(7);
    List<Pdq> hashes = new ArrayList<>(hashes(random, MANY));
    PdqSet set = PdqSet.of(Stream.of(hashes, hashes.subList(0, 10), hashes).flatMap(List::stream));
    assertThat(set.size()).isEqualTo(hashes.size());
    for (Pdq hash : hashes) {
      assertThat(set.contains(hash)).isTrue();
    }
    assertThat(found(set, hashes.getFirst(), 0)).containsOnly(Map.entry(hashes.getFirst(), 0));
    assertThat(PdqSet.of(Stream.of()).size()).isZero();
  }

  @Test
  void aSearchEndsWhereTheTakerHasEnough() {
    var random = new Random(6);
    Pdq middle = hash(random);
    var set = new PdqSet();
    for (int i = 0; i < 100; i++) {
      set.add(near(middle, random, 5));
    }
    List<Pdq> taken = new ArrayList<>();
    set.search(
        middle,
        Pdq.MATCH,
        (hash, far) -> {
          taken.add(hash);
          return taken.size() < 3;
        });
    assertThat(taken).hasSize(3);
    assertThatThrownBy(() -> set.search(middle, 32, (hash, far) -> true))
        .hasMessageContaining("0 to 31");
  }

  static Set<Pdq> hashes(Random random, int count) {
    Set<Pdq> hashes = new HashSet<>();
    while (hashes.size() < count) {
      Pdq hash = hash(random);
      hashes.add(hash);
      hashes.add(near(hash, random, random.nextInt(60)));
    }
    return hashes;
  }

  static Pdq hash(Random random) {
    return new Pdq(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  static Pdq near(Pdq hash, Random random, int flips) {
    long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
    for (int i = 0; i < flips; i++) {
      int bit = random.nextInt(Pdq.BITS);
      words[bit / 64] ^= 1L << bit;
    }
    return new Pdq(words[0], words[1], words[2], words[3]);
  }

  private static Map<Pdq, Integer> found(PdqSet set, Pdq query, int distance) {
    Map<Pdq, Integer> found = new HashMap<>();
    set.search(
        query,
        distance,
        (hash, far) -> {
          assertThat(found.put(hash, far)).as("handed over twice").isNull();
          return true;
        });
    return found;
  }

  private static Map<Pdq, Integer> model(Iterable<Pdq> hashes, Pdq query, int distance) {
    Map<Pdq, Integer> found = new HashMap<>();
    for (Pdq hash : hashes) {
      if (hash.distance(query) <= distance) {
        found.put(hash, hash.distance(query));
      }
    }
    return found;
  }
}
