package reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.signals.TextSignals;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
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

  Path file() {
    return folder.resolve("town.ndjson");
  }

  /** Whose return an account is, or null. */
  @Nullable String returnOf(String account) {
    return returns.get(account);
  }

  /** How many harmless people there are of each role. */
  Map<String, Integer> harmless() {
    Map<String, Integer> counts = new HashMap<>();
    roles.values().stream()
        .filter(role -> !CRIMSON.contains(role) && !role.equals("spammer"))
        .forEach(role -> counts.merge(role, 1, Integer::sum));
    return counts;
  }

  String role(String account) {
    return roles.getOrDefault(account, "?");
  }

  /** Tells the index what the town's people do. */
  static class Town implements Scan.Visitor {
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
      take(new Observed.Described(id, handle, displayName, bio, "", null, createdAt, 0, 0, 0));
    }

    @Override
    public void post(
        String id,
        String account,
        Instant at,
        String text,
        @Nullable String language,
        String visibility,
        @Nullable String replyTo,
        List<String> pictures) {
      List<String> mentions = new TextSignals(text).mentions();
      take(new Observed.Posted(account, at, id, text, language, mentions, pictures));
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
}
