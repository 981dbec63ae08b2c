package reeve.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import reeve.signals.media.Pdq;
import reeve.signals.media.PdqSet;

/**
 * Exact searches within distance 31 among 10,000,000 PDQ hashes, random ones and crowds, equal to
 * comparing with each and beside the time that this takes. One thread; its CPU.
 */
final class HashBench {
  private static final int HASHES = 10_000_000;
  private static final int WORDS = 4;
  private static final int SAMPLE = 50;
  private static final int WINDOWS = 5;
  private static final double WINDOW_SECONDS = 2;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Bits that queries and the hashes of a crowd differ in from what they are made of. */
  private static final int FLIPS = 32;

  private interface Search {
    /** How many hashes are near this one. */
    int near(long[] query);
  }

  Figures run() throws IOException {
    Measured random = measured("random", new SplittableRandom(1).longs(WORDS * HASHES).toArray());
    Measured crowds = measured("crowds", crowds(new SplittableRandom(2)));
    return new Figures()
        .put("lookups_per_cpu_s", Math.round(random.rate))
        .put("clustered_lookups_per_cpu_s", Math.round(crowds.rate))
        .put("ratio_to_brute_force", random.rate / random.scans)
        .put("brute_force_per_cpu_s", random.scans)
        .put("bytes_per_hash", Math.max(random.bytes, crowds.bytes));
  }

  /** What came out, a CPU second and a hash. */
  private record Measured(double rate, double scans, double bytes) {}

  private static Measured measured(String kind, long[] words) throws IOException {
    long before = used();
    long begin = THREADS.getCurrentThreadCpuTime();
    PdqSet set =
        PdqSet.of(IntStream.range(0, words.length / WORDS).mapToObj(i -> hash(words, WORDS * i)));
    double seconds = (THREADS.getCurrentThreadCpuTime() - begin) / 1e9;
    double bytes = (double) (used() - before) / set.size();
    Machine.log(
        "%s: %,d different hashes, %.1f bytes each, built in %.1f CPU seconds; load %s",
        kind, set.size(), bytes, seconds, Machine.load());
    Search look = query -> count(set, query);
    Search scan = query -> scan(words, query[0], query[1], query[2], query[3]);
    equal(set, words);
    double rate = rate(look, words);
    double scans = rate(scan, words);
    Machine.log(
        "%s: %,.0f searches a CPU second, %,.1f by comparing with each; load %s",
        kind, rate, scans, Machine.load());
    return new Measured(rate, scans, bytes);
  }

  /** Each hash of the haystack again and again, in up to 31 places different. */
  private static long[] crowds(SplittableRandom random) throws IOException {
    Path haystack = Node.home().resolve("../shared/data/pdq/haystack.txt").normalize();
    List<Pdq> middles;
    if (Files.isReadable(haystack)) {
      middles =
          Files.readAllLines(haystack).stream()
              .map(line -> Objects.requireNonNull(Pdq.of(line.strip())))
              .toList();
    } else {
      Machine.log("data absent: pdq/haystack.txt; crowds around random hashes instead");
      long[] words = random.longs(WORDS * 1350).toArray();
      middles = IntStream.range(0, 1350).mapToObj(i -> hash(words, WORDS * i)).toList();
    }
    long[] crowds = new long[WORDS * HASHES];
    for (int i = 0; i < HASHES; i++) {
      Pdq middle = middles.get(i % middles.size());
      long[] words = {middle.a(), middle.b(), middle.c(), middle.d()};
      flip(words, random, 2 + random.nextInt(FLIPS - 2));
      System.arraycopy(words, 0, crowds, WORDS * i, WORDS);
    }
    return crowds;
  }

  private static void flip(long[] words, SplittableRandom random, int flips) {
    for (int i = 0; i < flips; i++) {
      int bit = random.nextInt(Pdq.BITS);
      words[bit / Long.SIZE] ^= 1L << bit;
    }
  }

  /** One of the hashes, in up to 31 places different; each eighth a random one. */
  private static long[] query(long[] words, SplittableRandom random) {
    int at = WORDS * random.nextInt(words.length / WORDS);
    long[] query = Arrays.copyOfRange(words, at, at + WORDS);
    flip(query, random, random.nextInt(8) == 0 ? 4 * Pdq.BITS : random.nextInt(FLIPS));
    return query;
  }

  private static Pdq hash(long[] words, int at) {
    return new Pdq(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  private static int count(PdqSet set, long[] query) {
    int[] found = new int[1];
    set.search(
        hash(query, 0),
        Pdq.MATCH,
        (hash, distance) -> {
          found[0]++;
          return true;
        });
    return found[0];
  }

  private static int scan(long[] words, long a, long b, long c, long d) {
    int found = 0;
    for (int at = 0; at < words.length; at += WORDS) {
      int distance =
          Long.bitCount(words[at] ^ a)
              + Long.bitCount(words[at + 1] ^ b)
              + Long.bitCount(words[at + 2] ^ c)
              + Long.bitCount(words[at + 3] ^ d);
      if (distance <= Pdq.MATCH) {
        found++;
      }
    }
    return found;
  }

  private static void equal(PdqSet set, long[] words) {
    var random = new SplittableRandom(3);
    long found = 0;
    for (int i = 0; i < SAMPLE; i++) {
      long[] query = query(words, random);
      Pdq sought = hash(query, 0);
      // Of hashes that come twice the set has one.
      List<Pdq> expected =
          IntStream.range(0, words.length / WORDS)
              .map(at -> WORDS * at)
              .filter(at -> distance(words, at, query) <= Pdq.MATCH)
              .mapToObj(at -> hash(words, at))
              .distinct()
              .sorted(HashBench::compare)
              .toList();
      List<Pdq> ours = new java.util.ArrayList<>();
      set.search(sought, Pdq.MATCH, (hash, distance) -> ours.add(hash));
      ours.sort(HashBench::compare);
      if (!ours.equals(expected)) {
        throw new IllegalStateException("search " + i + " differs from comparing with each");
      }
      found += ours.size();
    }
    Machine.log(
        "%d searches equal comparing with each; %,.1f found each", SAMPLE, (double) found / SAMPLE);
  }

  private static int distance(long[] words, int at, long[] query) {
    int distance = 0;
    for (int i = 0; i < WORDS; i++) {
      distance += Long.bitCount(words[at + i] ^ query[i]);
    }
    return distance;
  }

  private static int compare(Pdq one, Pdq other) {
    return one.hex().compareTo(other.hex());
  }

  /** Searches a second of CPU: the median of some windows, after two that do not count. */
  private static double rate(Search search, long[] words) {
    var random = new SplittableRandom(4);
    double[] rates = new double[WINDOWS];
    long found = 0;
    for (int window = -2; window < WINDOWS; window++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + (long) (WINDOW_SECONDS * 1e9);
      long now = start;
      long done = 0;
      while (now < end) {
        found += search.near(query(words, random));
        done++;
        now = THREADS.getCurrentThreadCpuTime();
      }
      if (window >= 0) {
        rates[window] = done / ((now - start) / 1e9);
      }
    }
    if (found == 0) {
      throw new IllegalStateException("nothing was found");
    }
    Arrays.sort(rates);
    return rates[WINDOWS / 2];
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
