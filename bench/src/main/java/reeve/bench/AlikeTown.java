package reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.signals.TextSignals;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Query;
import reeve.square.imports.Format;
import reeve.square.imports.Scan;

/**
 * A simulated town whose truth is known: from three reported accounts to the rest of their group.
 */
final class AlikeTown {
  static final Set<String> CRIMSON = Set.of("propagandist", "amplifier", "recruiter");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "\"id\":\"([^\"]+)\".*\"role\":\"([a-z_]+)\"(?:.*\"returnOf\":\"([^\"]+)\")?.*");

  private final Path folder;
  private final Map<String, String> roles = new HashMap<>();
  private final Map<String, String> returns = new HashMap<>();

  AlikeTown(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<String> lines = Files.lines(folder.resolve("truth.ndjson"))) {
      lines.forEach(line -> {
        Matcher read = ACCOUNT.matcher(line);
        if (read.find()) {
          roles.put(read.group(1), read.group(2));
          if (read.group(3) != null) {
            returns.put(read.group(1), read.group(3));
          }
        }
      });
    }
  }

  void fill(LikenessIndex index, Path rejects) throws IOException {
    Town town = new Town(index);
    Scan.run(Format.TOWN, List.of(folder.resolve("town.ndjson")), rejects, _ -> {}, town);
    index.refresh();
  }

  List<String> of(Set<String> wanted) {
    return roles.entrySet().stream()
        .filter(each -> wanted.contains(each.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  String role(String account) {
    return roles.getOrDefault(account, "?");
  }

  /** Tells the index what the town's people do. */
  static final class Town implements Scan.Visitor {
    private final LikenessIndex index;

    Town(LikenessIndex index) {
      this.index = index;
    }

    private void take(Observed event) {
      try {
        index.take(event);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void account(
        String id,
        String handle,
        String displayName,
        String bio,
        String location,
        Instant createdAt,
        @Nullable Long followers,
        @Nullable Long following) {
      take(new Observed.Described(id, handle, displayName, bio, null, createdAt, 0, 0, 0));
    }

    @Override
    public void post(
        String id,
        String account,
        Instant at,
        String text,
        @Nullable String language,
        String visibility,
        @Nullable String replyTo) {
      List<String> mentions = new TextSignals(text).mentions();
      take(new Observed.Posted(account, at, id, text, language, mentions, List.of()));
    }

    @Override
    public void boost(String account, String post, Instant at) {
      take(new Observed.Boosted(account, at, post));
    }

    @Override
    public void follow(String account, String target, Instant at) {
      take(new Observed.Followed(account, target));
    }

    @Override
    public void report(
        String id,
        String account,
        String target,
        int posts,
        String category,
        List<String> rules,
        String comment,
        Instant at) {}
  }

  public static void main(String[] a) throws Exception {
    AlikeTown town = new AlikeTown(Path.of(a[0]));
    Path dir = Files.createTempDirectory("alike");
    try (LikenessIndex index = LikenessIndex.open(dir)) {
      long t = System.nanoTime();
      town.fill(index, dir);
      index.commit("x");
      Machine.log(
          "filled %d accounts in %.1f s; %d bytes each",
          index.accounts(), (System.nanoTime() - t) / 1e9, index.bytes() / index.accounts());
      List<String> crimson = town.of(CRIMSON);
      Random random = new Random(1);
      Map<String, Integer> missed = new TreeMap<>();
      Map<String, Integer> wrong = new TreeMap<>();
      for (int draw = 0; draw < 10; draw++) {
        List<String> shuffled = new ArrayList<>(crimson);
        Collections.shuffle(shuffled, random);
        List<String> seeds = shuffled.subList(0, 3);
        Set<String> wanted = new HashSet<>(shuffled.subList(3, shuffled.size()));
        t = System.nanoTime();
        List<Alike> found = new ArrayList<>(index.find(new Query(seeds, List.of(), 300, true)));
        double ms = (System.nanoTime() - t) / 1e6;
        long right = found.stream().filter(f -> wanted.contains(f.account())).count();
        StringBuilder s = new StringBuilder();
        for (Alike f : found) {
          s.append(wanted.contains(f.account()) ? '+' : '-');
          if (!wanted.contains(f.account())) wrong.merge(town.role(f.account()), 1, Integer::sum);
        }
        Set<String> got = new HashSet<>();
        found.forEach(f -> got.add(f.account()));
        for (String w : wanted) if (!got.contains(w)) missed.merge(town.role(w), 1, Integer::sum);
        Machine.log(
            "seeds %s: found %d right of %d wanted, %d given, %.0f ms %s",
            seeds.stream().map(town::role).toList(), right, wanted.size(), found.size(), ms, s);
        if (draw == 0)
          for (Alike f : found.subList(0, Math.min(12, found.size())))
            Machine.log(
                "  %s %d%% %s",
                town.role(f.account()),
                f.percent(),
                f.ties().stream()
                    .map(x ->
                        x.kind() + " " + x.shared() + "/" + x.of() + " %.1f".formatted(x.nats()))
                    .toList());
      }
      Machine.log("missed %s wrong %s", missed, wrong);
    }
  }
}
