package reeve.square.base;

import java.util.Locale;

/** How wide the author asked a post to be shown. */
public enum Visibility {
  PUBLIC,
  UNLISTED,
  PRIVATE,
  DIRECT;

  /** The word in the API, the events and the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Visibility parse(String word) {
    for (var visibility : values()) {
      if (visibility.word().equals(word)) {
        return visibility;
      }
    }
    throw Refusal.invalid("visibility is one of public, unlisted, private, direct.");
  }

  /** Whether everybody may read such posts; only these make events. */
  public boolean open() {
    return this == PUBLIC || this == UNLISTED;
  }
}
