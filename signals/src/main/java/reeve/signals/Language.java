package reeve.signals;

import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.Locale;
import java.util.Optional;

/**
 * The language of a text, by lingua in its low-accuracy mode. The models are loaded when a text is
 * first asked for, each with the alphabet that it belongs to, and stay.
 */
public final class Language {
  /** So many characters are read. */
  static final int MOST = 500;

  /** Fewer letters have no language. */
  private static final int LEAST = 3;

  /** Loads nothing before it is asked. */
  private static final class Models {
    private static final LanguageDetector DETECTOR =
        LanguageDetectorBuilder.fromAllLanguages().withLowAccuracyMode().build();
  }

  private Language() {}

  /**
   * The most likely language, as its code of ISO 639-1 ({@code en}); empty where the text has too
   * few letters or none is likelier than others.
   */
  public static Optional<String> of(String text) {
    String words = new TextSignals(text).textKept();
    String read = words.length() > MOST ? words.substring(0, MOST) : words;
    if (read.codePoints().filter(Character::isLetter).limit(LEAST).count() < LEAST) {
      return Optional.empty();
    }
    var language = Models.DETECTOR.detectLanguageOf(read);
    String code = language.getIsoCode639_1().toString().toLowerCase(Locale.ROOT);
    return code.length() == 2 ? Optional.of(code) : Optional.empty();
  }
}
