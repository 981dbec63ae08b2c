package reeve.signals;

import com.google.common.net.InternetDomainName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of hosts: the part that somebody registered, by the public suffixes that Guava
 * carries, and who shortens links.
 */
final class Domains {
  private static final Set<String> SHORTENERS = shorteners();

  private Domains() {}

  /** The registered part; the host itself where there is none. */
  static String registered(String host) {
    if (!InternetDomainName.isValid(host)) {
      return host;
    }
    InternetDomainName name = InternetDomainName.from(host);
    if (name.isUnderPublicSuffix()) {
      return name.topPrivateDomain().toString();
    }
    // A top-level domain that is on no list, as .example, is a suffix too.
    int last = host.lastIndexOf('.');
    boolean address = Links.isDigit(host.charAt(host.length() - 1));
    return name.hasPublicSuffix() || address
        ? host
        : host.substring(host.lastIndexOf('.', last - 1) + 1);
  }

  /** Whether everybody may register names under it. */
  static boolean isSuffix(String host) {
    return host.indexOf('.') < 0
        || (InternetDomainName.isValid(host) && InternetDomainName.from(host).isPublicSuffix());
  }

  static boolean isShortener(String host) {
    return SHORTENERS.contains(host);
  }

  private static Set<String> shorteners() {
    try (var in = Domains.class.getResourceAsStream("shorteners.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of shorteners is missing");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
