package reeve.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import reeve.signals.TextSignals;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Query;

/**
 * The accounts of a suspended operation: some of one category are given, the rest is to be found.
 */
final class AlikeIra {
  static final List<String> CATEGORIES =
      List.of("HashtagGamer", "RightTroll", "Fearmonger", "LeftTroll");

  private static final int FEWEST_POSTS = 50;
  private static final int DRAWS = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");

  private final Map<String, String> categories = new HashMap<>();
  private final Map<String, List<Observed.Posted>> posts = new LinkedHashMap<>();

  AlikeIra(Path folder) throws IOException {
    for (Csv.Row row : Csv.read(unzipped(folder.resolve("accounts.csv.gz")))) {
      categories.put(row.get("author_id"), row.get("account_category"));
    }
    int n = 0;
    for (Csv.Row row : Csv.read(unzipped(folder.resolve("posts.csv.gz")))) {
      String account = row.get("author_id");
      posts
          .computeIfAbsent(account, _ -> new ArrayList<>())
          .add(
              new Observed.Posted(
                  account,
                  LocalDateTime.parse(row.get("publish_date"), TIME).toInstant(ZoneOffset.UTC),
                  "p" + n++,
                  row.get("content"),
                  language(row.get("language")),
                  mentions(row.get("content")),
                  List.of()));
    }
    posts.values().removeIf(all -> all.size() < FEWEST_POSTS);
  }

  /** The set writes names where others write codes. */
  private static String language(String name) {
    return name.equals("English") ? "en" : name.toLowerCase(Locale.ROOT);
  }

  private static List<String> mentions(String text) {
    return new TextSignals(text).mentions();
  }

  private static String unzipped(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void fill(LikenessIndex index) throws IOException {
    for (List<Observed.Posted> all : posts.values()) {
      for (Observed.Posted post : all) {
        index.take(post);
      }
    }
    index.refresh();
  }

  /** The members of a category that take part, in a fixed order. */
  List<String> members(String category) {
    return posts.keySet().stream()
        .filter(account -> category.equals(categories.get(account)))
        .sorted()
        .toList();
  }

  Map<String, List<String>> texts() {
    Map<String, List<String>> texts = new HashMap<>();
    posts.forEach(
        (account, all) -> texts.put(account, all.stream().map(Observed.Posted::text).toList()));
    return texts;
  }

  interface Ranker {
    List<String> order(List<String> seeds) throws IOException;
  }

  /** Mean average precision over the categories; the rest goes to the log. */
  double measure(String name, int seedCount, Ranker ranker) throws IOException {
    double[] means = new double[CATEGORIES.size()];
    StringBuilder told = new StringBuilder();
    for (int c = 0; c < means.length; c++) {
      List<String> members = members(CATEGORIES.get(c));
      Random random = new Random(42 + c);
      double map = 0;
      double first = 0;
      double recall = 0;
      for (int draw = 0; draw < DRAWS; draw++) {
        List<String> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);
        List<String> seeds = List.copyOf(shuffled.subList(0, seedCount));
        Set<String> wanted = new HashSet<>(shuffled.subList(seedCount, shuffled.size()));
        List<String> order = ranker.order(seeds);
        map += Ranks.averagePrecision(order, wanted) / DRAWS;
        first += Ranks.among(order, wanted, 50) / 50.0 / DRAWS;
        recall += (double) Ranks.among(order, wanted, wanted.size()) / wanted.size() / DRAWS;
      }
      means[c] = map;
      told.append("  %s %.3f / %.2f / %.2f".formatted(CATEGORIES.get(c), map, first, recall));
    }
    double mean = Arrays.stream(means).average().orElse(0);
    Machine.log("  %s, %d seeds: mean %.4f;%s", name, seedCount, mean, told);
    return mean;
  }

  static List<String> alike(LikenessIndex index, List<String> seeds) throws IOException {
    return index.find(new Query(seeds, List.of(), Query.MOST, false)).stream()
        .map(Alike::account)
        .toList();
  }
}
