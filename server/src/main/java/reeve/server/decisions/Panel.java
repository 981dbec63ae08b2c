package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Grip.Happening;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.enforcement.Standing;
import reeve.server.platform.Action.ProfileField;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policy;

/**
 * What the decision panel of a case shows.
 *
 * @param claim the member's own, or null where they hold none: then there is no form
 * @param notice a sentence above the form, or null
 * @param since what happened to the case since the claim began, where it lapsed
 * @param mine the member's newest decision that has not left, of this or another case
 */
record Panel(
    CaseId id,
    @Nullable ClaimId claim,
    DecisionForm form,
    List<Flaw> flaws,
    @Nullable String notice,
    List<Happening> since,
    List<Policy> policies,
    @Nullable Mine mine,
    List<Past> past) {

  /** A decision that can still be withdrawn. */
  record Mine(
      DecisionId id, @Nullable CaseId caseId, String handle, String words, long leftMillis) {
    static Mine of(Decision decision, Instant now) {
      return new Mine(
          decision.id(),
          decision.caseId(),
          decision.handle(),
          decision.words(),
          Math.max(0, Duration.between(now, decision.leavesAt()).toMillis()));
    }
  }

  /** A decision on this case, and how its orders stand. */
  record Past(Decision decision, List<Standing> orders) {}

  /** An action of the form, with its key. */
  record Choice(String key, String code, String label) {}

  Panel {
    flaws = List.copyOf(flaws);
    since = List.copyOf(since);
    policies = List.copyOf(policies);
    past = List.copyOf(past);
  }

  /** The actions in the order of their keys. */
  public List<Choice> choices() {
    return List.of(
        new Choice("1", DecisionForm.NO_VIOLATION, "No violation"),
        new Choice("2", Measure.WARN.text(), "Warn"),
        new Choice("3", Measure.REMOVE_POSTS.text(), "Remove the marked posts"),
        new Choice("4", Measure.CLEAR_FIELD.text(), "Clear a profile field"),
        new Choice("5", Measure.LIMIT.text(), "Limit"),
        new Choice("6", Measure.SUSPEND_TEMPORARILY.text(), "Suspend for days:"),
        new Choice("7", Measure.SUSPEND_PERMANENTLY.text(), "Suspend permanently"));
  }

  /** The fields that can be cleared. */
  public ProfileField[] fields() {
    return ProfileField.values();
  }

  public String fieldName(ProfileField field) {
    return Phrases.field(field);
  }

  /** What a clause allows, codes joined by spaces, for the page's script. */
  public String allows(Clause clause) {
    return String.join(" ", clause.allows().stream().map(Measure::text).sorted().toList());
  }

  /** What is wrong with one field, or null. */
  public @Nullable String flaw(String field) {
    return flaws.stream()
        .filter(flaw -> flaw.field().equals(field))
        .map(Flaw::words)
        .findFirst()
        .orElse(null);
  }

  public int textMost() {
    return FormCheck.TEXT_MOST;
  }

  public int daysMost() {
    return FormCheck.DAYS_MOST;
  }
}
