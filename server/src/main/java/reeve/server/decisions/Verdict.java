package reeve.server.decisions;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.cases.Witness;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * A ruling and everything around it that the decision is made of.
 *
 * @param bundle what its orders are withdrawn by
 * @param cause the record that it follows from: the opening of the case, or the appeal
 * @param witnesses who reported, to be answered
 * @param agreement the lead's words, empty where nobody had to agree
 * @param replaces the decision whose place it takes
 * @param onAppeal whether an appeal of the holder led to it: that a reporter's did is told nowhere
 */
record Verdict(
    DecisionId id,
    UUID bundle,
    @Nullable CaseId caseId,
    @Nullable String batch,
    AccountRef account,
    String handle,
    Origin origin,
    Source source,
    Ruling ruling,
    List<Witness> witnesses,
    By by,
    Actor.@Nullable Staff agreedBy,
    String agreement,
    boolean secondPerson,
    @Nullable RecordId cause,
    @Nullable DecisionId replaces,
    boolean onAppeal,
    @Nullable DecisionForm form) {
  /** Whether a person looked at a random sample of many, and at nothing of this account's own. */
  boolean sampled() {
    return by instanceof By.Sample;
  }

  /** Whether no person had a hand in it. */
  boolean automated() {
    return by instanceof By.Rule;
  }
}
