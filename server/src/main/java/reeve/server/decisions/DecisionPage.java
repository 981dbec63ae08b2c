package reeve.server.decisions;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.cases.Case;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Views;

/** One decision: what was decided, what people were told, how it is being carried out. */
@Controller
@Access(Access.Who.REVIEWER)
final class DecisionPage {
  private final DecisionRows rows;
  private final Letters letters;
  private final Orders orders;
  private final TakingBack takingBack;
  private final AccountLinks links;
  private final Views views;

  DecisionPage(
      DecisionRows rows,
      Letters letters,
      Orders orders,
      TakingBack takingBack,
      AccountLinks links,
      Views views) {
    this.rows = rows;
    this.letters = letters;
    this.orders = orders;
    this.takingBack = takingBack;
    this.links = links;
    this.views = views;
  }

  @GetMapping("/decisions/{id}")
  String decision(@PathVariable UUID id, Member member, Model model) {
    Decision decision = mayRead(id, member);
    views.saw(member, decision.account(), "decision", decision.record());
    List<Letter> written = letters.about(decision.id());
    model.addAttribute("decision", decision);
    model.addAttribute(
        "statements",
        written.stream().filter(l -> l.audience() == Letter.Audience.HOLDER).toList());
    model.addAttribute(
        "answers", written.stream().filter(l -> l.audience() == Letter.Audience.REPORTER).count());
    model.addAttribute("orders", OrderLine.of(orders.of(decision.bundle())));
    model.addAttribute("mayLink", member.is(Role.ADMINISTRATOR));
    model.addAttribute("withdrawable", takingBack.withdrawable(decision, member));
    model.addAttribute("standing", decision.state() == Decision.State.STANDING);
    return "decisions/decision";
  }

  @PostMapping("/decisions/{id}/undo")
  String undo(
      @PathVariable UUID id, @RequestParam String reason, Member member, RedirectAttributes flash) {
    mayRead(id, member);
    Case open = takingBack.undo(new DecisionId(id), member, PlainText.of(reason));
    flash.addFlashAttribute(
        "done", "The decision is undone, the holder is told why. The case is yours to judge anew.");
    return "redirect:/cases/" + open.id();
  }

  /** Shows a fresh one-time link once; it stands nowhere afterwards. */
  @PostMapping("/decisions/{id}/link")
  @Access(Access.Who.ADMINISTRATOR)
  String link(@PathVariable UUID id, Member member, Model model) {
    Decision decision = mayRead(id, member);
    model.addAttribute("decision", decision);
    model.addAttribute("link", links.issue(decision, PanelPage.staff(member)));
    return "decisions/link";
  }

  private Decision mayRead(UUID id, Member member) {
    Decision decision =
        rows.find(new DecisionId(id))
            .orElseThrow(() ->
                new Refused(
                    DecisionProblem.NO_SUCH_DECISION, "There is no decision at this address."));
    if (!member.is(Role.LEAD) && !PanelPage.staff(member).equals(decision.decidedBy())) {
      throw new Refused(
          DecisionProblem.NOT_YOURS, "Only who took this decision, and leads, read it.");
    }
    return decision;
  }
}
