package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Query;

/**
 * The index of accounts as it grows: to build it, to ask it with ten seeds, and until what happened
 * is seen in an answer. One account in 200 is of a group of fifty that shares invites, texts and
 * followers; everybody else shares what people share.
 */
final class AlikeScaleBench {
  private static final int[] SIZES = {10_000, 100_000, 1_000_000};
  private static final int PART = 120_000;
  private static final int GROUP = 50;
  private static final int ONE_IN = 200;
  private static final int POSTS = 4;
  private static final int FOLLOWS = 8;
  private static final int WORDS = 60_000;
  private static final int SEEDS = 10;
  private static final int QUERIES = 300;
  private static final int UPDATES = 40;
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  Figures run() throws Exception {
    Figures figures = new Figures();
    for (int size : SIZES) {
      Path directory = Files.createTempDirectory("reeve-alike-scale");
      try (LikenessIndex index = LikenessIndex.open(directory)) {
        measure(size, index, size == SIZES[SIZES.length - 1] ? figures : new Figures());
      } finally {
        Trees.delete(directory);
      }
    }
    return figures;
  }

  private static void measure(int size, LikenessIndex index, Figures figures) throws IOException {
    long start = System.nanoTime();
    index.fill(Math.max(1, (size + PART - 1) / PART), hearer -> tell(size, hearer));
    index.commit("0");
    double seconds = (System.nanoTime() - start) / 1e9;
    double bytes = (double) index.bytes() / index.accounts();
    double[] times = queries(size, index);
    double visible = visible(index);
    Machine.log(
        "%,d accounts: built in %.1f s, %.0f bytes each, query p50 %.1f ms, p99 %.1f ms, visible"
            + " after %.0f ms at the worst",
        index.accounts(), seconds, bytes, times[times.length / 2], p99(times), visible);
    figures
        .put("accounts", index.accounts())
        .put("accounts_per_s", size / seconds)
        .put("bytes_per_account", bytes)
        .put("p50_ms", times[times.length / 2])
        .put("p99_ms", p99(times))
        .put("visible_ms", visible);
  }

  private static double p99(double[] sorted) {
    return sorted[(int) (sorted.length * 0.99)];
  }

  private static double[] queries(int size, LikenessIndex index) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    double[] times = new double[QUERIES];
    for (int query = -QUERIES / 3; query < QUERIES; query++) {
      List<String> seeds = new ArrayList<>();
      int first = query % 2 == 0 ? random.nextInt(size / GROUP / ONE_IN) * GROUP * ONE_IN : -1;
      for (int i = 0; i < SEEDS; i++) {
        seeds.add(name(first < 0 ? random.nextInt(size) : first + random.nextInt(GROUP) * ONE_IN));
      }
      long start = System.nanoTime();
      var _ = index.find(new Query(seeds, List.of(), 100, true));
      if (query >= 0) {
        times[query] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times;
  }

  /** From a post of a newcomer to its standing in an answer; milliseconds, the worst of some. */
  private static double visible(LikenessIndex index) throws IOException {
    double worst = 0;
    for (int i = 0; i < UPDATES; i++) {
      String one = "new/" + i + "/a";
      String other = "new/" + i + "/b";
      String text =
          "Lanterns number %d hang over the old mill tonight, come and see t.me/+mill-%d"
              .formatted(i, i);
      for (String account : List.of(one, other)) {
        index.take(new Observed.Followed(name(7 + i), account));
        index.take(new Observed.Followed(name(8 + i), account));
        index.take(new Observed.Followed(name(9 + i), account));
      }
      index.take(new Observed.Posted(one, BEGIN, "n" + i, text, "en", List.of(), List.of()));
      index.refresh();
      long start = System.nanoTime();
      index.take(new Observed.Posted(other, BEGIN, "m" + i, text, "en", List.of(), List.of()));
      index.refresh();
      boolean found =
          index.find(new Query(List.of(one), List.of(), 10, true)).stream()
              .anyMatch(alike -> alike.account().equals(other));
      worst = Math.max(worst, found ? (System.nanoTime() - start) / 1e6 : Double.MAX_VALUE);
    }
    return worst;
  }

  private static String name(int account) {
    return "square/" + (110_000_000_000L + account * 7L);
  }

  private static void tell(int size, LikenessIndex.Hearer hearer) throws IOException {
    for (int account = 0; account < size; account++) {
      int group = account % ONE_IN == 0 ? account / (ONE_IN * GROUP) : -1;
      follows(size, account, group, hearer);
      if (hearer.takes(name(account))) {
        says(size, account, group, hearer);
      }
    }
  }

  private static void follows(int size, int account, int group, LikenessIndex.Hearer hearer)
      throws IOException {
    SplittableRandom random = new SplittableRandom(account);
    for (int i = 0; i < FOLLOWS; i++) {
      int target =
          group >= 0 && i < FOLLOWS / 2
              ? (group * GROUP + random.nextInt(GROUP)) * ONE_IN
              : popular(size, random);
      hearer.take(new Observed.Followed(name(account), name(Math.min(size - 1, target))));
    }
  }

  private static void says(int size, int account, int group, LikenessIndex.Hearer hearer)
      throws IOException {
    SplittableRandom random = new SplittableRandom(size + (long) account);
    String name = name(account);
    String handle = "person" + account;
    String display = "Person " + random.nextInt(size);
    hearer.take(new Observed.Described(name, handle, display, "", "", null, BEGIN, 9, 9, 9));
    for (int i = 0; i < POSTS; i++) {
      String post = account + "-" + i;
      String text = text(group, random);
      Instant at = BEGIN.plusSeconds(random.nextInt(2_000_000));
      hearer.take(new Observed.Posted(name, at, post, text, "en", List.of(), List.of()));
    }
    hearer.take(new Observed.Boosted(name, BEGIN, popular(size, random) + "-1"));
  }

  /** Few are known by many, most by few (Zipf). */
  private static int popular(int size, SplittableRandom random) {
    return (int) Math.min(size - 1, Math.pow(size, random.nextDouble()));
  }

  private static String text(int group, SplittableRandom random) {
    if (group >= 0 && random.nextInt(4) > 0) {
      return "The hour of group %d comes, read %d and follow t.me/+group-%d-%d"
          .formatted(group, random.nextInt(6), group, random.nextInt(3));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 13; i++) {
      int word = (int) Math.pow(WORDS, random.nextDouble());
      text.append(i == 0 ? "" : " ").append("w").append(letters(word));
    }
    return random.nextInt(5) == 0
        ? text + " #" + letters(popular(3_000, random)) + "day"
        : text.toString();
  }

  private static String letters(int number) {
    StringBuilder word = new StringBuilder();
    for (int left = number; left > 0; left /= 26) {
      word.append((char) ('a' + left % 26));
    }
    return word.append('o').toString();
  }
}
