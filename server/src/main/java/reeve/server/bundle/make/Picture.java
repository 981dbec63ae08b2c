package reeve.server.bundle.make;

import java.util.Locale;

/**
 * A picture that an item shows; one line of {@link Spool#PICTURES}.
 *
 * @param sha256 of its bytes, lower-case hex
 * @param state what is kept of it
 * @param type by its first bytes; {@code image/*} where none are kept
 */
public record Picture(String sha256, State state, String type, long bytes) {
  /** What there is of a picture. */
  public enum State {
    KEPT,
    /** Hidden from everybody. */
    SEALED,
    /** The platform did not give it, or no longer. */
    MISSING,
    /** Larger than what is copied, or one too many of its account. */
    NOT_COPIED;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  boolean kept() {
    return state == State.KEPT;
  }

  /** Whether a browser shows it. */
  boolean shown() {
    return kept() && !extension().equals("bin");
  }

  String extension() {
    return switch (type) {
      case "image/png" -> "png";
      case "image/jpeg" -> "jpg";
      case "image/gif" -> "gif";
      case "image/webp" -> "webp";
      default -> "bin";
    };
  }

  /** Where it lies below {@code data/}. */
  String path() {
    return "media/" + sha256 + "." + extension();
  }
}
