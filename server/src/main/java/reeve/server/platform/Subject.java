package reeve.server.platform;

/** What a report, a case, a decision or a record is about: an account or a post of a platform. */
public sealed interface Subject permits AccountRef, PostRef {
  PlatformId platform();

  /** The platform's own id: 1 to 200 characters, opaque, no control characters. */
  String nativeId();

  /** Refuses what no platform may use as an id. */
  static String requireNativeId(String id) {
    boolean usable = !id.isEmpty() && id.length() <= 200;
    for (int i = 0; usable && i < id.length(); i++) {
      usable = !Character.isISOControl(id.charAt(i));
    }
    if (!usable) {
      throw new IllegalArgumentException("an id is 1 to 200 characters without control characters");
    }
    return id;
  }
}
