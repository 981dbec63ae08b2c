package reeve.server.watch.log;

/** What can be erased from the log: its offsets, sequences and ids stay, its content goes. */
public sealed interface Erasable {

  /**
   * Whatever a source told of a post; where the source has a colon in its name, what is erased of
   * the part before it is erased of all of its parts.
   *
   * @param id as {@code post.id} says it
   */
  record Post(String source, String id) implements Erasable {}

  /** One event. */
  record Event(long offset) implements Erasable {}
}
