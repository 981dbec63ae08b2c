package reeve.square.imports;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Goes on with fresh seeds for as long as given: {@code -Dreeve.fuzz.seconds}, half a minute. */
final class CsvRowsFuzz {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("reeve.fuzz.seconds", 30));

  @Test
  void theReaderAndItsModelAgreeOnEveryFile() throws IOException {
    long end = System.nanoTime() + LENGTH.toNanos();
    long seed = System.nanoTime();
    System.out.println("the first seed is " + seed);
    while (System.nanoTime() < end) {
      var cases = new CsvCases(seed++);
      for (int i = 0; i < 1_000; i++) {
        cases.whatWasWrittenIsReadBack();
        cases.noiseCostsItsOwnLinesAlone();
      }
    }
  }
}
