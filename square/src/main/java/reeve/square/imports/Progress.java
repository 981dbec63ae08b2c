package reeve.square.imports;

/** Hears how far an import is. Called by one thread at a time, some times a second. */
public interface Progress {
  /** Hears nothing. */
  Progress SILENT = state -> {};

  void at(State state);

  /**
   * How far it is.
   *
   * @param lines written, skipped or rejected so far
   * @param bytes read of the files, compressed as they are
   * @param allBytes of the files
   * @param done whether this is the last call
   */
  record State(long lines, long rejected, long bytes, long allBytes, boolean done) {}
}
