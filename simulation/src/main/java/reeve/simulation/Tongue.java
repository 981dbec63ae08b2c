package reeve.simulation;

import java.util.List;

/**
 * A language of the town with its phrase book.
 *
 * @param weight how many of the town's people speak it, against the others' weights
 * @param topics what its people talk about
 */
record Tongue(String code, int weight, Phrasebook phrases, List<String> topics) {

  /** The languages of the town, each a file {@code words/CODE.txt}. */
  static List<Tongue> all() {
    return List.of(
        of("en", 30),
        of("de", 14),
        of("es", 12),
        of("fr", 10),
        of("ar", 9),
        of("ja", 7),
        of("hi", 6),
        of("uk", 6),
        of("th", 5));
  }

  private static Tongue of(String code, int weight) {
    Phrasebook phrases = Phrasebook.load(code);
    return new Tongue(code, weight, phrases, phrases.topics());
  }

  /** One of them by weight. */
  static Tongue pick(List<Tongue> tongues, Dice dice) {
    int total = 0;
    for (Tongue tongue : tongues) {
      total += tongue.weight;
    }
    int left = dice.below(total);
    for (Tongue tongue : tongues) {
      left -= tongue.weight;
      if (left < 0) {
        return tongue;
      }
    }
    return tongues.getLast();
  }
}
