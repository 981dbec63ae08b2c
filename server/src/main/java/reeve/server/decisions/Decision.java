package reeve.server.decisions;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action.ProfileField;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * A decision as it stands.
 *
 * @param bundle of its orders, see {@link reeve.server.enforcement.Orders}
 * @param caseId null for one of a batch
 * @param handle the account's name when decided
 * @param measures empty for "no violation"
 * @param clause null for "no violation"
 * @param policyVersion 0 for "no violation"
 * @param posts native ids of the posts relied on
 * @param decidedBy null where a rule decided alone
 * @param rule that decided alone, else null
 * @param agreedBy the lead who agreed in writing, else null
 * @param secondPerson false where rule or circumstance asked for another person and there was none
 * @param leavesAt before this time it can be withdrawn as if it had never been
 * @param appealUntil from then on no appeal is taken
 * @param replaces the decision that this one took the place of on appeal
 * @param record the record of the decision
 */
public record Decision(
    DecisionId id,
    UUID bundle,
    @Nullable CaseId caseId,
    AccountRef account,
    String handle,
    Origin origin,
    Source source,
    Set<Measure> measures,
    @Nullable ClauseId clause,
    int policyVersion,
    List<String> posts,
    Set<ProfileField> fields,
    @Nullable Instant until,
    @Nullable ProtectedSpeech protectedSpeech,
    String toHolder,
    String note,
    Actor.@Nullable Staff decidedBy,
    @Nullable Rule rule,
    Actor.@Nullable Staff agreedBy,
    String agreement,
    boolean secondPerson,
    Instant decidedAt,
    Instant leavesAt,
    Instant appealUntil,
    State state,
    @Nullable DecisionId replaces,
    RecordId record) {

  /** A rule as staff know it; no holder ever reads its name. */
  public record Rule(String name, String version) {}

  /** The life of a decision. */
  public enum State {
    /** It holds, or holds as soon as it leaves. */
    STANDING,
    /** Taken back before it left: nobody was told, nothing happened. */
    WITHDRAWN,
    /** Taken back later, with a reason that the holder was told. */
    UNDONE,
    /** Another decision stands in its place after an appeal. */
    REPLACED,
    /** An appeal found that nothing was broken. */
    OVERTURNED
  }

  public Decision {
    measures = Set.copyOf(measures);
    posts = List.copyOf(posts);
    fields = Set.copyOf(fields);
  }

  public boolean sanction() {
    return !measures.isEmpty();
  }

  /** Whether a rule decided it, without a person. */
  public boolean automated() {
    return rule != null;
  }

  /** What was decided, in words. */
  public String words() {
    return Phrases.of(measures);
  }
}
