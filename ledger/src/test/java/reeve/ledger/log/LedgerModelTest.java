package reeve.ledger.log;

import org.junit.jupiter.api.Test;

/** The first lives of {@link LedgerFuzz}. */
class LedgerModelTest {
  @Test
  void fiftyLivesAgreeWithTheModel() {
    for (long seed = -50; seed < 0; seed++) {
      LedgerFuzz.live(seed);
    }
  }
}
