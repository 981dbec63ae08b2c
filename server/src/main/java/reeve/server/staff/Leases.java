package reeve.server.staff;

import java.time.Duration;
import java.util.Optional;

/**
 * Named leases in the database, so that of several server processes one alone does a work. Time is
 * the database's, which all processes share.
 */
public interface Leases {
  /**
   * Takes a lease that nobody holds or whose holder let it lapse; its number is then above all
   * before. Empty while somebody else holds it.
   *
   * @param name 1 to 64 characters
   * @param length how long it holds without a heart-beat
   */
  Optional<Lease> take(String name, Duration length);
}
