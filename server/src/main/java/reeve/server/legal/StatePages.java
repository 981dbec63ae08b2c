package reeve.server.legal;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;

/** The states whose authorities are told nothing unasked. */
@Controller
@RequestMapping("/legal/states")
@Access(Access.Who.LEGAL)
final class StatePages {
  private static final String AT = "/legal/states";

  private final ExcludedStates states;
  private final Roster roster;

  StatePages(ExcludedStates states, Roster roster) {
    this.states = states;
    this.roster = roster;
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("states", states.all());
    model.addAttribute("names", roster.names());
    return "legal/states";
  }

  @PostMapping
  String exclude(
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    states.exclude(state, why, member);
    return Back.done(flash, "Excluded: none of its authorities is told anything unasked.", AT);
  }

  @PostMapping("/{state}/admit")
  String admit(
      @PathVariable String state,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    states.admit(state, why, member);
    return Back.done(flash, "Its authorities may be told again.", AT);
  }
}
