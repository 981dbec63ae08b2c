package reeve.server.cases;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import reeve.server.staff.Access;

/** What became of the copies, run by run. */
@Controller
@Access(Access.Who.LEAD)
final class CopiesPage {
  private static final int RUNS = 100;

  private final Copies copies;
  private final CaseSettings settings;

  CopiesPage(Copies copies, CaseSettings settings) {
    this.copies = copies;
    this.settings = settings;
  }

  @GetMapping("/copies")
  String copies(Model model) {
    model.addAttribute("runs", copies.runs(RUNS));
    model.addAttribute("standing", copies.standing());
    model.addAttribute("months", settings.keep().toTotalMonths());
    return "cases/copies";
  }
}
