package reeve.server.cases;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** One case, and its keys. */
@Controller
@Access(Access.Who.REVIEWER)
final class CasePage {
  private final CaseDesk desk;
  private final Routing routing;

  CasePage(CaseDesk desk, Routing routing) {
    this.desk = desk;
    this.routing = routing;
  }

  /** A queue to move the case to. */
  record Choice(String id, String title) {}

  /** A guest sees what they were let see, like everybody who does not hold the case. */
  @GetMapping("/cases/{id}")
  @Access(Access.Who.GUEST)
  String look(Member member, @PathVariable long id, Model model, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    CaseId caseId = id(id);
    Optional<CaseDesk.Sight> sight = desk.look(caseId, member);
    model.addAttribute("id", id);
    if (sight.isEmpty()) {
      model.addAttribute("mayTake", desk.mayTake(caseId, member));
      model.addAttribute("open", desk.find(caseId).state() == Case.State.OPEN);
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return "cases/not-yours";
    }
    model.addAttribute("file", sight.get().file());
    model.addAttribute("held", sight.get().held());
    model.addAttribute("renewEvery", desk.renewEverySeconds());
    model.addAttribute(
        "queues",
        routing.queues().stream()
            .filter(queue -> !queue.equals(QueueId.DANGER))
            .map(queue -> new Choice(queue.value(), routing.title(queue)))
            .toList());
    return "cases/case";
  }

  private static CaseId id(long id) {
    if (id < 1) {
      throw new Refused(CaseProblem.NO_SUCH_CASE, "There is no case " + id + ".");
    }
    return new CaseId(id);
  }

  private static ClaimId claim(String text) {
    try {
      return ClaimId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(CaseProblem.NOT_YOURS, "This claim is not yours.");
    }
  }

  @PostMapping("/cases/{id}/claim")
  String take(Member member, @PathVariable long id, RedirectAttributes redirect) {
    return after(desk.take(id(id), member), "/cases/" + id, "The case is yours.", redirect);
  }

  @PostMapping("/cases/{id}/renew")
  String renew(Member member, @PathVariable long id, @RequestParam String claim, Model model) {
    model.addAttribute("id", id);
    model.addAttribute("claim", claim);
    model.addAttribute("until", desk.renew(claim(claim), member).orElse(null));
    model.addAttribute("renewEvery", desk.renewEverySeconds());
    return "cases/claim :: claim";
  }

  @PostMapping("/cases/{id}/escalate")
  String escalate(
      Member member,
      @PathVariable long id,
      @RequestParam String claim,
      RedirectAttributes redirect) {
    return after(
        desk.escalate(claim(claim), member),
        "/queue",
        "Case " + id + " is before the leads as a danger to life.",
        redirect);
  }

  @PostMapping("/cases/{id}/hand-back")
  String handBack(
      Member member,
      @PathVariable long id,
      @RequestParam String claim,
      RedirectAttributes redirect) {
    return after(
        desk.handBack(claim(claim), member), "/queue", "Case " + id + " waits again.", redirect);
  }

  @PostMapping("/cases/{id}/queue")
  String move(
      Member member,
      @PathVariable long id,
      @RequestParam String claim,
      @RequestParam String queue,
      RedirectAttributes redirect) {
    return after(
        desk.move(claim(claim), QueuePage.id(queue), member),
        "/cases/" + id,
        "The case was moved.",
        redirect);
  }

  private static String after(Grip grip, String address, String done, RedirectAttributes redirect) {
    return switch (grip) {
      case Grip.Held _ -> {
        redirect.addFlashAttribute("done", done);
        yield "redirect:" + address;
      }
      case Grip.Lost lost -> {
        String since =
            lost.since().stream().map(Grip.Happening::words).collect(Collectors.joining(" "));
        redirect.addFlashAttribute(
            "warning", "Your claim on case " + lost.of().id() + " no longer holds. " + since);
        yield "redirect:/cases/" + lost.of().id();
      }
      case Grip.Barred barred -> throw new Refused(CaseProblem.NOT_YOURS, barred.why());
    };
  }
}
