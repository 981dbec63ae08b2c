package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.FlaggedPost;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.platform.Action.ProfileField;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;

/** Reads a form into a ruling, or says everything that is wrong with it. */
final class FormCheck {
  /** Characters of the text to the holder, and of the internal note. */
  static final int TEXT_MOST = 4_000;

  /** Days of a temporary suspension. */
  static final int DAYS_MOST = 365;

  /** Of these a decision takes one at the most: each is about the whole account. */
  private static final Set<Measure> WHOLE_ACCOUNT =
      EnumSet.of(
          Measure.WARN, Measure.LIMIT, Measure.SUSPEND_TEMPORARILY, Measure.SUSPEND_PERMANENTLY);

  private final DecisionForm form;
  private final Policies policies;
  private final List<FlaggedPost> known;
  private final Instant now;
  private final List<Flaw> flaws = new ArrayList<>();

  private FormCheck(DecisionForm form, Policies policies, List<FlaggedPost> known, Instant now) {
    this.form = form;
    this.policies = policies;
    this.known = known;
    this.now = now;
  }

  static Judged check(DecisionForm form, Policies policies, List<FlaggedPost> known, Instant now) {
    return new FormCheck(form, policies, known, now).judge();
  }

  private Judged judge() {
    boolean noViolation = form.measures().contains(DecisionForm.NO_VIOLATION);
    Set<Measure> measures = measures();
    List<FlaggedPost> posts = posts();
    text("toHolder", form.toHolder(), "The text to the holder");
    text("note", form.note(), "The note");
    if (noViolation) {
      if (!measures.isEmpty()) {
        flaw("measure", "“No violation” goes with no other action: take one of them back.");
      }
      return flaws.isEmpty()
          ? new Judged.Sound(Ruling.noViolation(posts, form.note()))
          : new Judged.Flawed(flaws);
    }
    if (measures.isEmpty()) {
      flaw("measure", "Choose what is to be done, by its number.");
    }
    Ruling.@Nullable Under under = under(measures);
    Set<ProfileField> fields = fields(measures);
    Instant until = until(measures);
    ProtectedSpeech answer = protectedSpeech(under);
    if (measures.contains(Measure.REMOVE_POSTS) && posts.isEmpty()) {
      flaw("post", "Mark the posts that are to be removed: j and k walk, x marks.");
    }
    if (!measures.isEmpty() && posts.isEmpty() && form.toHolder().isEmpty()) {
      flaw(
          "toHolder",
          "The holder must learn what this is about: mark a post (x), or write what you saw.");
    }
    if (!flaws.isEmpty() || under == null) {
      return new Judged.Flawed(flaws);
    }
    return new Judged.Sound(
        new Ruling(measures, under, posts, fields, until, answer, form.toHolder(), form.note()));
  }

  private Set<Measure> measures() {
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    for (String code : form.measures()) {
      if (!code.equals(DecisionForm.NO_VIOLATION)) {
        measure(code)
            .ifPresentOrElse(
                measures::add,
                () -> flaw("measure", "There is no such action; reload the page and choose."));
      }
    }
    if (measures.stream().filter(WHOLE_ACCOUNT::contains).count() > 1) {
      flaw("measure", "Choose one of warn, limit and suspend: each is about the whole account.");
    }
    return measures;
  }

  static Optional<Measure> measure(String code) {
    for (Measure measure : Measure.values()) {
      if (measure.text().equals(code)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }

  private List<FlaggedPost> posts() {
    List<FlaggedPost> posts =
        known.stream().filter(p -> form.posts().contains(p.post().post().nativeId())).toList();
    if (posts.size() < form.posts().size()) {
      flaw("post", "A marked post does not belong to this case; reload the page and mark again.");
    }
    return posts;
  }

  private Ruling.@Nullable Under under(Set<Measure> measures) {
    if (form.clause().isEmpty()) {
      if (!measures.isEmpty()) {
        flaw("clause", "Choose the clause that was broken.");
      }
      return null;
    }
    Ruling.Under under;
    try {
      ClauseId id = ClauseId.parse(form.clause());
      under =
          policies
              .current(id.policy())
              .flatMap(policy -> policy.clause(id).map(clause -> new Ruling.Under(policy, clause)))
              .orElse(null);
    } catch (IllegalArgumentException e) {
      under = null;
    }
    if (under == null) {
      flaw("clause", "There is no such clause any more; choose one of those shown.");
      return null;
    }
    for (Measure measure : measures) {
      if (!under.clause().allows().contains(measure)) {
        flaw(
            "measure",
            "“%s” does not allow to %s."
                .formatted(under.clause().title(), Phrases.infinitive(measure)));
      }
    }
    return under;
  }

  private Set<ProfileField> fields(Set<Measure> measures) {
    Set<ProfileField> fields = EnumSet.noneOf(ProfileField.class);
    if (!measures.contains(Measure.CLEAR_FIELD)) {
      return fields;
    }
    for (ProfileField field : ProfileField.values()) {
      if (form.fields().contains(field.name())) {
        fields.add(field);
      }
    }
    if (fields.isEmpty()) {
      flaw("field", "Choose the profile field that is to be cleared.");
    }
    return fields;
  }

  private @Nullable Instant until(Set<Measure> measures) {
    if (!measures.contains(Measure.SUSPEND_TEMPORARILY)) {
      return null;
    }
    try {
      int days = Integer.parseInt(form.days());
      if (days >= 1 && days <= DAYS_MOST) {
        return now.plus(Duration.ofDays(days));
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    flaw("days", "For how many days? A whole number from 1 to " + DAYS_MOST + ".");
    return null;
  }

  private @Nullable ProtectedSpeech protectedSpeech(Ruling.@Nullable Under under) {
    if (under == null || !under.policy().protectedSpeech()) {
      return null;
    }
    ProtectedSpeech answer = ProtectedSpeech.ofCode(form.protectedSpeech()).orElse(null);
    if (answer == null) {
      flaw(
          "protected",
          "Answer whether this is news, documentation, counter-speech, education, research, art or"
              + " satire.");
    }
    return answer;
  }

  private void text(String field, String text, String name) {
    int length = PlainText.length(text);
    if (length > TEXT_MOST) {
      flaw(
          field,
          "%s has %,d characters; at most %,d are possible.".formatted(name, length, TEXT_MOST));
    }
  }

  private void flaw(String field, String words) {
    flaws.add(new Flaw(field, words));
  }
}
