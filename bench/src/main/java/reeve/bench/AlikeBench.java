package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Query;
import reeve.simulation.Town;

/**
 * How well likeness finds the rest of a group, whom it takes for one of it, and how sure it is: on
 * real data where it is present, and on simulated towns. Nothing of the data is printed but
 * numbers.
 */
final class AlikeBench {
  private static final Instant UNTIL = Instant.parse("2026-11-23T12:00:00Z");
  private static final int ACCOUNTS = 10_000;
  private static final int POSTS = 100_000;
  private static final double CRIMSON = 0.005;
  private static final List<Long> TOWNS = List.of(1L, 2L);
  private static final List<Long> TOWNS_FITTED = List.of(21L, 22L, 23L, 24L, 25L);
  private static final int DRAWS = 50;
  private static final double PRECISION = 0.95;

  private final Path directory;
  private final Figures figures = new Figures();

  private AlikeBench(Path directory) {
    this.directory = directory;
  }

  static Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-alike");
    try {
      AlikeBench bench = new AlikeBench(directory);
      Path data = Node.home().resolve("../shared/data").normalize();
      if (Files.isReadable(data.resolve("ira/posts.csv.gz"))) {
        bench.operation(data);
      } else {
        Machine.log("ira: data absent");
      }
      if (Files.isReadable(data.resolve("snap-ego-twitter/follows.tsv.gz"))) {
        bench.circles(data.resolve("snap-ego-twitter"));
      } else {
        Machine.log("snap-ego-twitter: data absent");
      }
      bench.towns();
      return bench.figures;
    } finally {
      Trees.delete(directory);
    }
  }

  /** Fits the weights of sureness, on towns of other seeds. */
  static Figures fit() throws Exception {
    Path directory = Files.createTempDirectory("reeve-alike");
    try {
      AlikeBench bench = new AlikeBench(directory);
      AlikeFit fit = new AlikeFit();
      for (long seed : TOWNS_FITTED) {
        AlikeTown town = bench.town(seed);
        try (LikenessIndex index = bench.index("town")) {
          town.fill(index, directory);
          fit.add(town, index, seed);
        }
      }
      Machine.log("weights: %s", fit.told());
      return new Figures();
    } finally {
      Trees.delete(directory);
    }
  }

  private LikenessIndex index(String name) throws IOException {
    return LikenessIndex.open(Files.createTempDirectory(directory, name));
  }

  private void operation(Path data) throws IOException {
    AlikeIra ira = new AlikeIra(data.resolve("ira"));
    Machine.log("ira: mean average precision, precision at 50, recall at the size of the category");
    try (LikenessIndex index = index("ira")) {
      ira.fill(index);
      figures.put("map_mean", ira.measure("likeness", 3, seeds -> AlikeIra.alike(index, seeds)));
      figures.put(
          "map_mean_10", ira.measure("likeness", 10, seeds -> AlikeIra.alike(index, seeds)));
    }
    WordCentroid words = new WordCentroid(ira.texts());
    figures.put("map_mean_words", ira.measure("words", 3, words::order));
    figures.put("map_mean_words_10", ira.measure("words", 10, words::order));
    Random random = new Random(5);
    figures.put("map_mean_random", ira.measure("random", 3, seeds -> shuffled(ira, seeds, random)));
    Path ordinary = data.resolve("tt2017/statuses.v1.1.jsonl.gz");
    if (!Files.isReadable(ordinary)) {
      Machine.log("tt2017: data absent");
      return;
    }
    try (LikenessIndex index = index("mixed")) {
      ira.fill(index);
      AlikeOrdinary people = new AlikeOrdinary(index, ordinary, directory);
      people.first(ira, figures);
      people.surfaced(ira, figures);
    }
  }

  private static List<String> shuffled(AlikeIra ira, List<String> seeds, Random random) {
    List<String> all = new ArrayList<>(ira.texts().keySet());
    all.removeAll(seeds);
    Collections.sort(all);
    Collections.shuffle(all, random);
    return all;
  }

  private void circles(Path folder) throws IOException {
    AlikeCircles circles = new AlikeCircles(folder);
    Machine.log("snap-ego-twitter: half of a circle, the other half");
    try (LikenessIndex index = index("circles")) {
      circles.fill(index);
      figures.put(
          "circle_recall", circles.measure("likeness", seeds -> AlikeCircles.alike(index, seeds)));
    }
    int[][] neighbours = circles.neighbours();
    figures.put(
        "circle_recall_adamic_adar",
        circles.measure("Adamic-Adar", seeds -> circles.adamicAdar(neighbours, seeds)));
    figures.put(
        "circle_recall_pagerank",
        circles.measure("personalised PageRank", seeds -> circles.pageRank(neighbours, seeds)));
  }

  private AlikeTown town(long seed) throws IOException {
    Path folder = directory.resolve("town" + seed);
    if (!Files.exists(folder)) {
      Machine.log("writing a town of %,d accounts and %,d posts, seed %d", ACCOUNTS, POSTS, seed);
      var _ = new Town(ACCOUNTS, POSTS, seed, CRIMSON, UNTIL).write(folder, _ -> {});
    }
    return new AlikeTown(folder);
  }

  private void towns() throws IOException {
    Recall recall = new Recall();
    double evaders = 0;
    double renamed = 0;
    Sure sure = new Sure();
    RolesSurfaced roles = new RolesSurfaced();
    for (long seed : TOWNS) {
      AlikeTown town = town(seed);
      try (LikenessIndex index = index("town")) {
        town.fill(index, directory);
        group(town, index, seed, sure, roles, recall);
      }
      evaders += evaders(town, false) / TOWNS.size();
      renamed += evaders(town, true) / TOWNS.size();
    }
    recall.tell(figures);
    figures.put("evaders_found", evaders);
    figures.put("evaders_found_renamed", renamed);
    sure.tell(figures);
    roles.tell(figures);
  }

  private double evaders(AlikeTown town, boolean renamed) throws IOException {
    AlikeEvaders evaders = new AlikeEvaders(town, renamed);
    try (LikenessIndex index = index("evaders")) {
      evaders.run(index, directory);
    }
    return evaders.recognised();
  }

  /**
   * The mean recall where precision is still 95 %; and that of the draws whose seeds are of both
   * cells of the group, those who recruit and those who speak, which share nothing but
   * acquaintances.
   */
  private static final class Recall {
    private final List<Double> all = new ArrayList<>();
    private final List<Double> both = new ArrayList<>();

    void add(AlikeTown town, List<String> seeds, double recall) {
      long recruiters = seeds.stream().filter(it -> town.role(it).equals("recruiter")).count();
      all.add(recall);
      if (recruiters > 0 && recruiters < seeds.size()) {
        both.add(recall);
      }
    }

    private static double mean(List<Double> some) {
      return some.stream().mapToDouble(it -> it).average().orElse(0);
    }

    void tell(Figures figures) {
      Machine.log("  seeds of both cells in %d of %d draws", both.size(), all.size());
      figures.put("town_recall", mean(all)).put("town_recall_both_cells", mean(both));
    }
  }

  /** From three accounts of the group to the others. */
  private static void group(
      AlikeTown town, LikenessIndex index, long seed, Sure sure, RolesSurfaced roles, Recall recall)
      throws IOException {
    List<String> crimson = town.of(AlikeTown.CRIMSON);
    Random random = new Random(seed);
    double mean = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<String> shuffled = new ArrayList<>(crimson);
      Collections.shuffle(shuffled, random);
      Set<String> wanted = new HashSet<>(shuffled.subList(3, shuffled.size()));
      List<Alike> found = index.find(new Query(shuffled.subList(0, 3), List.of(), 500, true));
      int right = 0;
      int best = 0;
      for (int i = 0; i < found.size(); i++) {
        boolean one = wanted.contains(found.get(i).account());
        right += one ? 1 : 0;
        best = right >= PRECISION * (i + 1) ? right : best;
        sure.add(found.get(i).percent(), one);
      }
      recall.add(town, shuffled.subList(0, 3), (double) best / wanted.size());
      mean += (double) best / wanted.size() / DRAWS;
      roles.add(town, found);
    }
    Machine.log("town of seed %d: recall at 95 %% precision %.3f", seed, mean);
  }

  /** Stated sureness beside what was right. */
  private static final class Sure {
    private final int[] all = new int[10];
    private final int[] right = new int[10];
    private final double[] said = new double[10];
    private double squares;

    void add(int percent, boolean one) {
      int at = Math.min(9, percent / 10);
      all[at]++;
      right[at] += one ? 1 : 0;
      said[at] += percent / 100.0;
      double off = percent / 100.0 - (one ? 1 : 0);
      squares += off * off;
    }

    void tell(Figures figures) {
      int rows = 0;
      for (int i = 0; i < all.length; i++) {
        rows += all[i];
        if (all[i] > 0) {
          Machine.log(
              "  said %d to %d %% (mean %.0f): %d of %d right, %.0f %%",
              10 * i,
              10 * i + 9,
              100 * said[i] / all[i],
              right[i],
              all[i],
              100.0 * right[i] / all[i]);
        }
      }
      figures.put("brier", rows == 0 ? 0 : squares / rows);
      figures.put("right_of_90", all[9] == 0 ? 0 : (double) right[9] / all[9]);
    }
  }

  /** Who was surfaced wrongly, by what they are in truth. */
  private static final class RolesSurfaced {
    /** They follow the group, and speak of it. */
    private static final Set<String> WITNESSES = Set.of("journalist", "researcher", "relative");

    private final Map<String, int[]> counts = new TreeMap<>();

    void add(AlikeTown town, List<Alike> found) {
      town.harmless()
          .forEach((role, all) -> counts.computeIfAbsent(role, _ -> new int[2])[0] += all);
      for (Alike each : found) {
        int[] count = counts.get(town.role(each.account()));
        if (count != null) {
          count[1]++;
        }
      }
    }

    void tell(Figures figures) {
      double all = counts.values().stream().mapToInt(count -> count[0]).sum();
      double surfaced = counts.values().stream().mapToInt(count -> count[1]).sum();
      Machine.log(
          "  harmless people surfaced: %.0f of %.0f looks, %.6f", surfaced, all, surfaced / all);
      double worst = 0;
      for (Map.Entry<String, int[]> each : counts.entrySet()) {
        double rate = (double) each.getValue()[1] / each.getValue()[0];
        if (WITNESSES.contains(each.getKey())) {
          worst = Math.max(worst, surfaced == 0 ? 0 : rate / (surfaced / all));
        }
        Machine.log(
            "    %s: %d of %d, %.6f", each.getKey(), each.getValue()[1], each.getValue()[0], rate);
      }
      figures.put("false_surface", surfaced / all);
      figures.put("false_surface_witnesses", worst);
    }
  }
}
