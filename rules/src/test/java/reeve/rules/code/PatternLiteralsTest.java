package reeve.rules.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatternLiteralsTest {
  private static PatternLiterals decides(String... texts) {
    return new PatternLiterals(Set.of(texts), true);
  }

  private static PatternLiterals requires(String text) {
    return new PatternLiterals(Set.of(text), false);
  }

  @Test
  void choicesBetweenTextsAreFoundAsTexts() {
    assertThat(PatternLiterals.of("(bad1|evil1)")).isEqualTo(decides("bad1", "evil1"));
    assertThat(PatternLiterals.of("bad")).isEqualTo(decides("bad"));
    assertThat(PatternLiterals.of("a(?:b|c(d|e))f")).isEqualTo(decides("abf", "acdf", "acef"));
    assertThat(PatternLiterals.of("t\\.me/\\+x")).isEqualTo(decides("t.me/+x"));
  }

  @Test
  void otherPatternsAreSparedByATextThatTheyNeed() {
    assertThat(PatternLiterals.of("join\\s+us now")).isEqualTo(requires("us now"));
    assertThat(PatternLiterals.of("crimson?dawn")).isEqualTo(requires("crimso"));
    assertThat(PatternLiterals.of("^dawns+$")).isEqualTo(requires("dawns"));
    assertThat(PatternLiterals.of("(x|y[a-c])dawn{2}")).isEqualTo(requires("daw"));
  }

  @Test
  void whatIsNotPlainIsLeftAlone() {
    for (String pattern :
        List.of(
            "",
            "a|",
            "(?i)dawn",
            "dawn|\\d",
            "\\Qdawn\\E",
            "d(?i:awn)x",
            "\\pNdawn",
            "[ab]?",
            "ab")) {
      PatternLiterals literals = PatternLiterals.of(pattern);
      if (pattern.equals("ab")) {
        assertThat(literals).isEqualTo(decides("ab"));
      } else {
        assertThat(literals).as(pattern).isNull();
      }
    }
    String many = "(a|b|c|d)".repeat(4);
    assertThat(PatternLiterals.of(many)).isNull();
  }

  @Test
  void literalsSayNothingElseThanThePattern() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> pieces =
        List.of(
            "a",
            "b",
            "ab",
            "abc",
            "(",
            ")",
            "(?:",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "[ab]",
            "[^a]",
            ".",
            "\\.",
            "\\d",
            "\\b",
            "^",
            "$",
            "\ud83d\ude00",
            "{",
            "}",
            "[]a]");
    int plain = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(1, 9); left > 0; left--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      Pattern pattern;
      try {
        pattern = Pattern.compile(text.toString());
      } catch (com.google.re2j.PatternSyntaxException e) {
        continue;
      }
      PatternLiterals literals = PatternLiterals.of(text.toString());
      if (literals == null) {
        continue;
      }
      plain++;
      for (int event = 0; event < 20; event++) {
        StringBuilder in = new StringBuilder();
        for (int left = random.nextInt(8); left > 0; left--) {
          in.append(List.of("a", "b", "c", ".", "1", "{", "\ud83d\ude00").get(random.nextInt(7)));
        }
        boolean found = literals.texts().stream().anyMatch(one -> in.indexOf(one) >= 0);
        boolean matches = pattern.matcher(in.toString()).find();
        assertThat(literals.decides() ? matches == found : found || !matches)
            .as("%s in %s: %s", text, in, literals)
            .isTrue();
      }
    }
    assertThat(plain).isGreaterThan(1_000);
  }
}
