package reeve.server.staff;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the member of a session anew with each request, so that a changed role, a deactivation or a
 * new password holds from the next click on.
 */
final class SessionFilter extends OncePerRequestFilter {
  private final Members members;
  private final InstantSource clock;
  private final StaffSettings settings;

  SessionFilter(Members members, InstantSource clock, StaffSettings settings) {
    this.members = members;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Member member = member(SignedIn.of(request));
    if (member != null) {
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(Principal.of(member));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  /** Styles and scripts are the same for everybody. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/static/")
        || request.getRequestURI().startsWith("/webjars/");
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  private @Nullable Member member(@Nullable SignedIn signedIn) {
    if (signedIn == null
        || clock.instant().isAfter(signedIn.since().plus(settings.sessionLength()))) {
      return null;
    }
    return members
        .find(new StaffId(signedIn.member()))
        .filter(row -> row.active() && row.epoch() == signedIn.epoch())
        .map(Members.Row::member)
        .orElse(null);
  }
}
