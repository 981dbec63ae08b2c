package reeve.rules.engine;

import java.security.SecureRandom;

/**
 * What a counter has counted so far.
 *
 * @param key takes the identity's place in the hashes of its keys: a history that was begun anew
 *     shares no key with one that was broken off
 * @param since the event time, in milliseconds since 1970, since which it counts; {@link #ALWAYS}
 *     where it counts over its whole window
 */
public record History(long key, long since) {
  /** Nothing was ever missed. */
  public static final long ALWAYS = Long.MIN_VALUE;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** One that begins now, with keys that no other has. */
  public static History fresh(long since) {
    return new History(RANDOM.nextLong(), since);
  }
}
