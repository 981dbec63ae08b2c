package reeve.server.decisions;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.enforcement.Issue;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.record.RecordId;

/**
 * Words that went to one person.
 *
 * @param id random: names the letter outside, and is what an appeal names
 * @param decision null where the letter is about none
 * @param body plain text, with the marks of {@link LetterPart}
 * @param appealUntil null where no appeal is possible
 */
public record Letter(
    UUID id,
    @Nullable DecisionId decision,
    AccountRef to,
    Audience audience,
    String title,
    String body,
    @Nullable Instant appealUntil) {

  /** As what the person is written to. */
  public enum Audience {
    /** The holder of the account that a decision is about. */
    HOLDER,
    /** Somebody who reported it. */
    REPORTER,
    /** Somebody who asked to look again. */
    APPELLANT;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A letter under a fresh id. */
  public static Letter to(
      AccountRef to,
      Audience audience,
      @Nullable DecisionId decision,
      String title,
      String body,
      @Nullable Instant appealUntil) {
    return new Letter(UUID.randomUUID(), decision, to, audience, title, body, appealUntil);
  }

  /** The same letter with a part more at its end. */
  Letter with(String part) {
    return new Letter(
        id, decision, to, audience, title, body.stripTrailing() + "\n\n" + part, appealUntil);
  }

  /** The body in its parts. */
  public List<LetterPart> parts() {
    return LetterPart.of(body);
  }

  /** The order that brings it, once it is kept. */
  public Issue issue(UUID bundle, RecordId cause) {
    Action action =
        switch (audience) {
          case HOLDER -> new Action.DeliverStatement(words());
          case REPORTER, APPELLANT -> new Action.DeliverAnswer(words());
        };
    return Issue.ofLetter(bundle, to, action, cause, id);
  }

  /** As a platform is given it. */
  Action.Letter words() {
    String reference = appealUntil == null ? null : id.toString();
    return new Action.Letter(id.toString(), title, body, reference, appealUntil);
  }
}
