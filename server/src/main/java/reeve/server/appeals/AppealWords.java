package reeve.server.appeals;

import java.time.Instant;
import reeve.server.decisions.Decision;
import reeve.server.decisions.Phrases;

/** What people who appeal are told. Nobody learns from it whether somebody else appealed. */
final class AppealWords {
  private AppealWords() {}

  /** A title and a body, plain text. */
  record Text(String title, String body) {}

  static Text received(Instant dueAt) {
    return new Text(
        "We have your appeal",
        "Thank you for writing to us. Somebody who took no part in the decision looks at it again,"
            + " reads what you wrote, and tells you what came of it until "
            + Phrases.day(dueAt)
            + ". You need do nothing more.\n");
  }

  static Text repeatedOpen() {
    return new Text(
        "We have your appeal already",
        "You wrote to us about this decision before. We keep what you add now, and whoever looks at"
            + " it reads it too. A decision is looked at again once; you hear from us.\n");
  }

  static Text repeatedDecided() {
    return new Text(
        "This decision was looked at again already",
        "A decision is looked at again once, by somebody who took no part in it. That was done, and"
            + " its result stands. You may still go to a court, and in the European Union to a"
            + " certified body for settling disputes out of court.\n");
  }

  static Text tooLate(Instant until) {
    return new Text(
        "Your appeal came too late",
        "An appeal was possible until "
            + Phrases.day(until.minusSeconds(1))
            + ". We can no longer take it. You may still go to a court.\n");
  }

  static Text notStanding() {
    return new Text(
        "That decision does not stand any more",
        "We took the decision that you write about back, or put another one in its place, and told"
            + " you so. There is nothing left of it to look at again.\n");
  }

  /** What a holder's or a reporter's appeal came to. */
  static Text outcome(
      Decision decision, Appeal.Side side, Appeal.Outcome outcome, String reason, boolean second) {
    String looked =
        second
            ? "Somebody who took no part in the decision has read your appeal and looked at"
                + " everything again.\n\n"
            : "We have read your appeal and looked at everything again. Somebody who took no part in"
                + " the decision should have done so; this network has nobody else: no second"
                + " person took part.\n\n";
    String why = "\n\nWhy:\n\n" + reason + "\n";
    return switch (outcome) {
      case UPHELD ->
          new Text(
              "Your appeal: the decision stands",
              looked
                  + switch (side) {
                    case HOLDER ->
                        "The decision of %s about your account stands."
                            .formatted(Phrases.day(decision.decidedAt()));
                    case REPORTER ->
                        "The account @%s breaks no rule: that stands.".formatted(decision.handle());
                  }
                  + why
                  + "\nYou may still go to a court, and in the European Union to a certified body"
                  + " for settling disputes out of court.\n");
      case CHANGED ->
          new Text(
              "Your appeal: the decision is changed",
              looked
                  + switch (side) {
                    case HOLDER ->
                        "We changed the decision of %s about your account. The new one comes with a"
                                .formatted(Phrases.day(decision.decidedAt()))
                            + " statement of its own; what the old one changed is taken back.";
                    case REPORTER ->
                        "You were right: the account @%s breaks a rule, and we acted on it."
                            .formatted(decision.handle());
                  }
                  + why);
      case OVERTURNED ->
          new Text(
              "Your appeal: you were right",
              looked
                  + "The decision of %s about your account was wrong. We have taken everything back:"
                      .formatted(Phrases.day(decision.decidedAt()))
                  + " what it changed is as it was before. We are sorry."
                  + why);
    };
  }
}
