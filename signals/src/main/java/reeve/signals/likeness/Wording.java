package reeve.signals.likeness;

import java.util.function.LongConsumer;

/**
 * Of the runs of five words of a text one in four, chosen by their hash, so that two texts that
 * have runs in common choose the same (as in winnowing; Schleimer, Wilkerson and Aiken, 2003).
 */
final class Wording {
  /** Words of a run. */
  static final int RUN = 5;

  /** One in so many is kept. */
  private static final int ONE_IN = 4;

  private final LongConsumer hears;
  private final long[] last = new long[RUN];
  private int words;

  Wording(LongConsumer hears) {
    this.hears = hears;
  }

  void next(String word) {
    last[words++ % RUN] = Feature.hash(word);
    if (words >= RUN) {
      long run = 0;
      for (int i = 0; i < RUN; i++) {
        run = Feature.mix(run, last[(words + i) % RUN]);
      }
      if (run % ONE_IN == 0) {
        hears.accept(run / ONE_IN);
      }
    }
  }
}
