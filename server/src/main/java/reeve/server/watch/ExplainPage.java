package reeve.server.watch;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** Why rules held for an event, or why not. */
@Controller
@Access(Access.Who.LEAD)
final class ExplainPage {
  private static final int LONGEST = 200;

  private final ObjectProvider<Explaining> explaining;

  ExplainPage(ObjectProvider<Explaining> explaining) {
    this.explaining = explaining;
  }

  @GetMapping("/rules/explain")
  String explain(@RequestParam(defaultValue = "") String event, Member member, Model model) {
    String id = event.strip();
    Explaining explains = explaining.getIfAvailable();
    model.addAttribute("event", id).addAttribute("there", explains != null);
    if (explains != null && id.length() > LONGEST) {
      model.addAttribute("unknown", "An event's id has at most " + LONGEST + " characters.");
    } else if (explains != null && !id.isEmpty()) {
      switch (explains.explain(id, member)) {
        case Explaining.Unknown unknown -> model.addAttribute("unknown", unknown.why());
        case Explaining.Explained explained -> model.addAttribute("explained", explained);
      }
    }
    return "watch/explain";
  }
}
