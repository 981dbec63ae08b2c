package reeve.server.decisions;

import java.util.Collection;

/** What this slice asks of the appeals, which lie above it. */
public interface OpenAppeals {
  /** Whether an appeal against one of these decisions waits for its hearing. */
  boolean anyOf(Collection<DecisionId> decisions);
}
