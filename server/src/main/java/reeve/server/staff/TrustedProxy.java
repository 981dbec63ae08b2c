package reeve.server.staff;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import reeve.server.platform.ServerSettings;

/**
 * Believes {@code X-Forwarded-For} and {@code X-Forwarded-Proto} from the proxies that the
 * administrator named, and from nobody else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TrustedProxy extends OncePerRequestFilter {
  private static final List<IpAddressMatcher> LOOPBACK =
      List.of(new IpAddressMatcher("127.0.0.0/8"), new IpAddressMatcher("::1"));
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";

  private final List<IpAddressMatcher> trusted;

  TrustedProxy(ServerSettings settings) {
    this.trusted = settings.trustedProxy().stream().map(IpAddressMatcher::new).toList();
  }

  /**
   * Whether the request comes from this machine itself. One that a proxy handed on does not, also
   * when the administrator forgot to name the proxy.
   */
  static boolean isFromThisMachine(HttpServletRequest request) {
    return isAnyOf(LOOPBACK, request.getRemoteAddr())
        && (request instanceof Forwarded
            || (request.getHeader(FOR) == null && request.getHeader("Forwarded") == null));
  }

  /** Whether what is typed here can be read on its way. */
  static boolean isOverAnOpenLine(HttpServletRequest request) {
    return !request.isSecure() && !isFromThisMachine(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String chainOfAddresses = request.getHeader(FOR);
    if (chainOfAddresses == null || !isAnyOf(trusted, request.getRemoteAddr())) {
      chain.doFilter(request, response);
      return;
    }
    chain.doFilter(
        new Forwarded(
            request,
            client(chainOfAddresses, request.getRemoteAddr()),
            "https".equalsIgnoreCase(request.getHeader(PROTO))),
        response);
  }

  /** The last address that no trusted proxy stands for: those before it anybody can write. */
  private String client(String chainOfAddresses, String peer) {
    String[] addresses = chainOfAddresses.split(",", -1);
    String client = peer;
    for (int i = addresses.length - 1; i >= 0; i--) {
      String address = addresses[i].strip();
      if (!isAddress(address)) {
        break;
      }
      client = address;
      if (!isAnyOf(trusted, address)) {
        break;
      }
    }
    return client;
  }

  private static boolean isAddress(String text) {
    return !text.isEmpty()
        && text.length() <= 45
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
  }

  private static boolean isAnyOf(List<IpAddressMatcher> matchers, @Nullable String address) {
    if (address == null || !isAddress(address)) {
      return false;
    }
    try {
      return matchers.stream().anyMatch(matcher -> matcher.matches(address));
    } catch (IllegalArgumentException e) {
      // Digits and colons that make no address.
      return false;
    }
  }

  private static final class Forwarded extends HttpServletRequestWrapper {
    private final String address;
    private final boolean secure;

    Forwarded(HttpServletRequest request, String address, boolean secure) {
      super(request);
      this.address = address;
      this.secure = secure;
    }

    @Override
    public String getRemoteAddr() {
      return address;
    }

    @Override
    public String getRemoteHost() {
      return address;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }

    @Override
    public String getScheme() {
      return secure ? "https" : "http";
    }
  }
}
