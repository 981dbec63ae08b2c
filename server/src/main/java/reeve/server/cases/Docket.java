package reeve.server.cases;

import java.util.List;
import reeve.server.platform.Event;

/** Where events enter the cases. */
public interface Docket {
  /** The reporter's id of a report that names nobody: all of a platform count as one witness. */
  String ANONYMOUS = "anonymous";

  /**
   * The reporter's id of an authority's request, which binds nobody: no person, and answered by the
   * desk of legal. No platform and no API key may name it.
   */
  String AUTHORITY = "reeve:authority";

  /**
   * Enters what cases need of a stretch of a platform's stream, in its order: profiles, captures,
   * reports, deletions; the rest is passed over. MUST be called in a transaction, and leaves
   * nothing behind when that fails.
   *
   * @throws CaseMoved when a case was closed or opened by somebody else meanwhile: roll back and do
   *     the whole again
   */
  void enter(List<Event> events);

  /** A case changed hands between the reading and the writing of a batch; worth a retry at once. */
  final class CaseMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    CaseMoved(String message) {
      super(message);
    }
  }
}
