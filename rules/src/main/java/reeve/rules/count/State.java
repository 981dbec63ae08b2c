package reeve.rules.count;

/**
 * What a shard remembers: a map from 16 key bytes to at most {@value #VALUE_BYTES} value bytes, so
 * that a keyed store of a stream processor can stand behind it.
 *
 * <ul>
 *   <li>Each key MUST belong to one shard, and a shard MUST call from one thread at a time. An
 *       implementation need not be safe for more.
 *   <li>{@link #get} MUST return what the last {@link #put} of that key gave, byte for byte, or
 *       nothing if it has forgotten the key; it MUST NOT return an older value or a part.
 *   <li>An implementation MAY forget a whole key: when its window has passed, or to stay within a
 *       stated budget, which it MUST count where an operator sees it. A value begins with two
 *       varints (LEB128), the length of a pane in milliseconds and the newest pane; its window has
 *       passed at {@code (newest + 61) * length - 1}.
 *   <li>It MUST NOT fail for want of memory, keep the arrays that it is given, or change the order
 *       of operations on one key. It promises no order between keys.
 *   <li>When a put is durable is for the implementation to say. Whoever made the state closes it;
 *       shards do not.
 * </ul>
 */
public interface State {
  int VALUE_BYTES = 4_000;

  /**
   * Copies the value of a key.
   *
   * @param into takes the value from index 0; at least {@value #VALUE_BYTES} long
   * @return the length of the value, -1 where there is none
   */
  int get(long high, long low, byte[] into);

  /** Sets the value of a key to the first {@code length} bytes, 2 to {@value #VALUE_BYTES}. */
  void put(long high, long low, byte[] value, int length);

  /**
   * Says that keys will be asked for soon, so that what they need can be fetched side by side. It
   * MUST NOT change what anything else returns.
   *
   * @param keys rows whose keys are meant, from one to before another
   */
  default void expect(Bumps keys, int from, int to) {}
}
