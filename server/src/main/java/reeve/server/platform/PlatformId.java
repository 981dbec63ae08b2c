package reeve.server.platform;

import java.util.regex.Pattern;

/**
 * Names a network that Reeve serves.
 *
 * @param value 1 to 32 of {@code [a-z0-9-]}, starting with a letter
 */
public record PlatformId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** The embedded square. */
  public static final PlatformId SQUARE = new PlatformId("square");

  public PlatformId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a platform is 1 to 32 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
