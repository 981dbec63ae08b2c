package reeve.server.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log over the records, as it stands in this process. */
public interface Ledger {
  /** What it is doing. */
  enum Standing {
    /** This process keeps none: it has no folder for it, or does no background work. */
    OFF,
    /** Another process sequences; this one takes over where that ends. */
    FOLLOWING,
    /** Records get their index within a second. */
    RUNNING,
    /** Its store does not answer; it is tried again. */
    WAITING,
    /** Going on would sign a second history, or what is stored is damaged: a person must look. */
    STOPPED
  }

  /**
   * How it stands.
   *
   * @param number of today's log, from 1; each later one follows the one before
   * @param origin the log's name; empty before it was begun
   * @param key its public key, as verifiers take it
   * @param size entries that have an index
   * @param lag how old the oldest record is that has none, about
   * @param problem why it waits or stopped: a plain sentence
   */
  record State(
      Standing standing,
      int number,
      String origin,
      String key,
      long size,
      Duration lag,
      @Nullable String problem,
      Published published) {}

  /**
   * What the public sees.
   *
   * @param size of the checkpoint; 0 before the first
   * @param at when it was published; null before
   * @param witnesses that signed it
   * @param asked whether any witness is asked at all
   * @param refusals why the last checkpoint was withheld or not published, a sentence each
   * @param next when the next one is due
   */
  record Published(
      long size,
      @Nullable Instant at,
      Set<String> witnesses,
      boolean asked,
      List<String> refusals,
      @Nullable Instant next) {
    public Published {
      witnesses = Set.copyOf(witnesses);
      refusals = List.copyOf(refusals);
    }
  }

  State state();

  /**
   * Lets the next checkpoint come at once, of what has an index by then, where this process leads;
   * the one after it comes at its hour. A checkpoint off the hour tells that something happened
   * just before it: MUST be asked for only where there is nobody of whom that could be learnt.
   */
  void publishSoon();

  /**
   * Begins a new log that follows today's, after this one stopped: all records that the database
   * holds get an index in it.
   *
   * @throws IllegalStateException today's has not stopped in this process; the message says what to
   *     do
   */
  void beginAnother();
}
