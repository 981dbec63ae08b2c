package reeve.server.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a try to send ended. */
sealed interface Outcome {
  /** For staff; nothing secret. */
  String words();

  /** The other side has it. */
  record Sent(String words) implements Outcome {}

  /**
   * It may succeed later, and may have arrived.
   *
   * @param asked how long the other side asked to wait, or null
   */
  record Again(String words, @Nullable Duration asked) implements Outcome {}

  /** It cannot arrive as it is. */
  record Failed(String words) implements Outcome {}
}
