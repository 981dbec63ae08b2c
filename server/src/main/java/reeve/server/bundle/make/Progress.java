package reeve.server.bundle.make;

/**
 * How far it is.
 *
 * @param done steps of {@code of}
 */
public record Progress(long done, long of) {
  public static final Progress NONE = new Progress(0, 1);

  /** 0 to 1. */
  public double share() {
    return of == 0 ? 0 : Math.min(1, (double) done / of);
  }
}
