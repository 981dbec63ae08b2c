package reeve.server.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.ModelAndView;

/**
 * An answer that is not what was asked for: a problem after RFC 9457 for programs, a page with
 * plain sentences for people, a line in the page for htmx.
 *
 * @param type the problem type
 * @param detail what was wrong and what to do
 */
record Fault(HttpStatusCode status, URI type, String title, String detail) {
  /** Which request attribute holds the reason that a filter gave. */
  static final String REASON = "reeve.reason";

  private static final URI BLANK = URI.create("about:blank");

  /** A fault that has nothing but its status. */
  static Fault of(int code, @Nullable String detail) {
    HttpStatus status = HttpStatus.resolve(code);
    if (status == null) {
      status = HttpStatus.INTERNAL_SERVER_ERROR;
    }
    return new Fault(
        status, BLANK, status.getReasonPhrase(), detail == null ? sentence(status) : detail);
  }

  private static String sentence(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> "The request could not be read. Check what you sent and try again.";
      case UNAUTHORIZED ->
          "You are not signed in, or your session has ended. Sign in and try again.";
      case FORBIDDEN -> "Your role does not allow this. A lead or an administrator may be able to.";
      case NOT_FOUND -> "There is nothing at this address.";
      case METHOD_NOT_ALLOWED -> "This address does not take that kind of request.";
      case NOT_ACCEPTABLE -> "This address has no answer in the form that was asked for.";
      case CONFLICT -> "Somebody changed this in the meantime. Reload the page and look again.";
      case CONTENT_TOO_LARGE -> "The request is larger than this address takes.";
      case UNSUPPORTED_MEDIA_TYPE -> "This address does not take content of that type.";
      case TOO_MANY_REQUESTS -> "Too many requests. Wait a little and try again.";
      case SERVICE_UNAVAILABLE -> "The server cannot answer now. Nothing was lost; try again soon.";
      // Any other status has no sentence of its own.
      default ->
          status.is5xxServerError()
              ? "Something went wrong on our side. Nothing was changed; the log has the details."
              : "The request was refused.";
    };
  }

  /** Whether a program asked, not a person. */
  static boolean forProgram(HttpServletRequest request, String path) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return path.startsWith("/api/")
        || (accept != null && accept.contains("json") && !accept.contains("html"));
  }

  ResponseEntity<ProblemDetail> problem() {
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(type);
    problem.setTitle(title);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  ModelAndView page(HttpServletRequest request) {
    boolean line = request.getHeader("HX-Request") != null;
    var view = new ModelAndView(line ? "console/error :: line" : "console/error");
    view.setStatus(status);
    view.addObject("fault", this);
    return view;
  }
}
