package reeve.server.cases;

import java.util.List;
import reeve.server.platform.AccountRef;

/**
 * Somebody who reported the account of a case.
 *
 * @param reports the platform's ids of their reports in this case, oldest first
 */
public record Witness(AccountRef account, List<String> reports) {
  public Witness {
    reports = List.copyOf(reports);
  }
}
