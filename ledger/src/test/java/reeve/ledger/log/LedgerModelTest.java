package reeve.ledger.log;

import org.junit.jupiter.api.Test;

/** The first lives of {@link LedgerFuzz}. */
class LedgerModelTest {
  @Test
  void twentyLivesAgreeWithTheModel() {
    for (long seed = -20; seed < 0; seed++) {
      LedgerFuzz.live(seed);
    }
  }
}
