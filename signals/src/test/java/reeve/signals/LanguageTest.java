package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {
  @ParameterizedTest
  @CsvSource({
    "'@anna join us tonight by the old mill and bring your friends, https://dawn.example/de', en",
    "kommt heute Nacht zur alten Mühle und bringt eure Freunde mit, de",
    "ven esta noche al viejo molino y trae a tus amigos, es",
    "приходите сегодня вечером к старой мельнице, ru",
    "تعالوا الليلة إلى الطاحونة القديمة, ar",
    "夜明けの団は今夜集まります, ja",
    "ข้อความภาษาไทย, th",
  })
  void theLanguageOfAPostIsKnown(String text, String language) {
    assertThat(Language.of(text)).contains(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12 34", "😀😀😀", "@anna https://dawn.example", "\ud800\u0301", "a"})
  void withoutWordsThereIsNone(String text) {
    assertThat(Language.of(text)).isEmpty();
  }

  @Test
  void aMegabyteIsReadInTime() {
    long start = System.nanoTime();
    Language.of("abc ".repeat(250_000));
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }
}
