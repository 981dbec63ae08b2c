package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalTest {
  @ParameterizedTest
  @CsvSource({
    "Crimson DAWN, crimson dawn",
    "' two  spaces ', two spaces",
    "'a\tb\r\n\u000bc', a b c",
    "'x\u00a0\u2003\u3000\u2028y', x y",
    "d\u200ba\u2060w\u00adn\ufeff, dawn",
    "\u202edawn\u202c, dawn",
    "da\u0000w\u007fn\u0085, dawn",
    "ＤＡＷＮ①, dawn1",
    "Straße, strasse",
    "İstanbul, i̇stanbul",
    "ﬁle, file",
    "cafe\u0301, café",
    "cafe\u0001\u0301, café",
    "ｻｯｶｰ, サッカー",
    "'', ''",
    "' ', ''",
    "\u200b, ''",
  })
  void textsThatReadAlikeAreAlike(String written, String normal) {
    assertThat(Normal.of(written)).isEqualTo(normal);
    assertThat(Normal.of(normal)).isEqualTo(normal);
  }

  @Test
  void aTextThatIsNormalAlreadyIsNotCopied() {
    String text = "the 3rd dawn, they say: come (all)!";
    assertThat(Normal.of(text)).isSameAs(text);
  }

  @Test
  void aLongTextIsCutBeforeAHalfCharacterAndSaysSo() {
    String text = "a".repeat(Normal.MOST - 1) + "😀b";
    assertThat(Normal.cut(text)).isTrue();
    assertThat(Normal.of(text)).isEqualTo("a".repeat(Normal.MOST - 1));
    assertThat(Normal.of("x" + "A".repeat(Normal.MOST)))
        .isEqualTo("x" + "a".repeat(Normal.MOST - 1));
    assertThat(Normal.cut("a".repeat(Normal.MOST))).isFalse();
    assertThat(Normal.of("a".repeat(Normal.MOST))).hasSize(Normal.MOST);
  }

  @Test
  void marksBeyondThirtyOnALetterAreDropped() {
    String marks = "\u0316".repeat(Normal.MARKS);
    assertThat(Normal.of("q" + marks + "\u0316\u0316 r\u0316")).isEqualTo("q" + marks + " r\u0316");
  }
}
