package reeve.rules.count;

import org.junit.jupiter.api.Test;

/** The long run of {@link RandomCountersTest}. */
final class CounterFuzz {
  @Test
  void everyReadingIsWhatAListOfAllEventsSays() {
    for (long seed = 1_000; seed < 4_000; seed++) {
      new RandomCounters(seed).run(4_000);
    }
  }
}
