package reeve.server.platform;

/** A post of a platform. */
public record PostRef(PlatformId platform, String nativeId) implements Subject {
  public PostRef {
    nativeId = Subject.requireNativeId(nativeId);
  }
}
