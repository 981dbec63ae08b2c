package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the session remembers of a member who signed in.
 *
 * @param epoch the member's at that time; a later one ends the session
 * @param since when they signed in
 */
record SignedIn(UUID member, int epoch, Instant since) implements Serializable {
  static final String KEY = "reeve.signed-in";

  static @Nullable SignedIn of(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(KEY) instanceof SignedIn it ? it : null;
  }

  /** Begins the session anew, so that an id that was known before is worth nothing. */
  void begin(HttpServletRequest request) {
    HttpSession old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    request.getSession(true).setAttribute(KEY, this);
  }
}
