package reeve.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.zip.GZIPInputStream;
import reeve.signals.Phrase;
import reeve.signals.PhraseAutomaton;
import reeve.signals.PhraseSearch;
import reeve.signals.TextSignals;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the signals of a text cost, on genuine posts in several languages. */
final class TextBench {
  private static final int PHRASES = 100_000;
  private static final int WINDOWS = 5;
  private static final double WINDOW_SECONDS = 1.5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  Figures run() throws IOException {
    Path data = Node.home().resolve("../shared/data/tt2017/statuses.v1.1.jsonl.gz").normalize();
    if (!Files.isReadable(data)) {
      throw new IOException("data absent: tt2017 is not at " + data + ", and nothing was measured");
    }
    String[] texts = texts(data).toArray(new String[0]);
    List<Phrase> phrases = phrases(texts);
    Machine.log(
        "%,d posts of %.0f characters, %,d phrases",
        texts.length,
        Arrays.stream(texts).mapToInt(String::length).average().orElseThrow(),
        phrases.size());
    long start = System.nanoTime();
    PhraseAutomaton automaton = PhraseAutomaton.of(phrases);
    double build = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    PhraseSearch search = PhraseSearch.of(phrases);
    double buildSearch = (System.nanoTime() - start) / 1e9;
    Machine.log("automaton built in %.2f s, search in %.2f s", build, buildSearch);
    long[] hits = new long[automaton.longs()];
    double all = rate("all", texts, text -> all(text, automaton, hits));
    Figures figures =
        new Figures()
            .put("posts_per_cpu_s", Math.round(all))
            .put("normal_per_cpu_s", rounded("normal", texts, s -> s.normal().length()))
            .put("tokens_per_cpu_s", rounded("tokens", texts, TextBench::tokens))
            .put(
                "phrases_per_cpu_s",
                rounded(
                    "normal and phrases",
                    texts,
                    s -> {
                      s.phrases(automaton, hits);
                      return 1;
                    }))
            .put("near_per_cpu_s", rounded("near", texts, s -> s.near().bands().size()))
            .put("evidence_per_cpu_s", rounded("links, handoffs", texts, s -> s.handoffs().size()))
            .put(
                "disguises_per_cpu_s",
                rounded("phrases in disguise", texts, s -> s.matches(search).all().size()));
    return figures.put("build_s", build).put("build_search_s", buildSearch);
  }

  private static int all(TextSignals signals, PhraseAutomaton automaton, long[] hits) {
    Arrays.fill(hits, 0);
    signals.phrases(automaton, hits);
    String print = signals.fingerprint();
    return tokens(signals) + (print == null ? 0 : print.length());
  }

  private static int tokens(TextSignals signals) {
    return signals.mentions().size()
        + signals.hashtags().size()
        + signals.links().size()
        + signals.hosts().size()
        + signals.invites().size();
  }

  private static long rounded(String what, String[] texts, ToIntFunction<TextSignals> work) {
    return Math.round(rate(what, texts, work));
  }

  /** Posts a second of CPU: the median of some windows, after two that do not count. */
  private static double rate(String what, String[] texts, ToIntFunction<TextSignals> work) {
    double[] rates = new double[WINDOWS];
    int next = 0;
    long sum = 0;
    for (int window = -2; window < WINDOWS; window++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + (long) (WINDOW_SECONDS * 1e9);
      long now = start;
      long done = 0;
      while (now < end) {
        for (int i = 0; i < 100; i++) {
          sum += work.applyAsInt(new TextSignals(texts[next]));
          next = next + 1 == texts.length ? 0 : next + 1;
        }
        done += 100;
        now = THREADS.getCurrentThreadCpuTime();
      }
      if (window >= 0) {
        rates[window] = done / ((now - start) / 1e9);
      }
    }
    Arrays.sort(rates);
    double rate = rates[WINDOWS / 2];
    Machine.log(
        "%s: %,.0f posts a CPU second, %.2f µs each (%d)", what, rate, 1e6 / rate, sum % 10);
    return rate;
  }

  private static List<String> texts(Path data) throws IOException {
    List<String> texts = new ArrayList<>();
    JsonMapper mapper = JsonMapper.shared();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode post = mapper.readTree(line);
        JsonNode text = post.has("full_text") ? post.get("full_text") : post.get("text");
        if (text != null) {
          texts.add(text.asString());
        }
      }
    }
    return texts;
  }

  /**
   * A half of two or three words that the posts have, in an order that they hardly ever have, so
   * that a search walks deep; a half of invented words; 100 single words of the posts among them.
   */
  private static List<Phrase> phrases(String[] texts) {
    Random random = new Random(12);
    List<String> words = new ArrayList<>(new TreeSet<>(words(texts)));
    TreeSet<String> phrases = new TreeSet<>();
    while (phrases.size() < 100) {
      phrases.add(words.get(random.nextInt(words.size())));
    }
    while (phrases.size() < PHRASES / 2) {
      String two =
          words.get(random.nextInt(words.size())) + " " + words.get(random.nextInt(words.size()));
      phrases.add(random.nextBoolean() ? two : two + " " + words.get(random.nextInt(words.size())));
    }
    while (phrases.size() < PHRASES) {
      phrases.add(random.nextBoolean() ? word(random) : word(random) + " " + word(random));
    }
    return phrases.stream().map(text -> new Phrase(text, Phrase.Mode.WORDS)).toList();
  }

  private static List<String> words(String[] texts) {
    List<String> words = new ArrayList<>();
    for (String text : texts) {
      for (String word : new TextSignals(text).normal().split(" ", -1)) {
        if (word.length() > 3 && word.codePoints().allMatch(Character::isLetter)) {
          words.add(word);
        }
      }
    }
    return words;
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      word.append("bcdfghklmnprstvw".charAt(random.nextInt(16)));
      word.append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }
}
