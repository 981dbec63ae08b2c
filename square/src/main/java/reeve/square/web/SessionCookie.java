package reeve.square.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.oauth.Sessions;

/**
 * The cookie of a signed-in browser. {@code __Host-} and Secure: browsers keep it over TLS, and
 * over plain HTTP for localhost and loopback addresses, which they take for trustworthy. Any other
 * address needs TLS in front.
 */
@Component
public final class SessionCookie {
  static final String NAME = "__Host-reeve_square";

  private final Sessions sessions;

  SessionCookie(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Signs a browser in, with a session that nobody knew before. */
  public void signIn(HttpServletRequest request, HttpServletResponse response, AccountId account) {
    String old = secret(request);
    if (old != null) {
      sessions.close(old);
    }
    set(response, sessions.open(account), Sessions.LIFE.toSeconds());
  }

  public void signOut(HttpServletRequest request, HttpServletResponse response) {
    String secret = secret(request);
    if (secret != null) {
      sessions.close(secret);
    }
    set(response, "", 0);
  }

  Member member(HttpServletRequest request) {
    String secret = secret(request);
    return secret == null
        ? Member.NOBODY
        : sessions
            .find(secret)
            .map(session -> new Member(session.account(), session.suspended()))
            .orElse(Member.NOBODY);
  }

  private static @Nullable String secret(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static void set(HttpServletResponse response, String value, long seconds) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(NAME, value)
            .path("/")
            .secure(true)
            .httpOnly(true)
            .sameSite("Strict")
            .maxAge(seconds)
            .build()
            .toString());
  }
}
