package reeve.server.decisions;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.platform.Action.ProfileField;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policy;

/** A form of a decision as a page shows it: what was typed, what is wrong, what can be chosen. */
public record FormView(DecisionForm form, List<Flaw> flaws, List<Policy> policies) {
  /** An action of the form, with its key. */
  public record Choice(String key, String code, String label) {}

  public FormView {
    flaws = List.copyOf(flaws);
    policies = List.copyOf(policies);
  }

  /** The actions in the order of their keys. */
  public List<Choice> choices() {
    return List.of(
        new Choice("1", DecisionForm.NO_VIOLATION, "No violation"),
        new Choice("2", Measure.WARN.text(), "Warn"),
        new Choice("3", Measure.REMOVE_POSTS.text(), "Remove posts"),
        new Choice("4", Measure.CLEAR_FIELD.text(), "Clear a profile field"),
        new Choice("5", Measure.LIMIT.text(), "Limit"),
        new Choice("6", Measure.SUSPEND_TEMPORARILY.text(), "Suspend for days:"),
        new Choice("7", Measure.SUSPEND_PERMANENTLY.text(), "Suspend permanently"));
  }

  /** The actions that are sanctions. */
  public List<Choice> sanctions() {
    return choices().subList(1, choices().size());
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
