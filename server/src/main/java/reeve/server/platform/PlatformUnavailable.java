package reeve.server.platform;

/** The platform did not answer, or its answer was lost: the order is tried again, later. */
public final class PlatformUnavailable extends Exception {
  public PlatformUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
