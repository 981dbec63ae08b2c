package reeve.server.cases;

import java.util.List;
import reeve.server.platform.AccountRef;
import reeve.server.record.RecordId;

/**
 * Somebody who reported the account of a case.
 *
 * @param reports the platform's ids of their reports in this case, oldest first
 * @param record of the oldest of them
 */
public record Witness(AccountRef account, List<String> reports, RecordId record) {
  public Witness {
    reports = List.copyOf(reports);
  }
}
