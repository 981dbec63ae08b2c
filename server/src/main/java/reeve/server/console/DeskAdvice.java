package reeve.server.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import reeve.server.staff.CurrentStaff;

/** Gives every page its {@link Desk}. */
@ControllerAdvice
final class DeskAdvice {
  private final ConsoleSettings settings;

  DeskAdvice(ConsoleSettings settings) {
    this.settings = settings;
  }

  @ModelAttribute("desk")
  Desk desk(HttpServletRequest request) {
    return new Desk(
        CurrentStaff.member().orElse(null),
        request.getRequestURI(),
        settings.sample(),
        settings.square());
  }
}
