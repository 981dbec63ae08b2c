package reeve.server.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import reeve.server.staff.Access;

/** The first page of the desk is its queue. */
@Controller
@Access(Access.Who.REVIEWER)
final class FrontPage {
  @GetMapping("/")
  String front() {
    return "redirect:/queue";
  }
}
