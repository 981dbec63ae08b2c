package reeve.server.watch.backtest;

/**
 * How far a job is.
 *
 * @param share of the events that are to be read, 0 to 1
 * @param events read so far
 * @param perSecond events a second since the job began to read
 */
public record Progress(double share, long events, long perSecond) {
  /** Nothing is read yet. */
  public static final Progress NONE = new Progress(0, 0, 0);
}
