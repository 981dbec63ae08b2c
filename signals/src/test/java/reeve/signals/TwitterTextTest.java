package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import reeve.signals.Part.Kind;

/** The conformance suite of twitter-text for what posts mention, tag and link to. */
final class TwitterTextTest {
  /** Where the answer differs on purpose: the suite's name of the example, and the reason. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "Extract lone metion but not @user@user (too close to an email)",
          "@test@example.com is how people of other servers are mentioned");

  @Test
  void mentionsAreThoseOfTheSuite() throws IOException {
    holds("extract.yml", "mentions", 23, (text, part) -> lower(part.value()), Kind.MENTION);
  }

  @Test
  void hashtagsAreThoseOfTheSuite() throws IOException {
    holds("extract.yml", "hashtags", 58, (text, part) -> part.value(), Kind.HASHTAG);
    holds("extract.yml", "hashtags_from_astral", 3, (text, part) -> part.value(), Kind.HASHTAG);
  }

  @Test
  void linksAreThoseOfTheSuite() throws IOException {
    holds("extract.yml", "urls", 90, TwitterTextTest::written, Kind.LINK);
    holds("extract.yml", "tco_urls_with_params", 5, TwitterTextTest::written, Kind.LINK);
  }

  @Test
  void placesAreThoseOfTheSuite() throws IOException {
    holds("extract.yml", "mentions_with_indices", 3, TwitterTextTest::place, Kind.MENTION);
    holds("extract.yml", "hashtags_with_indices", 7, TwitterTextTest::place, Kind.HASHTAG);
    holds("extract.yml", "urls_with_indices", 8, TwitterTextTest::place, Kind.LINK);
    holds("extract.yml", "urls_with_directional_markers", 2, TwitterTextTest::place, Kind.LINK);
  }

  @Test
  void everyTopLevelDomainOfTheSuiteEndsALink() throws IOException {
    holds("tlds.yml", "country", 300, TwitterTextTest::written, Kind.LINK);
    holds("tlds.yml", "generic", 1_000, TwitterTextTest::written, Kind.LINK);
  }

  private static void holds(
      String file, String group, int least, BiFunction<String, Part, Object> value, Kind kind)
      throws IOException {
    Path data = RealData.file("twitter-text/" + file);
    if (data == null) {
      return;
    }
    Map<String, Map<String, List<Map<String, Object>>>> suite =
        new Yaml().load(Files.readString(data));
    List<Map<String, Object>> examples = suite.get("tests").get(group);
    assertThat(examples).hasSizeGreaterThanOrEqualTo(least);
    var wrong = new ArrayList<String>();
    Set<String> different = new HashSet<>();
    for (Map<String, Object> example : examples) {
      String name = (String) example.get("description");
      String text = (String) example.get("text");
      List<Object> found =
          Reading.of(text).stream()
              .filter(part -> part.kind() == kind)
              .map(part -> value.apply(text, part))
              .toList();
      List<Object> expected =
          ((List<?>) example.get("expected"))
              .stream()
                  .map(one -> one instanceof Map<?, ?> map ? map.get("indices") : (Object) one)
                  .toList();
      if (DIFFERENT.containsKey(name)) {
        different.add(name);
        assertThat(found).as(name).isNotEqualTo(expected);
      } else if (!found.equals(expected)) {
        wrong.add(name + ": " + found + " instead of " + expected);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(different).hasSize(group.equals("mentions") ? DIFFERENT.size() : 0);
  }

  private static Object written(String text, Part part) {
    return text.substring(part.from(), part.to());
  }

  private static Object place(String text, Part part) {
    return List.of(text.codePointCount(0, part.from()), text.codePointCount(0, part.to()));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
