package reeve.square.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal as RFC 9457 has it, with Mastodon's {@code error} beside it.
 *
 * @param standing where a suspended account reads why; null otherwise
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String error,
    @Nullable String errorDescription,
    @Nullable String standing) {

  static void write(
      HttpServletRequest request, HttpServletResponse response, JsonMapper json, Refusal refusal)
      throws IOException {
    Fault fault = refusal.fault();
    response.setStatus(fault.status());
    response.setContentType("application/problem+json");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (refusal.retryAfter() != null) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
    }
    if (fault == Fault.NOT_SIGNED_IN) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"square\"");
    }
    byte[] body = json.writeValueAsBytes(of(request, refusal).members());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static Problem of(HttpServletRequest request, Refusal refusal) {
    Fault fault = refusal.fault();
    boolean suspended = fault == Fault.SUSPENDED;
    String standing = suspended ? Paths.base(request) + Paths.STANDING : null;
    String detail =
        suspended ? "This account is suspended. " + standing + " tells why." : refusal.detail();
    String code = oauthCode(request, fault);
    return new Problem(
        fault.type(),
        fault.title(),
        fault.status(),
        detail,
        code == null ? detail : code,
        code == null ? null : detail,
        standing);
  }

  /** The endpoints of OAuth name their errors by RFC 6749, 5.2. */
  private static @Nullable String oauthCode(HttpServletRequest request, Fault fault) {
    if (!request.getRequestURI().startsWith("/oauth/")) {
      return null;
    }
    return switch (fault) {
      case NOT_SIGNED_IN -> "invalid_client";
      case SUSPENDED, NOT_ADMITTED, NOT_ALLOWED -> "access_denied";
      case INVALID -> "invalid_grant";
      case TOO_MANY, BUSY, UNAVAILABLE -> "temporarily_unavailable";
      case BROKEN -> "server_error";
      case MALFORMED, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED_TYPE ->
          "invalid_request";
    };
  }

  private java.util.Map<String, Object> members() {
    var members = new java.util.LinkedHashMap<String, Object>();
    members.put("type", type);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.put("error", error);
    if (errorDescription != null) {
      members.put("error_description", errorDescription);
    }
    if (standing != null) {
      members.put("standing", standing);
    }
    return members;
  }
}
