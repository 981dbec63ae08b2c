package reeve.square.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What was refused before it reached a handler: a filter's or the container's word. */
@Controller
final class ErrorPage implements ErrorController {
  private final Refusals refusals;

  ErrorPage(Refusals refusals) {
    this.refusals = refusals;
  }

  @RequestMapping("/error")
  @Needs(Needs.Who.ANYBODY)
  @Nullable ModelAndView show(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return refusals.answer(
        request, response, Refusals.ofStatus(status instanceof Integer code ? code : 404));
  }
}
