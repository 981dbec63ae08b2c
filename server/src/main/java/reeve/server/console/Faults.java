package reeve.server.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
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
