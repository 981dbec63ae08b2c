package reeve.square.door;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the square gives its events and takes its orders. Safe for several threads. */
public interface SquareDoor {
  /**
   * Reads on in the outbox, in commit-safe order: rows whose transaction id lies below {@code
   * pg_snapshot_xmin(pg_current_snapshot())}, ordered by (epoch, transaction id, id). A row that
   * commits late is given late, never skipped. Events that {@link #readersAt} let go are no longer
   * there: whoever reads from a place before them gets what is left.
   *
   * @param after the cursor of the page before; null for the beginning
   * @param most 1 to 10,000
   */
  Page read(@Nullable String after, int most);

  /** Returns when something may have been added, or after the time given. */
  void awaitNews(Duration most) throws InterruptedException;

  /**
   * Tells where all are who read the outbox, again and again. What all of them were past leaves it
   * after {@code square.keep-events}, counted from when this was told; whatever comes after the
   * place of any of them stays, and so does everything while one of them has not begun.
   *
   * @param readers all of them; none tells nothing
   */
  void readersAt(List<Reader> readers);

  /**
   * Runs of the job that removes events which all have read, newest first.
   *
   * @param most how many
   */
  List<OutboxRun> outboxRuns(int most);

  /**
   * Obeys an order. Idempotent: the order's id is stored in the transaction that obeys it, and the
   * same id again gives the same answer. A number that is not above the last one obeyed for the
   * account is refused.
   */
  SquareReceipt obey(SquareOrder order);

  /**
   * Obeys orders, one after the other as given, in one transaction: all of them are answered as by
   * {@link #obey}, or this throws and none was obeyed.
   *
   * @param orders at most 1,000
   */
  List<SquareReceipt> obeyAll(List<SquareOrder> orders);

  /** The bytes of a picture by the SHA-256 of the bytes, lower-case hex. */
  Optional<byte[]> media(String sha256);

  /**
   * Runs of the job that removes pictures which nothing shows any more, newest first.
   *
   * @param most how many
   */
  List<PictureRun> pictureRuns(int most);

  /**
   * The id of the account that others mention by this name, empty when nobody can see one.
   *
   * @param handle with or without a leading {@code @}, in any case
   */
  Optional<String> accountNamed(String handle);

  /** So many accounts are captured at once, at the most. */
  int CAPTURED_MOST = 100;

  /**
   * Accounts as they are now, each as the event {@code capture} of {@code docs/events.md}; nothing
   * is added to the outbox.
   *
   * @param accounts ids, at most {@link #CAPTURED_MOST}; what is no account here is passed over
   */
  List<String> capture(List<String> accounts);

  /**
   * An event of the outbox.
   *
   * @param position its place, {@code <epoch>-<transaction id>-<id>}; the epoch rises when the
   *     database was restored into another cluster, whose transaction ids begin anew
   * @param json one JSON object as {@code docs/events.md} describes it
   */
  record OutboxEvent(String position, String json) {}

  /**
   * Who reads the outbox.
   *
   * @param name for people, who look why events stay
   * @param cursor what follows it is yet to be read; null where nothing was read
   */
  record Reader(String name, @Nullable String cursor) {}

  /**
   * A run of the job that removes events.
   *
   * @param trouble why it failed, or for whom events stay longer than they should; null where
   *     neither is so
   */
  record OutboxRun(Instant at, long removed, @Nullable String trouble) {}

  /**
   * A run of the job that removes pictures.
   *
   * @param unused how many were found that nothing shows any more
   * @param removed how many were removed, with their {@code bytes}
   * @param trouble why it failed; null where it did not
   */
  record PictureRun(Instant at, int unused, int removed, long bytes, @Nullable String trouble) {}

  /**
   * A stretch of the outbox.
   *
   * @param next the cursor to read on from; equals {@code after} when there is nothing new
   */
  record Page(List<OutboxEvent> events, @Nullable String next) {
    public Page {
      events = List.copyOf(events);
    }
  }
}
