package reeve.server.platform;

/** An account of a platform. */
public record AccountRef(PlatformId platform, String nativeId) implements Subject {
  public AccountRef {
    nativeId = Subject.requireNativeId(nativeId);
  }
}
