package reeve.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Query;

/**
 * A graph of who follows whom (McAuley and Leskovec, 2012): half of a circle is given, the other
 * half is to be found among everybody.
 */
final class AlikeCircles {
  private static final int CIRCLES = 150;
  private static final int SMALLEST = 10;
  private static final int FIRST = 100;
  private static final double ON = 0.85;
  private static final int STEPS = 15;

  private final List<int[]> follows = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<List<String>> circles = new ArrayList<>();

  AlikeCircles(Path folder) throws IOException {
    try (BufferedReader lines = lines(folder.resolve("follows.tsv.gz"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        follows.add(new int[] {place(line.substring(0, tab)), place(line.substring(tab + 1))});
      }
    }
    try (BufferedReader lines = lines(folder.resolve("circles.tsv.gz"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\\s+");
        List<String> members =
            Arrays.stream(parts).skip(1).filter(places::containsKey).distinct().sorted().toList();
        if (members.size() >= SMALLEST) {
          circles.add(members);
        }
      }
    }
  }

  private static BufferedReader lines(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
  }

  private int place(String name) {
    Integer known = places.get(name);
    if (known == null) {
      known = names.size();
      places.put(name, known);
      names.add(name);
    }
    return known;
  }

  void fill(LikenessIndex index) throws IOException {
    for (int[] each : follows) {
      index.take(new Observed.Followed(names.get(each[0]), names.get(each[1])));
    }
    index.refresh();
  }

  /** Recall of the other half among the first hundred. */
  double measure(String name, AlikeIra.Ranker ranker) throws IOException {
    Random random = new Random(7);
    List<List<String>> some = new ArrayList<>(circles);
    Collections.shuffle(some, random);
    double recall = 0;
    for (List<String> circle : some.subList(0, CIRCLES)) {
      List<String> members = new ArrayList<>(circle);
      Collections.shuffle(members, random);
      int half = members.size() / 2;
      Set<String> wanted = new HashSet<>(members.subList(half, members.size()));
      List<String> order = ranker.order(List.copyOf(members.subList(0, half)));
      recall += (double) Ranks.among(order, wanted, FIRST) / wanted.size() / CIRCLES;
    }
    Machine.log("  %s: recall among the first %d %.4f", name, FIRST, recall);
    return recall;
  }

  static List<String> alike(LikenessIndex index, List<String> seeds) throws IOException {
    return index.find(new Query(seeds, List.of(), FIRST, false)).stream()
        .map(Alike::account)
        .toList();
  }

  /** The neighbours of each, whichever of the two follows. */
  int[][] neighbours() {
    List<Set<Integer>> sets = new ArrayList<>();
    names.forEach(_ -> sets.add(new HashSet<>()));
    for (int[] each : follows) {
      sets.get(each[0]).add(each[1]);
      sets.get(each[1]).add(each[0]);
    }
    return sets.stream()
        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** Adamic and Adar (2003): common neighbours, the fewer they know the more. */
  List<String> adamicAdar(int[][] neighbours, List<String> seeds) {
    double[] scores = new double[names.size()];
    for (String seed : seeds) {
      for (int between : neighbours[place(seed)]) {
        double weight = 1 / Math.log(Math.max(2, neighbours[between].length));
        for (int other : neighbours[between]) {
          scores[other] += weight;
        }
      }
    }
    return best(scores, seeds);
  }

  /** Personalised PageRank (Page and others, 1999) over neighbours. */
  List<String> pageRank(int[][] neighbours, List<String> seeds) {
    double[] from = new double[names.size()];
    seeds.forEach(seed -> from[place(seed)] = 1.0 / seeds.size());
    double[] at = from.clone();
    for (int step = 0; step < STEPS; step++) {
      double[] next = new double[at.length];
      for (int i = 0; i < at.length; i++) {
        next[i] += (1 - ON) * from[i];
        double each = at[i] == 0 ? 0 : ON * at[i] / neighbours[i].length;
        if (each > 0) {
          for (int other : neighbours[i]) {
            next[other] += each;
          }
        }
      }
      at = next;
    }
    return best(at, seeds);
  }

  private List<String> best(double[] scores, List<String> seeds) {
    Set<Integer> known = new HashSet<>();
    seeds.forEach(seed -> known.add(place(seed)));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > 0 && !known.contains(i)) {
        order.add(i);
      }
    }
    order.sort((a, b) -> Double.compare(scores[b], scores[a]));
    return order.stream().limit(FIRST).map(names::get).toList();
  }
}
