package reeve.server.decisions;

import reeve.server.record.RecordId;

/** What another slice does, in the same transaction, when a decision is undone. */
public interface AfterUndo {
  void undone(DecisionId id, RecordId cause);
}
