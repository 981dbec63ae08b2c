package reeve.square.imports;

import java.io.IOException;

/** Reads one format. An instance lives for one import and may carry over from file to file. */
interface LineParser {
  /**
   * Reads a file to its end. A line that is no good goes to {@link Sink#reject}, never further.
   *
   * @throws IOException when the file cannot be read on
   */
  void parse(LineReader lines, Sink sink) throws IOException;

  /** Gives what was kept back, after the last file. */
  default void finish(Sink sink) throws IOException {}

  /** Where lines go. */
  interface Sink {
    /**
     * @param number of the line in the file that is read
     */
    void line(long number, TownLine line) throws IOException;

    void reject(long number, Refused why) throws IOException;
  }
}
