package reeve.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The measure to beat: each account a vector of its words, TF-IDF, and the mean of the seeds. */
final class WordCentroid {
  private static final Pattern WORD = Pattern.compile("[#@]?\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  private final Map<String, Map<String, Double>> vectors = new HashMap<>();

  WordCentroid(Map<String, List<String>> texts) {
    Map<String, Integer> having = new HashMap<>();
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    texts.forEach((account, all) -> {
      Map<String, Integer> count = new HashMap<>();
      for (String text : all) {
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
          count.merge(words.group(), 1, Integer::sum);
        }
      }
      counts.put(account, count);
      count.keySet().forEach(word -> having.merge(word, 1, Integer::sum));
    });
    counts.forEach((account, count) -> {
      Map<String, Double> vector = new HashMap<>();
      count.forEach((word, times) -> {
        int df = having.getOrDefault(word, 1);
        if (df > 1) {
          double idf = Math.log((double) texts.size() / df);
          vector.put(word, (1 + Math.log(times)) * idf);
        }
      });
      double length = Math.sqrt(vector.values().stream().mapToDouble(value -> value * value).sum());
      vector.replaceAll((_, value) -> length == 0 ? 0 : value / length);
      vectors.put(account, vector);
    });
  }

  List<String> order(List<String> seeds) {
    Map<String, Double> mean = new HashMap<>();
    for (String seed : seeds) {
      vectors
          .getOrDefault(seed, Map.of())
          .forEach((word, value) -> mean.merge(word, value, Double::sum));
    }
    Set<String> known = new HashSet<>(seeds);
    record Near(String account, double score) {}
    List<Near> all = new ArrayList<>();
    vectors.forEach((account, vector) -> {
      if (!known.contains(account)) {
        double score = 0;
        for (Map.Entry<String, Double> each : vector.entrySet()) {
          score += each.getValue() * mean.getOrDefault(each.getKey(), 0.0);
        }
        all.add(new Near(account, score));
      }
    });
    all.sort((a, b) -> Double.compare(b.score(), a.score()));
    return all.stream().map(Near::account).toList();
  }
}
