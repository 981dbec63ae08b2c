package reeve.signals;

import org.junit.jupiter.api.Test;

/** Random hostile texts: no link or hand-off stands elsewhere than it says. */
final class LinkFuzz {
  @Test
  void everyLinkStandsWhereItSays() {
    for (long seed = 0; seed < 200_000; seed++) {
      LinkTest.check(seed);
    }
  }
}
