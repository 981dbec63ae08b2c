package reeve.server.staff;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the client of an API key. */
final class ClientFilter extends OncePerRequestFilter {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 256;

  private final ObjectProvider<ClientKeys> keys;

  ClientFilter(ObjectProvider<ClientKeys> keys) {
    this.keys = keys;
  }

  static boolean hasKey(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/api/")
        && request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String presented = presented(request.getHeader(HttpHeaders.AUTHORIZATION));
    ClientKeys known = keys.getIfAvailable();
    if (presented != null && known != null) {
      known
          .find(presented)
          .ifPresent(client -> {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(Principal.of(client));
            SecurityContextHolder.setContext(context);
          });
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String presented(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String key = header.substring(SCHEME.length()).strip();
    return key.isEmpty() || key.length() > LONGEST ? null : key;
  }
}
