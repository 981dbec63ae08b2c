package reeve.simulation;

import java.util.Locale;

/**
 * What an account is in truth. The name in lower case is the role in {@code truth.ndjson}.
 *
 * @see Town#crimsonShare()
 */
enum Role {
  ORDINARY(0, 1, "ordinary"),
  JOURNALIST(0.03, 4, "journalist"),
  COUNTER_SPEAKER(0.02, 3, "counter"),
  RELATIVE(0.008, 1, "relative"),
  RESEARCHER(0.012, 2, "researcher"),
  BOOKSELLER(0.015, 4, "bookseller"),
  FILM_PROMOTER(0.015, 4, "film"),
  HELPLINE(0.01, 3, "helpline"),
  ACTIVIST(0.02, 3, "activist"),
  SPAMMER(0.03, 4, "spammer"),
  /** Not of the Crimson Dawn, but flags whoever speaks against it. */
  BRIGADER(0.015, 2, "brigader"),
  PROPAGANDIST(0, 7, "propagandist"),
  AMPLIFIER(0, 3, "amplifier"),
  RECRUITER(0, 8, "recruiter");

  private final double share;
  private final int activity;
  private final String voice;

  Role(double share, int activity, String voice) {
    this.share = share;
    this.activity = activity;
    this.voice = voice;
  }

  /** Of all accounts; what these leave is the Crimson Dawn and ordinary people. */
  double share() {
    return share;
  }

  /** How much it writes, as a multiple of an ordinary person. */
  int activity() {
    return activity;
  }

  /** The first half of its symbols in the phrase books. */
  String voice() {
    return voice;
  }

  boolean crimson() {
    return switch (this) {
      case PROPAGANDIST, AMPLIFIER, RECRUITER -> true;
      case ORDINARY,
          JOURNALIST,
          COUNTER_SPEAKER,
          RELATIVE,
          RESEARCHER,
          BOOKSELLER,
          FILM_PROMOTER,
          HELPLINE,
          ACTIVIST,
          SPAMMER,
          BRIGADER ->
          false;
    };
  }

  /** Whether a flag against it is right in truth. */
  boolean breaksRules() {
    return crimson() || this == SPAMMER || this == BRIGADER;
  }

  /** Whether it lives among the other members' interests, beside what its role says. */
  boolean hasHobbies() {
    return switch (this) {
      case ORDINARY, JOURNALIST, COUNTER_SPEAKER, RELATIVE, RESEARCHER, ACTIVIST, BRIGADER -> true;
      case BOOKSELLER, FILM_PROMOTER, HELPLINE, SPAMMER, PROPAGANDIST, AMPLIFIER, RECRUITER ->
          false;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
