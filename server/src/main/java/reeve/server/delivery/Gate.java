package reeve.server.delivery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves names, and lets through what is public or listed. Whoever connects MUST connect to what
 * it returned, and resolve nothing again.
 */
final class Gate {
  /** How a name becomes addresses. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** A name leads to where nothing may go. */
  static final class Closed extends UnknownHostException {
    private static final long serialVersionUID = 1;

    private Closed(String message) {
      super(message);
    }
  }

  /**
   * IPv4 that is not public: the special-purpose registry of IANA, multicast, and what is reserved.
   */
  private static final List<Network> NOT_PUBLIC_4 =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8",
          "100.64.0.0/10", // shared by a provider's customers
          "127.0.0.0/8",
          "169.254.0.0/16", // link-local, where clouds answer for their machines
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24", // documentation, and the two below
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16",
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /**
   * All of IPv6 that is public lies in here. Not in it: loopback, IPv4-mapped and -compatible,
   * NAT64, unique-local, link-local, site-local, multicast, discard-only.
   */
  private static final Network PUBLIC_6 = Network.of("2000::/3");

  private static final List<Network> NOT_PUBLIC_6 =
      networks(
          "2001::/23", // protocols of the IETF, Teredo among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an IPv4 address is inside
          "3fff::/20"); // documentation

  private final Set<String> hosts;
  private final List<Network> networks;
  private final Resolver resolver;

  Gate(List<String> hosts, List<String> networks, Resolver resolver) {
    this.hosts = hosts.stream().map(Gate::plain).collect(Collectors.toUnmodifiableSet());
    this.networks = networks.stream().map(Network::of).toList();
    this.resolver = resolver;
  }

  /** Whether the settings list this name, or the network of this address. */
  boolean lists(String host) {
    if (hosts.contains(plain(host))) {
      return true;
    }
    try {
      InetAddress literal = InetAddress.ofLiteral(bare(host));
      return networks.stream().anyMatch(it -> it.holds(literal));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The addresses of a name, each of which may be connected to.
   *
   * @throws Closed when any of them may not
   */
  InetAddress[] pass(String host) throws UnknownHostException {
    InetAddress[] found = resolver.resolve(bare(host));
    if (lists(host)) {
      return found;
    }
    for (InetAddress address : found) {
      if (!isPublic(address) && networks.stream().noneMatch(it -> it.holds(address))) {
        throw new Closed(
            host
                + " is at "
                + address.getHostAddress()
                + ", which is not a public address. If it is meant, list it in"
                + " server.delivery.allowed-hosts or allowed-networks.");
      }
    }
    return found;
  }

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? NOT_PUBLIC_4.stream().noneMatch(it -> it.holds(address))
        : PUBLIC_6.holds(address) && NOT_PUBLIC_6.stream().noneMatch(it -> it.holds(address));
  }

  private static String plain(String host) {
    String name = bare(host).toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::of).toList();
  }
}
