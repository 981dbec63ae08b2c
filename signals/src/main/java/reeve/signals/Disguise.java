package reeve.signals;

/** What was undone to find a phrase or to see that two names are alike. */
public enum Disguise {
  /** Compatibility forms: fullwidth, circled or mathematical letters, ligatures. */
  FORM(1 << 0),
  /** Characters that nobody sees, between two letters: zero-width ones, joiners, soft hyphens. */
  INVISIBLE(1 << 1),
  /**
   * Combining marks that the phrase has not, composed or not; in Arabic and Hebrew marks that one
   * of both has.
   */
  MARKS(1 << 2),
  /** The tatweel, which draws an Arabic word out. */
  TATWEEL(1 << 3),
  /** Letters of another alphabet, or symbols, that look like the Latin ones (UTS #39). */
  LOOK_ALIKE(1 << 4),
  /** Digits and {@code @ $ ! | +} for letters. */
  DIGITS(1 << 5),
  /** A letter three times or more, or every letter twice. */
  REPEATED(1 << 6),
  /** Something between all letters of a word, or a sign for the space between two words. */
  SPACED(1 << 7);

  /** One bit of its own. */
  final int bit;

  Disguise(int bit) {
    this.bit = bit;
  }
}
