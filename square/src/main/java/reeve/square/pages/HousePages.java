package reeve.square.pages;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.rules.SquareRules;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** What the house itself says: its rules, what it is, and the tour of a sample. */
@Controller
final class HousePages {
  private final SquareRules rules;
  private final Settings settings;
  private final PageSettings pages;

  HousePages(SquareRules rules, Settings settings, PageSettings pages) {
    this.rules = rules;
    this.settings = settings;
    this.pages = pages;
  }

  @GetMapping("/rules")
  @Needs(Who.ANYBODY)
  ModelAndView rules() {
    return new ModelAndView("rules").addObject("rules", rules.inForce());
  }

  @GetMapping("/about")
  @Needs(Who.ANYBODY)
  ModelAndView about() {
    return new ModelAndView("about")
        .addObject("description", settings.description())
        .addObject("signUp", settings.signUp());
  }

  @GetMapping("/tour")
  @Needs(Who.ANYBODY)
  ModelAndView tour() {
    if (!pages.hasTour()) {
      throw Refusal.notFound("page");
    }
    return new ModelAndView("tour").addObject("desk", pages.tour());
  }
}
