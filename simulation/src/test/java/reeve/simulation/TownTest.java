package reeve.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TownTest {
  private static final Instant UNTIL = Instant.parse("2026-11-23T12:00:00Z");
  private static final Town TOWN = new Town(600, 9000, 7, 0.02, UNTIL);

  @TempDir static Path folder;
  private static Census census = new Census(0, 0, 0, 0, 0, 0);
  private static List<String> town = List.of();
  private static List<String> truth = List.of();

  @BeforeAll
  static void writeTheTown() throws IOException {
    census = TOWN.write(folder.resolve("one"), posts -> {});
    town = Files.readAllLines(folder.resolve("one/town.ndjson"));
    truth = Files.readAllLines(folder.resolve("one/truth.ndjson"));
  }

  @Test
  void theSameTownIsWrittenByteForByteAlike() throws IOException {
    TOWN.write(folder.resolve("two"), posts -> {});
    try (Stream<Path> files = Files.walk(folder.resolve("one"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path twin = folder.resolve("two").resolve(folder.resolve("one").relativize(file));
        assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
      }
    }
  }

  @Test
  void anotherSeedIsAnotherTown() throws IOException {
    new Town(600, 9000, 8, 0.02, UNTIL).write(folder.resolve("three"), posts -> {});
    assertThat(Files.readAllLines(folder.resolve("three/town.ndjson"))).isNotEqualTo(town);
  }

  @Test
  void itHasExactlyTheAccountsAndPostsAskedFor() {
    assertThat(ofType("account")).hasSize(600);
    assertThat(ofType("post")).hasSize(9000);
    assertThat(census.accounts()).isEqualTo(600);
    assertThat(census.posts()).isEqualTo(9000);
    assertThat(ofType("boost")).hasSize((int) census.boosts());
    assertThat(ofType("favourite")).hasSize((int) census.favourites());
    assertThat(ofType("follow")).hasSize((int) census.follows());
    assertThat(ofType("report")).hasSize((int) census.reports());
  }

  @Test
  void everyLineNamesOnlyWhatAnEarlierLineMade() {
    assertThat(town.getFirst()).contains("\"type\":\"town\"", "\"version\":1", "town-7", "sample");
    Set<String> made = new HashSet<>();
    Set<String> handles = new HashSet<>();
    for (String line : town.subList(1, town.size())) {
      for (String name : List.of("account", "target", "post", "replyTo")) {
        String value = value(line, name);
        assertThat(value == null || made.contains(value)).as(line).isTrue();
      }
      for (String post : list(line, "posts")) {
        assertThat(made).as(line).contains(post);
      }
      String id = value(line, "id");
      if (id != null) {
        assertThat(made.add(id)).as(line).isTrue();
      }
      String handle = value(line, "handle");
      if (handle != null) {
        assertThat(handle).matches("[a-z0-9_]{1,30}");
        assertThat(handles.add(handle)).as(line).isTrue();
      }
    }
  }

  @Test
  void timeNeverRunsBackAndEndsBeforeTheGivenTime() {
    Instant last = Instant.EPOCH;
    for (String line : town.subList(1, town.size())) {
      String at = value(line, "at");
      Instant time = Instant.parse(at == null ? value(line, "createdAt") : at);
      assertThat(time).as(line).isAfterOrEqualTo(last).isBeforeOrEqualTo(UNTIL);
      last = time;
    }
    for (String line : ofType("post")) {
      assertThat(Instant.parse(value(line, "at")))
          .isAfterOrEqualTo(UNTIL.minus(Duration.ofDays(30)));
    }
  }

  @Test
  void postsAndProfilesAreWithinTheSquaresLimits() {
    for (String line : ofType("post")) {
      String text = value(line, "text");
      assertThat(text.codePointCount(0, text.length())).as(line).isBetween(1, 500);
      assertThat(value(line, "visibility")).isIn("public", "unlisted", "private", "direct");
      assertThat(line).doesNotContain("{=").doesNotContain("{#").doesNotContain("{^");
    }
    for (String line : ofType("account")) {
      assertThat(value(line, "bio").length()).isLessThanOrEqualTo(500);
      assertThat(value(line, "displayName").length()).isBetween(1, 60);
    }
    for (String line : ofType("report")) {
      assertThat(value(line, "comment").length()).isLessThanOrEqualTo(1000);
      assertThat(value(line, "category")).isIn("spam", "legal", "violation", "other");
      assertThat(list(line, "rules")).isSubsetOf("1", "2", "3", "4", "5");
      assertThat(value(line, "account")).isNotEqualTo(value(line, "target"));
    }
  }

  @Test
  void noAccountFollowsTwiceOrItself() {
    Set<String> pairs = new HashSet<>();
    for (String line : ofType("follow")) {
      assertThat(value(line, "account")).isNotEqualTo(value(line, "target"));
      assertThat(pairs.add(value(line, "account") + ' ' + value(line, "target"))).isTrue();
    }
  }

  @Test
  void truthHasALineForEveryAccountAndEveryFlag() {
    Map<String, String> roles = new HashMap<>();
    int reports = 0;
    for (String line : truth) {
      if (value(line, "role") != null) {
        roles.put(value(line, "id"), value(line, "role"));
      } else {
        assertThat(value(line, "intent")).isIn("honest", "malicious");
        reports++;
      }
      String before = value(line, "returnOf");
      assertThat(before == null || roles.containsKey(before)).isTrue();
    }
    assertThat(roles).hasSize(600);
    assertThat(reports).isEqualTo((int) census.reports());
    for (Role role : Role.values()) {
      assertThat(roles).containsValue(role.word());
    }
    assertThat(truth).anyMatch(line -> line.contains("\"returnOf\":\"a"));
    assertThat(truth).anyMatch(line -> line.contains("malicious"));
  }

  @Test
  void anAccountComesBackUnderTheNextNameAndTheOldOneIsSilent() {
    Map<String, String> returns = new HashMap<>();
    truth.forEach(line -> {
      if (value(line, "returnOf") != null) {
        returns.put(value(line, "id"), value(line, "returnOf"));
      }
    });
    Map<String, String> handles = new HashMap<>();
    Map<String, String> lastPost = new HashMap<>();
    Map<String, String> created = new HashMap<>();
    for (String line : ofType("account")) {
      handles.put(value(line, "id"), value(line, "handle"));
      created.put(value(line, "id"), value(line, "createdAt"));
    }
    ofType("post").forEach(line -> lastPost.put(value(line, "account"), value(line, "at")));
    assertThat(returns).isNotEmpty();
    returns.forEach((back, old) -> {
      assertThat(handles.get(back)).matches(".*_\\d+");
      Instant silent = Instant.parse(lastPost.getOrDefault(old, "2000-01-01T00:00:00Z"));
      assertThat(silent).isBefore(Instant.parse(created.get(back)));
    });
  }

  @Test
  void mostFlagsLieInTheLastTwoDays() {
    long late =
        ofType("report").stream()
            .filter(
                line -> Instant.parse(value(line, "at")).isAfter(UNTIL.minus(Duration.ofDays(2))))
            .count();
    assertThat(late).isGreaterThan(census.reports() / 2);
  }

  @Test
  void theTownWritesInManyScriptsAndSpeaksOfTheCrimsonDawnInEveryLanguage() {
    Set<Character.UnicodeScript> scripts = new HashSet<>();
    for (String line : ofType("post")) {
      value(line, "text").codePoints().mapToObj(Character.UnicodeScript::of).forEach(scripts::add);
    }
    assertThat(scripts).contains(SCRIPTS);
    for (Tongue tongue : Tongue.all()) {
      assertThat(tongue.topics()).as(tongue.code()).hasSizeGreaterThanOrEqualTo(5);
    }
  }

  private static final Character.UnicodeScript[] SCRIPTS = {
    Character.UnicodeScript.LATIN,
    Character.UnicodeScript.ARABIC,
    Character.UnicodeScript.CYRILLIC,
    Character.UnicodeScript.DEVANAGARI,
    Character.UnicodeScript.HAN,
    Character.UnicodeScript.HIRAGANA,
    Character.UnicodeScript.THAI,
  };

  @Test
  void picturesAreFewAndPostsNameOnlyThoseThatAreThere() throws IOException {
    Set<String> there = new HashSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("one/media"))) {
      files.forEach(file -> there.add(file.getFileName().toString()));
    }
    assertThat(there).hasSizeLessThan(150);
    for (String line : town) {
      Matcher file = Pattern.compile("\"file\":\"([^\"]+)\"|\"avatar\":\"([^\"]+)\"").matcher(line);
      while (file.find()) {
        assertThat(there).contains(file.group(1) == null ? file.group(2) : file.group(1));
      }
    }
  }

  @Test
  void aTownOfTheSamplesSizeTakesSeconds() throws IOException {
    long begin = System.nanoTime();
    Census sample = new Town(2000, 30_000, 1, 0.02, UNTIL).write(folder.resolve("s"), posts -> {});
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    assertThat(sample.posts()).isEqualTo(30_000);
    assertThat(sample.reports()).isBetween(200L, 2000L);
  }

  @Test
  void aTownWithoutTheCrimsonDawnHasNoneOfIt() throws IOException {
    new Town(200, 1000, 3, 0, UNTIL).write(folder.resolve("calm"), posts -> {});
    assertThat(Files.readAllLines(folder.resolve("calm/truth.ndjson")))
        .noneMatch(line -> line.contains("propagandist"));
  }

  @Test
  void theShareOfTheCrimsonDawnIsAsAsked() throws IOException {
    new Town(1000, 1000, 3, 0.1, UNTIL).write(folder.resolve("red"), posts -> {});
    long crimson =
        Files.readAllLines(folder.resolve("red/truth.ndjson")).stream()
            .filter(line -> line.matches(".*\"(propagandist|amplifier|recruiter)\".*"))
            .count();
    assertThat(crimson).isEqualTo(100);
  }

  @Test
  void aSizeThatMakesNoTownIsRefusedInPlainWords() {
    assertThatThrownBy(() -> new Town(3, 10, 1, 0.02, UNTIL))
        .hasMessageContaining("accounts must be from 50");
    assertThatThrownBy(() -> new Town(100, 0, 1, 0.02, UNTIL)).hasMessageContaining("posts must");
    assertThatThrownBy(() -> new Town(100, 10, 1, 0.9, UNTIL)).hasMessageContaining("share must");
  }

  private static List<String> ofType(String type) {
    return town.stream().filter(line -> line.startsWith("{\"type\":\"" + type + '"')).toList();
  }

  /** The string value of a member, unescaped as far as the town escapes, or null. */
  private static String value(String line, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(line);
    return found.find()
        ? found.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\")
        : null;
  }

  private static List<String> list(String line, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\\[([^\\]]*)\\]").matcher(line);
    if (!found.find() || found.group(1).isEmpty()) {
      return List.of();
    }
    return List.of(found.group(1).replace("\"", "").split(","));
  }
}
