package reeve.server.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network that gives events and takes actions. Implementations MUST be safe for use by several
 * threads.
 */
public interface Platform {
  PlatformId id();

  /**
   * Reads on in the event stream.
   *
   * <p>An implementation MUST give each event of the stream exactly once over a sequence of calls
   * in which each call passes the cursor that the one before returned, and MUST NOT give an event
   * before one that may still become visible with an earlier position (an event that commits late
   * is given late, never skipped). Of a stream whose beginning it let go ({@link #readersAt}) it
   * gives what is left.
   *
   * @param after where the last page ended; null for the beginning
   * @param most how many events at the most, 1 to 10,000
   * @throws PlatformUnavailable when the stream cannot be read now
   */
  Page read(@Nullable String after, int most) throws PlatformUnavailable;

  /** Returns when events may have arrived, or after the time given. Never misses one for long. */
  void awaitNews(Duration most) throws InterruptedException;

  /**
   * Tells where all are who read the stream, again and again. A platform MAY let go of what all of
   * them were past; it MUST keep whatever comes after the cursor of any of them, and everything
   * while one of them has none. Its cursors are its own: which comes first it alone can tell.
   *
   * @throws PlatformUnavailable when it cannot be told now
   */
  default void readersAt(List<Reader> readers) throws PlatformUnavailable {}

  /**
   * Who reads a stream.
   *
   * @param name for people, who look why events stay
   * @param cursor what follows it is yet to be read; null where nothing was read
   */
  record Reader(String name, @Nullable String cursor) {}

  /**
   * Runs of the platform's own job that lets go of what all have read of the stream, newest first;
   * none where there is no such job.
   */
  default List<StreamRun> streamRuns(int most) throws PlatformUnavailable {
    return List.of();
  }

  /**
   * A run of that job.
   *
   * @param removed how many events went
   * @param trouble why it failed, or for whom events stay longer than they should; null where
   *     neither is so
   */
  record StreamRun(Instant at, long removed, @Nullable String trouble) {}

  /**
   * Carries an order out.
   *
   * <p>MUST be idempotent by {@link Order#id}, and MUST store that id in the transaction that obeys
   * it. Is called by several threads at once, for one account by one at a time.
   *
   * @throws PlatformUnavailable when it is not known whether the order was carried out; the caller
   *     tries again with the same order
   */
  Receipt carryOut(Order order) throws PlatformUnavailable;

  /**
   * Carries orders out, one after the other as given, and stops at the first whose outcome is
   * unknown: later ones MUST NOT be tried before it. A platform that can obey many orders in one
   * transaction does so here.
   *
   * @param orders at most 1,000
   */
  default Carried carryOutAll(List<Order> orders) {
    List<Receipt> receipts = new ArrayList<>(orders.size());
    for (Order order : orders) {
      try {
        receipts.add(carryOut(order));
      } catch (PlatformUnavailable e) {
        return new Carried(receipts, e);
      }
    }
    return new Carried(receipts, null);
  }

  /**
   * The bytes of a picture, empty when the platform has none such.
   *
   * @param sha256 lower-case hex
   */
  Optional<byte[]> media(String sha256) throws PlatformUnavailable;

  /**
   * Runs of the platform's own job that removes pictures which nothing shows any more, newest
   * first; none where there is no such job.
   */
  default List<PictureRun> pictureRuns(int most) throws PlatformUnavailable {
    return List.of();
  }

  /**
   * A run of that job.
   *
   * @param unused how many were found that nothing shows any more
   * @param removed how many were removed, with their {@code bytes}
   * @param trouble why it failed; null where it did not
   */
  record PictureRun(Instant at, int unused, int removed, long bytes, @Nullable String trouble) {}

  /**
   * What became of several orders.
   *
   * @param receipts of the first orders of the list, in its order
   * @param stopped why the order after the last receipt has none; null where all have one
   */
  record Carried(List<Receipt> receipts, @Nullable PlatformUnavailable stopped) {
    public Carried {
      receipts = List.copyOf(receipts);
    }
  }

  /**
   * The account that others mention by this name, empty when there is none or when the platform
   * cannot tell.
   *
   * @param handle as {@link Profile#handle}, without a leading {@code @}
   */
  default Optional<AccountRef> named(String handle) throws PlatformUnavailable {
    return Optional.empty();
  }

  /** So many accounts are asked for at once, at the most. */
  int CAPTURED_MOST = 100;

  /**
   * Profile and recent posts of accounts as they are now, for a case that opens without anybody's
   * report. What a capture holds is what a {@link Event.Captured} of the stream does: it MUST hold
   * public and unlisted posts alone, newest first, at most 20. Its position is none of the
   * stream's.
   *
   * @param accounts at most {@link #CAPTURED_MOST}, each once
   * @return in any order; none of an account that the platform does not have or cannot show
   */
  default List<Event.Captured> capture(List<AccountRef> accounts) throws PlatformUnavailable {
    return List.of();
  }

  /**
   * A stretch of the stream.
   *
   * @param next the cursor to read on from; equals {@code after} when there are no events
   */
  record Page(List<Event> events, @Nullable String next) {
    public Page {
      events = List.copyOf(events);
    }
  }
}
