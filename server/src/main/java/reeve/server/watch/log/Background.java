package reeve.server.watch.log;

/** What is done beside the writing. */
interface Background {
  /**
   * A segment was closed; MUST NOT wait.
   *
   * @param known what had been appended by then, as {@link Known#write}
   */
  void closed(Segment segment, byte[] known);
}
