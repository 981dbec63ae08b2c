package reeve.server.watch;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.watch.Watching.Stage;

/** All rules at a glance. */
@Controller
@Access(Access.Who.REVIEWER)
final class RulesPage {
  private final RuleLines lines;
  private final RuleShelf shelf;
  private final TripRows trips;
  private final ProposalRows proposals;
  private final GoingLive goingLive;

  RulesPage(
      RuleLines lines,
      RuleShelf shelf,
      TripRows trips,
      ProposalRows proposals,
      GoingLive goingLive) {
    this.lines = lines;
    this.shelf = shelf;
    this.trips = trips;
    this.proposals = proposals;
    this.goingLive = goingLive;
  }

  @GetMapping("/rules")
  String rules(@RequestParam(defaultValue = "") String q, Member member, Model model) {
    List<RuleLine> rules = lines.rules(q);
    Stand now = shelf.stand();
    model
        .addAttribute("q", q)
        .addAttribute("rules", rules)
        .addAttribute("lists", lines.lists())
        .addAttribute("live", now.live())
        .addAttribute(
            "silent",
            now.liveFiles().keySet().stream().noneMatch(path -> RuleFile.of(path).isRule()))
        .addAttribute("drafted", Plans.changes(now.liveFiles(), now.draftFiles()).size())
        .addAttribute(
            "broken", now.draftChecks().values().stream().filter(FileCheck::failed).count())
        .addAttribute("trouble", shelf.trouble().orElse(null))
        .addAttribute("trips", trips.open())
        .addAttribute("waiting", proposals.waiting().size())
        .addAttribute("alone", goingLive.alone(member))
        .addAttribute("watcher", lines.view(Stage.LIVE).orElse(null))
        .addAttribute("shadow", lines.view(Stage.SHADOW).orElse(null));
    return "watch/rules";
  }

  /** Rules that were stopped, for the frame of every page of a lead. */
  @GetMapping("/rules/alarm")
  @Access(Access.Who.LEAD)
  String alarm(Model model) {
    model.addAttribute("stopped", trips.open().size());
    return "watch/alarm :: alarm";
  }

  @PostMapping("/rules/trips/{id}/clear")
  @Access(Access.Who.LEAD)
  String clear(
      @PathVariable long id, @RequestParam String why, Member member, RedirectAttributes flash) {
    flash.addFlashAttribute("done", "Rule " + trips.clear(id, why, member) + " may act again.");
    return "redirect:/rules";
  }
}
