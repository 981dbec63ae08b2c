package reeve.rules.count;

import org.junit.jupiter.api.Test;

final class RandomCountersTest {
  @Test
  void everyReadingIsWhatAListOfAllEventsSays() {
    for (long seed = 0; seed < 60; seed++) {
      new RandomCounters(seed).run(3_000);
    }
  }
}
