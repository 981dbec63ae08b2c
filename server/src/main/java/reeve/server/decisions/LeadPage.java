package reeve.server.decisions;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/**
 * What waits for a lead: agreements on what may be protected speech, and sealed posts; what rules
 * decided without a person; and the way to a decision that somebody asks about.
 */
@Controller
@Access(Access.Who.LEAD)
final class LeadPage {
  private static final int FOUND_MOST = 50;

  private final DecisionRows rows;
  private final Proposals proposals;
  private final Agreeing agreeing;
  private final Sealing sealing;
  private final BulkRows bulks;
  private final Cases cases;
  private final Policies policies;
  private final Views views;

  LeadPage(
      DecisionRows rows,
      Proposals proposals,
      Agreeing agreeing,
      Sealing sealing,
      BulkRows bulks,
      Cases cases,
      Policies policies,
      Views views) {
    this.rows = rows;
    this.proposals = proposals;
    this.agreeing = agreeing;
    this.sealing = sealing;
    this.bulks = bulks;
    this.cases = cases;
    this.policies = policies;
    this.views = views;
  }

  @GetMapping("/lead")
  String lead(@RequestParam(defaultValue = "") String handle, Model model) {
    String name = PlainText.of(handle).strip().replaceFirst("^@", "");
    model.addAttribute("handle", name);
    model.addAttribute("found", name.isEmpty() ? List.of() : rows.on(name, FOUND_MOST));
    model.addAttribute("proposals", proposals.waiting());
    model.addAttribute("bulks", bulks.waiting());
    model.addAttribute("byRules", rows.byRules(FOUND_MOST));
    model.addAttribute("seals", sealing.all());
    return "decisions/lead";
  }

  @GetMapping("/lead/proposals/{id}")
  String proposal(@PathVariable UUID id, Member member, Model model) {
    Proposal proposal =
        proposals
            .find(id)
            .orElseThrow(() ->
                new Refused(
                    DecisionProblem.NO_SUCH_PROPOSAL, "There is no proposal at this address."));
    Case of = cases.find(proposal.caseId()).orElseThrow();
    if (cases.conflict(of.id(), PanelPage.staff(member))) {
      throw new Refused(
          DecisionProblem.CONFLICT,
          "Your own account is touched by this case; another lead must judge it.");
    }
    views.saw(member, of.account(), "proposal", proposal.record());
    List<FlaggedPost> posts = cases.kept(of.id());
    model.addAttribute("proposal", proposal);
    model.addAttribute("of", of);
    model.addAttribute("profile", cases.profile(of.account()).orElse(null));
    model.addAttribute(
        "relied",
        posts.stream()
            .filter(p -> proposal.form().posts().contains(p.post().post().nativeId()))
            .toList());
    model.addAttribute(
        "clause", policies.clause(ClauseId.parse(proposal.form().clause())).orElse(null));
    model.addAttribute("measures", measures(proposal.form()));
    model.addAttribute("least", Agreeing.WORDS_LEAST);
    model.addAttribute("most", Agreeing.WORDS_MOST);
    return "decisions/proposal";
  }

  private static String measures(DecisionForm form) {
    return Phrases.of(
        form.measures().stream()
            .flatMap(code -> FormCheck.measure(code).stream())
            .collect(Collectors.toSet()));
  }

  @PostMapping("/lead/proposals/{id}/agree")
  String agree(
      @PathVariable UUID id, @RequestParam String words, Member member, RedirectAttributes flash) {
    DecisionId decision = agreeing.agree(id, member, PlainText.of(words));
    flash.addFlashAttribute(
        "done", "You agreed. The decision leaves in ten seconds; until then it can be withdrawn.");
    return "redirect:/decisions/" + decision;
  }

  @PostMapping("/lead/proposals/{id}/decline")
  String decline(
      @PathVariable UUID id, @RequestParam String words, Member member, RedirectAttributes flash) {
    agreeing.decline(id, member, PlainText.of(words));
    flash.addFlashAttribute("done", "You did not agree. The case waits in its queue again.");
    return "redirect:/lead";
  }

  @PostMapping("/lead/seals/{id}/handled")
  String handled(
      @PathVariable UUID id, @RequestParam String words, Member member, RedirectAttributes flash) {
    sealing.handled(id, PanelPage.staff(member), PlainText.of(words));
    flash.addFlashAttribute("done", "Noted.");
    return "redirect:/lead";
  }
}
