package reeve.server.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;

/** The one place where refusals and failures become answers. */
@Controller
@ControllerAdvice
@Access(Access.Who.ANYONE)
final class Faults implements ErrorController {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  /** The SQLSTATE of {@code disk_full}. */
  private static final String DISK_FULL = "53100";

  @ExceptionHandler(Refused.class)
  Object refused(Refused refused, HttpServletRequest request) {
    var problem = refused.problem();
    var fault =
        new Fault(
            HttpStatusCode.valueOf(problem.status()),
            URI.create(problem.type()),
            problem.title(),
            String.valueOf(refused.getMessage()));
    return answer(fault, request, request.getRequestURI());
  }

  /** The database is away, or has no room: the transaction is undone, and the same works later. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    CannotCreateTransactionException.class
  })
  Object unavailable(Exception failure, HttpServletRequest request) {
    LOG.error("The database could not serve a request", failure);
    boolean full =
        NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
            && DISK_FULL.equals(sql.getSQLState());
    var fault =
        Fault.of(
            503,
            full
                ? "The disk is full, and nothing was kept of what you sent. Tell an administrator, and send it again when there is room."
                : "The database does not answer, and nothing was kept of what you sent. Try again in a moment.");
    return answer(fault, request, request.getRequestURI());
  }

  @RequestMapping("/error")
  Object error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Object reason = request.getAttribute(Fault.REASON);
    var fault =
        Fault.of(code instanceof Integer it ? it : 404, reason instanceof String it ? it : null);
    return answer(fault, request, String.valueOf(path));
  }

  private static Object answer(Fault fault, HttpServletRequest request, String path) {
    return Fault.forProgram(request, path) ? fault.problem() : fault.page(request);
  }
}
