package reeve.signals;

/**
 * What {@link PhraseAutomaton} looks for.
 *
 * @param text not empty; of {@link Mode#WORDS} not empty when normalised either
 */
public record Phrase(String text, Mode mode) {
  /** Where a phrase is looked for, and what may stand beside it. */
  public enum Mode {
    /** In the text as it was written, upper and lower case apart, anywhere. */
    EXACT,

    /**
     * In the {@linkplain Normal normalised} text, normalised itself, as whole words: no letter,
     * digit or combining mark stands beside it, unless its edge there belongs to a script that
     * writes no spaces between words (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar).
     */
    WORDS
  }

  public Phrase {
    if (text.isEmpty() || (mode == Mode.WORDS && Normal.of(text).isEmpty())) {
      throw new IllegalArgumentException("a phrase must not be empty");
    }
  }

  /** What is looked for in the text of its mode. */
  String sought() {
    return mode == Mode.WORDS ? Normal.of(text) : text;
  }
}
