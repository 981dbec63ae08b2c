package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** What happens to a request that may not go on: to the sign-in page, or to the error page. */
final class Turned implements AuthenticationEntryPoint, AccessDeniedHandler {
  /** The request attribute that tells the error page why, in plain words. */
  static final String REASON = "reeve.reason";

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (request.getRequestURI().startsWith("/api/")) {
      response.setHeader("WWW-Authenticate", "Bearer");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", "/sign-in");
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else if (request.getMethod().equals("GET")) {
      response.sendRedirect("/sign-in" + next(request));
    } else {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    if (reason instanceof CsrfException) {
      request.setAttribute(
          REASON,
          "This page was open for too long, or the request came from elsewhere. Go back, reload the"
              + " page and try again; nothing was done.");
    }
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
  }

  private static String next(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals("/") ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }
}
