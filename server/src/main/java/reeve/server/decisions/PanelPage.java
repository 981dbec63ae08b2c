package reeve.server.decisions;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.ClaimId;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** The panel beside a case in which it is decided; a fragment that the case page loads. */
@Controller
@Access(Access.Who.REVIEWER)
final class PanelPage {
  private static final String PANEL = "decisions/panel :: panel";

  private final Panels panels;
  private final Deciding deciding;
  private final TakingBack takingBack;
  private final Sealing sealing;
  private final Drafts drafts;

  PanelPage(
      Panels panels, Deciding deciding, TakingBack takingBack, Sealing sealing, Drafts drafts) {
    this.panels = panels;
    this.deciding = deciding;
    this.takingBack = takingBack;
    this.sealing = sealing;
    this.drafts = drafts;
  }

  @GetMapping("/cases/{id}/decision")
  String panel(@PathVariable long id, Member member, Model model) {
    model.addAttribute("panel", panels.of(caseId(id), member));
    return PANEL;
  }

  @PostMapping("/cases/{id}/decision")
  String decide(
      @PathVariable long id,
      @RequestParam String claim,
      @RequestParam MultiValueMap<String, String> fields,
      Member member,
      HttpServletResponse response,
      Model model) {
    CaseId of = caseId(id);
    Decided decided = deciding.decide(of, claimId(claim), staff(member), DecisionForm.of(fields));
    model.addAttribute("panel", after(decided, of, member));
    String words = words(decided);
    if (words != null) {
      response.setHeader("HX-Trigger", "{\"case-decided\":{\"words\":\"%s\"}}".formatted(words));
    }
    return PANEL;
  }

  /** What the case's header says from now on; null while it stays in the reviewer's hands. */
  private static @Nullable String words(Decided decided) {
    return switch (decided) {
      case Decided.Made _ -> "decided";
      case Decided.Proposed _ -> "waits for a lead";
      case Decided.Flawed _, Decided.Lapsed _, Decided.Barred _ -> null;
    };
  }

  private Panel after(Decided decided, CaseId of, Member member) {
    return switch (decided) {
      case Decided.Made _ -> panels.of(of, member);
      case Decided.Proposed _ ->
          panels.of(
              of,
              member,
              List.of(),
              "A sanction of what may be protected speech needs a lead's written agreement. Your"
                  + " decision waits for it; the case has left your hands.",
              List.of());
      case Decided.Flawed flawed -> panels.of(of, member, flawed.flaws(), null, List.of());
      case Decided.Lapsed lapsed ->
          panels.of(
              of,
              member,
              List.of(),
              "Nothing was decided: your claim on this case has lapsed. What you wrote is kept.",
              lapsed.since());
      case Decided.Barred barred -> panels.of(of, member, List.of(), barred.why(), List.of());
    };
  }

  /** Keeps what is typed; says nothing. */
  @PostMapping("/cases/{id}/draft")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void draft(
      @PathVariable long id, @RequestParam MultiValueMap<String, String> fields, Member member) {
    drafts.save(caseId(id), staff(member), DecisionForm.of(fields));
  }

  @PostMapping("/cases/{id}/seal")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void seal(
      @PathVariable long id,
      @RequestParam String claim,
      @RequestParam(name = "post", required = false) @Nullable List<String> posts,
      Member member,
      HttpServletResponse response) {
    sealing.seal(caseId(id), claimId(claim), staff(member), posts == null ? List.of() : posts);
    response.setHeader("HX-Refresh", "true");
  }

  /** Leads to the case, which is open again and claimed. */
  @PostMapping("/decisions/{id}/withdraw")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable UUID id, Member member, HttpServletResponse response) {
    Case open = takingBack.withdraw(new DecisionId(id), member);
    response.setHeader("HX-Redirect", "/cases/" + open.id());
  }

  static Actor.Staff staff(Member member) {
    return new Actor.Staff(member.id().value());
  }

  static CaseId caseId(long id) {
    if (id < 1) {
      throw new Refused(DecisionProblem.NO_SUCH_CASE, "There is no case of this number.");
    }
    return new CaseId(id);
  }

  private static ClaimId claimId(String claim) {
    try {
      return ClaimId.parse(claim);
    } catch (IllegalArgumentException e) {
      throw new Refused(
          DecisionProblem.CASE_HELD, "The claim is not one of ours. Claim the case again.");
    }
  }
}
