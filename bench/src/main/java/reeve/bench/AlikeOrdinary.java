package reeve.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Query;
import reeve.square.imports.Format;
import reeve.square.imports.Scan;

/** Ordinary people among whom a group hides. */
final class AlikeOrdinary {
  private static final int DRAWS = 20;
  private static final int FIRST = 100;
  private static final int FEWEST = 100;

  private final LikenessIndex index;
  private final Map<String, String> languages = new HashMap<>();

  AlikeOrdinary(LikenessIndex index, Path file, Path rejects) throws IOException {
    this.index = index;
    var _ = Scan.run(Format.TWITTER_V1_1, List.of(file), rejects, _ -> {}, new Crowd());
    index.refresh();
  }

  /** How many ordinary people are among the first hundred, for three accounts of HashtagGamer. */
  void first(AlikeIra ira, Figures figures) throws IOException {
    int worst = 0;
    double mean = 0;
    for (List<String> seeds : draws(ira, "HashtagGamer")) {
      List<Alike> found = index.find(new Query(seeds, List.of(), FIRST, false));
      int ordinary =
          (int) found.stream().filter(one -> languages.containsKey(one.account())).count();
      worst = Math.max(worst, ordinary);
      mean += (double) ordinary / DRAWS;
    }
    Machine.log(
        "  ordinary people among the first %d: %.2f in the mean, %d at the worst",
        FIRST, mean, worst);
    figures.put("ordinary_in_100", mean).put("ordinary_in_100_worst", worst);
  }

  /** Who of them is surfaced for any of the categories, by language. */
  void surfaced(AlikeIra ira, Figures figures) throws IOException {
    Map<String, int[]> counts = new TreeMap<>();
    languages.values().forEach(language -> counts.computeIfAbsent(language, _ -> new int[2])[0]++);
    int surfaced = 0;
    for (String category : AlikeIra.CATEGORIES) {
      for (List<String> seeds : draws(ira, category)) {
        for (Alike each : index.find(new Query(seeds, List.of(), Query.MOST, true))) {
          String language = languages.get(each.account());
          if (language != null) {
            counts.computeIfAbsent(language, _ -> new int[2])[1]++;
            surfaced++;
          }
        }
      }
    }
    double looks = (double) DRAWS * AlikeIra.CATEGORIES.size();
    double mean = surfaced / looks / languages.size();
    Machine.log(
        "  ordinary people surfaced with reasons: %d in %.0f looks at %d people",
        surfaced, looks, languages.size());
    double worst = 0;
    for (Map.Entry<String, int[]> each : counts.entrySet()) {
      int people = each.getValue()[0];
      if (people >= FEWEST || each.getKey().equals("ar") || each.getKey().equals("hi")) {
        double rate = each.getValue()[1] / looks / people;
        worst = Math.max(worst, mean == 0 ? 0 : rate / mean);
        Machine.log(
            "    %s: %d of %d people, %.7f a look",
            each.getKey(), each.getValue()[1], people, rate);
      }
    }
    figures.put("ordinary_surfaced", mean);
    figures.put("ordinary_surfaced_worst_language", worst);
  }

  private static List<List<String>> draws(AlikeIra ira, String category) {
    Random random = new Random(9);
    List<List<String>> draws = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      List<String> members = new ArrayList<>(ira.members(category));
      Collections.shuffle(members, random);
      draws.add(List.copyOf(members.subList(0, 3)));
    }
    return draws;
  }

  private final class Crowd extends AlikeTown.Town {
    Crowd() {
      super(index, "tt");
    }

    @Override
    public void line(Scan.Line line) {
      if (line instanceof Scan.Account it) {
        languages.putIfAbsent("tt" + it.id(), "unknown");
      } else if (line instanceof Scan.Post it) {
        languages.put("tt" + it.account(), Objects.requireNonNullElse(it.language(), "unknown"));
      }
      super.line(line);
    }
  }
}
