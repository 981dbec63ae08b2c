package reeve.server.delivery;

/**
 * Calls over HTTP to addresses outside, and to nowhere else.
 *
 * <ul>
 *   <li>A name is resolved once. Where any address that it resolves to is not public (private,
 *       loopback, link-local, unique-local, shared, multicast, documentation, tunnels: the
 *       special-purpose registries of IANA, RFC 6890) the call is refused, unless {@code
 *       server.delivery.allowed-hosts} or {@code allowed-networks} list it. The connection is made
 *       to the very addresses that were looked at, so that a name that changes its mind reaches
 *       nothing.
 *   <li>TLS is checked against the host's name and the Java trust store. Plain HTTP is for {@link
 *       Ask#plain()} and for listed hosts.
 *   <li>No redirect is followed, no cookie kept, no proxy of the environment used, nothing
 *       repeated.
 *   <li>Time and size are bounded for the whole call: {@link Ask#within()}, {@link Ask#most()}.
 *   <li>Neither headers nor bodies nor queries stand in an exception or a log.
 * </ul>
 *
 * <p>Safe for many threads; a call blocks. It SHOULD NOT be made inside a transaction.
 */
public interface Outside {
  /**
   * Makes one call.
   *
   * @return the answer, whatever its status, also a redirect
   * @throws NoAnswer when there was none
   */
  Answer call(Ask ask) throws NoAnswer;
}
