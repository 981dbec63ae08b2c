package reeve.server.cases;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** Where cases wait. */
@Controller
@Access(Access.Who.REVIEWER)
final class QueuePage {
  private final CaseDesk desk;
  private final Queues queues;
  private final Routing routing;

  QueuePage(CaseDesk desk, Queues queues, Routing routing) {
    this.desk = desk;
    this.queues = queues;
    this.routing = routing;
  }

  /** A case that the member holds. */
  record Mine(Case of, String queueTitle) {}

  @GetMapping("/queue")
  String queue(Member member, Model model) {
    fill(member, model);
    return "cases/queue";
  }

  /** The part of the page that keeps itself up to date. */
  @GetMapping("/queue/rows")
  String rows(Member member, Model model) {
    fill(member, model);
    return "cases/queue :: rows";
  }

  private void fill(Member member, Model model) {
    List<Queues.Row> rows = queues.rows();
    model.addAttribute("rows", rows);
    model.addAttribute("waiting", rows.stream().mapToLong(Queues.Row::waiting).sum());
    model.addAttribute(
        "mine",
        desk.mine(member).stream()
            .map(held -> new Mine(held, routing.title(held.queue())))
            .toList());
  }

  /** Dangers to life, for the frame of every page. */
  @GetMapping("/queue/alarm")
  String alarm(Model model) {
    model.addAttribute("alarm", queues.alarm());
    return "cases/alarm :: alarm";
  }

  @PostMapping("/queue/claim")
  String claim(
      Member member,
      @RequestParam(required = false) @Nullable String queue,
      RedirectAttributes redirect) {
    Optional<Case> taken = desk.claimNext(member, Optional.ofNullable(queue).map(QueuePage::id));
    if (taken.isEmpty()) {
      redirect.addFlashAttribute("done", "Nothing waits here that you could take.");
      return "redirect:/queue";
    }
    return "redirect:/cases/" + taken.get().id();
  }

  static QueueId id(String text) {
    try {
      return new QueueId(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(CaseProblem.NO_SUCH_QUEUE, "There is no such queue.");
    }
  }
}
