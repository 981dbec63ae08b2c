package reeve.server.enforcement;

import java.time.Instant;
import java.util.Optional;
import reeve.server.platform.OrderId;

/**
 * What platforms handed over: kept sealed under a key that lies outside the database, named by the
 * order that asked for it, and in no record but by its size and its SHA-256.
 */
public interface HandOvers {
  /**
   * A file that is kept.
   *
   * @param at by the platform's clock
   * @param bytes its size in UTF-8
   * @param sha256 of those bytes, lower-case hex
   */
  record HandedOver(OrderId order, Instant at, long bytes, String sha256) {}

  /** Empty before the platform answered, where it refused, and after {@link #erase}. */
  Optional<HandedOver> find(OrderId order);

  /**
   * The file, one JSON object as {@code docs/events.md} describes it. Who asks has made sure that
   * the person may read it, and records the view before it leaves.
   *
   * @return empty where there is none, or where the key that sealed it is no longer given
   */
  Optional<String> open(OrderId order);

  /** Deletes the file, in the caller's transaction; that it was there stays recorded. */
  void erase(OrderId order);
}
