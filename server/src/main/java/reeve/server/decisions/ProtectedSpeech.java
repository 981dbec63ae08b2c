package reeve.server.decisions;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the posts relied on are news, documentation of abuses, counter-speech, education,
 * research, art or satire. Nothing is preselected; a yes or an unsure bars a sanction unless a lead
 * agrees in writing.
 */
public enum ProtectedSpeech {
  YES,
  NO,
  UNSURE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ProtectedSpeech> ofCode(String code) {
    for (ProtectedSpeech answer : values()) {
      if (answer.code().equals(code)) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }
}
