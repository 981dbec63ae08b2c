package reeve.square.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatusCode;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import tools.jackson.databind.json.JsonMapper;

/** Turns whatever a handler throws into a refusal: a problem for programs, a page for people. */
@ControllerAdvice
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** The SQLSTATE of {@code disk_full}. */
  private static final String DISK_FULL = "53100";

  /** A log that repeats it for each request would take what room there is. */
  private static final Duration TELL_FULL_EVERY = Duration.ofMinutes(1);

  private static final AtomicLong TOLD_FULL =
      new AtomicLong(System.nanoTime() - TELL_FULL_EVERY.toNanos());

  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  @ExceptionHandler(Exception.class)
  @Nullable ModelAndView refuse(
      HttpServletRequest request, HttpServletResponse response, Exception thrown)
      throws IOException {
    if (thrown instanceof AsyncRequestNotUsableException || response.isCommitted()) {
      return null;
    }
    return answer(request, response, refusal(thrown));
  }

  @Nullable ModelAndView answer(
      HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    if (Paths.api(original(request))) {
      Problem.write(request, response, json, refusal);
      return null;
    }
    var page = new ModelAndView("refusal", HttpStatusCode.valueOf(refusal.fault().status()));
    page.addObject("title", refusal.fault().title());
    page.addObject("detail", refusal.detail());
    return page;
  }

  private static String original(HttpServletRequest request) {
    Object first = request.getAttribute("jakarta.servlet.error.request_uri");
    return first == null ? request.getRequestURI() : first.toString();
  }

  static Refusal refusal(Exception thrown) {
    return switch (thrown) {
      case Refusal refusal -> refusal;
      case Exception e when noRoom(e) -> full(e);
      case MaxUploadSizeExceededException e ->
          new Refusal(Fault.TOO_LARGE, "The upload is too large: a picture has at most 8 MB.");
      case MultipartException e -> new Refusal(Fault.MALFORMED, "The form cannot be read.");
      case DataAccessResourceFailureException e -> unavailable(e);
      case CannotCreateTransactionException e -> unavailable(e);
      case ErrorResponse e -> ofStatus(e.getStatusCode().value());
      default -> {
        LOG.error("A request failed", thrown);
        yield ofStatus(500);
      }
    };
  }

  /** PostgreSQL's own word for it, or the container's, which writes large uploads to files. */
  private static boolean noRoom(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean told =
          switch (cause) {
            case SQLException sql -> DISK_FULL.equals(sql.getSQLState());
            case IOException file -> ("" + file.getMessage()).contains("No space left on device");
            default -> false;
          };
      if (told) {
        return true;
      }
    }
    return false;
  }

  private static Refusal full(Exception e) {
    long now = System.nanoTime();
    long last = TOLD_FULL.get();
    if (now - last >= TELL_FULL_EVERY.toNanos() && TOLD_FULL.compareAndSet(last, now)) {
      LOG.error("The disk is full; make room, nothing else is needed: {}", e.getMessage());
    }
    return new Refusal(
        Fault.UNAVAILABLE,
        "The square has no room left to keep this. Nothing was changed; try again later.",
        Duration.ofMinutes(1));
  }

  private static Refusal unavailable(Exception e) {
    LOG.warn("The database cannot be reached: {}", e.getMessage());
    return new Refusal(
        Fault.UNAVAILABLE,
        "The square cannot reach its database; try again.",
        Duration.ofSeconds(5));
  }

  /** What the framework refused by itself. */
  static Refusal ofStatus(int status) {
    Fault fault =
        switch (status) {
          case 401 -> Fault.NOT_SIGNED_IN;
          case 403 -> Fault.NOT_ALLOWED;
          case 404 -> Fault.NOT_FOUND;
          case 405 -> Fault.METHOD_NOT_ALLOWED;
          case 406 -> Fault.NOT_ACCEPTABLE;
          case 413 -> Fault.TOO_LARGE;
          case 415 -> Fault.UNSUPPORTED_TYPE;
          case 503 -> Fault.UNAVAILABLE;
          default -> status >= 400 && status < 500 ? Fault.MALFORMED : Fault.BROKEN;
        };
    String detail =
        switch (fault) {
          case NOT_FOUND -> "There is nothing at this address.";
          case METHOD_NOT_ALLOWED -> "This address does not take this method.";
          case TOO_LARGE -> "The request is larger than what is taken here.";
          case NOT_ALLOWED -> "This was refused. Load the page again and try once more.";
          case BROKEN -> "Something went wrong here; it is in the log.";
          case MALFORMED,
              NOT_SIGNED_IN,
              SUSPENDED,
              NOT_ADMITTED,
              NOT_ACCEPTABLE,
              UNSUPPORTED_TYPE,
              INVALID,
              TOO_MANY,
              BUSY,
              UNAVAILABLE ->
              fault.title() + ".";
        };
    return new Refusal(fault, detail);
  }
}
