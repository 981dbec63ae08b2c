package reeve.square.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import reeve.square.accounts.Standing;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Throttle;
import reeve.square.base.Times;
import reeve.square.oauth.Caller;
import reeve.square.oauth.Tokens;
import reeve.square.web.Needs.Who;

/**
 * The one place that lets a request through to its handler or not: who calls, whether they are
 * suspended, what {@link Needs} says, and how many requests they have made.
 */
@Component
final class Gate implements HandlerInterceptor {
  static final String CALLER = Caller.class.getName();
  static final String MEMBER = Member.class.getName();

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final Clocked db;
  private final int most;
  private final Throttle requests;

  Gate(Tokens tokens, SessionCookie cookie, Clocked db, Settings settings) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.db = db;
    this.most = settings.requests();
    this.requests = new Throttle(db.clock(), Duration.ofMinutes(5));
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)) {
      return true;
    }
    Needs needs = method.getMethodAnnotation(Needs.class);
    if (needs == null) {
      // Only the error page of the framework comes here; Handlers refuses to start with others.
      return true;
    }
    return Paths.api(request) ? api(request, response, needs) : page(request, response, needs);
  }

  private boolean api(HttpServletRequest request, HttpServletResponse response, Needs needs) {
    Caller caller = caller(request);
    request.setAttribute(CALLER, caller);
    count(response, key(request, caller));
    if (caller != null && caller.suspended(db.instant())) {
      throw Standing.suspendedRefusal();
    }
    if (needs.value() == Who.ANYBODY) {
      return true;
    }
    if (caller == null) {
      throw new Refusal(Fault.NOT_SIGNED_IN, "The access token is missing.");
    }
    if (needs.value() != Who.APPLICATION && caller.account() == null) {
      throw new Refusal(Fault.NOT_SIGNED_IN, "This needs the token of an account.");
    }
    if (!needs.scope().isEmpty() && !caller.may(needs.scope())) {
      throw new Refusal(
          Fault.NOT_ALLOWED, "The access token lacks the scope " + needs.scope() + ".");
    }
    return true;
  }

  private @Nullable Caller caller(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return null;
    }
    return tokens
        .find(header.substring("bearer ".length()).strip())
        .orElseThrow(
            () -> new Refusal(Fault.NOT_SIGNED_IN, "The access token is invalid or was revoked."));
  }

  private static Object key(HttpServletRequest request, @Nullable Caller caller) {
    return caller != null && caller.account() != null ? caller.account() : request.getRemoteAddr();
  }

  private void count(HttpServletResponse response, Object key) {
    int made = requests.count(key);
    response.setHeader("X-RateLimit-Limit", Integer.toString(most));
    response.setHeader("X-RateLimit-Remaining", Integer.toString(Math.max(0, most - made)));
    response.setHeader("X-RateLimit-Reset", Times.iso(requests.reset()));
    if (made > most) {
      throw new Refusal(
          Fault.TOO_MANY, "At most " + most + " requests in five minutes.", requests.remaining());
    }
  }

  private boolean page(HttpServletRequest request, HttpServletResponse response, Needs needs)
      throws IOException {
    Member member = cookie.member(request);
    request.setAttribute(MEMBER, member);
    if (needs.value() == Who.ANYBODY) {
      return true;
    }
    if (member.account() == null) {
      response.sendRedirect(
          "/sign-in?next=" + URLEncoder.encode(here(request), StandardCharsets.UTF_8));
      return false;
    }
    if (member.suspended() && needs.value() == Who.MEMBER) {
      response.sendRedirect(Paths.STANDING);
      return false;
    }
    return true;
  }

  /** Where to come back to after signing in; nowhere for what is no simple look at a page. */
  private static String here(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return "/";
    }
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
