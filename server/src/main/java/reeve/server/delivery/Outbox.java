package reeve.server.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages in and sends them afterwards.
 *
 * <p>A message is sent at least once: a crash between the sending and the note of it sends it
 * again, under the same id ({@code Message-ID} of a mail, {@code webhook-id}, {@code
 * Idempotency-Key}), so that the other side can tell. It is tried again with growing pauses; what
 * can never arrive, and what did not within {@code server.delivery.give-up-after}, is kept and
 * shown until somebody sends it again or drops it. While its channel is off it waits.
 */
public interface Outbox {
  /** The largest content, in bytes as JSON. */
  int LARGEST = 8 << 20;

  /**
   * Hands a message in.
   *
   * <p>MUST be called in the transaction of what it tells of: it stands or falls with that. A key
   * that is known changes nothing and gives the id of the first.
   *
   * @throws IllegalArgumentException when it is larger than {@link #LARGEST}
   */
  UUID hand(Message message);

  /** What became of a message; empty once it is forgotten, 90 days after its end. */
  Optional<Fate> find(UUID id);

  /**
   * What became of a message.
   *
   * @param tries how often it was tried
   * @param words the last answer of the other side, for staff; empty where there was none
   * @param closedAt when it was sent, given up or dropped; null while it waits
   */
  record Fate(State state, int tries, String words, @Nullable Instant closedAt) {}

  /** The life of a message. */
  enum State {
    WAITING,
    SENT,
    /** Given up; a person may send it again. */
    FAILED,
    /** A person decided that it is not sent. */
    DROPPED
  }
}
