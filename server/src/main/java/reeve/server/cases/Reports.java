package reeve.server.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

/** Reports one by one, for telling those who made them, and never for any page. */
public interface Reports {
  /**
   * A report.
   *
   * @param handle of the reported account as it was last seen when the report came; what is known
   *     now where no such copy is kept
   * @param of the case that it stands in now
   * @param open whether that case waits for a decision
   */
  record Filed(
      AccountRef reporter,
      AccountRef account,
      String handle,
      Instant at,
      CaseId of,
      boolean open) {}

  /**
   * Those of them that somebody made who can be named: not an anonymous one, nor an authority's.
   *
   * @param ids the platform's, at most 1,000
   */
  Map<String, Filed> byPeople(PlatformId platform, Collection<String> ids);
}
