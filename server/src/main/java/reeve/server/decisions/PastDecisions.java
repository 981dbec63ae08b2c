package reeve.server.decisions;

import java.util.List;
import reeve.server.platform.AccountRef;

/** What was decided on accounts, for slices above that tell somebody of it. */
public interface PastDecisions {
  /**
   * The decisions on an account that left, newest first; what was withdrawn before it left is none.
   *
   * @param most 1 to 10,000
   */
  List<Decision> on(AccountRef account, int most);
}
