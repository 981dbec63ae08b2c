package reeve.server.enforcement;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.OrderId;
import reeve.server.record.Actor;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** What is to be carried out, what fails, and what a person has to do by hand. */
@Controller
@Access(Access.Who.LEAD)
final class OrdersPage {
  private final OrderLists lists;
  private final HandOrders hand;
  private final InstantSource clock;

  OrdersPage(OrderLists lists, HandOrders hand, InstantSource clock) {
    this.lists = lists;
    this.hand = hand;
    this.clock = clock;
  }

  /** A list of the page. */
  enum Tab {
    HAND("To be done by hand"),
    RETRYING("Being tried again"),
    WAITING("Waiting"),
    FAILED("Failed"),
    DONE("Done");

    private final String label;

    Tab(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** In the page's address. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @GetMapping("/orders")
  String orders(@RequestParam(defaultValue = "hand") String list, Member member, Model model) {
    Instant now = clock.instant();
    Tab tab = tab(list);
    model.addAttribute("tabs", Tab.values());
    model.addAttribute("tab", tab);
    model.addAttribute("now", now);
    model.addAttribute("counts", lists.counts(now));
    // A hold on one's own account, or that its data is handed over, is nobody's to see.
    model.addAttribute(
        "orders",
        orders(tab, now).stream()
            .filter(it -> !it.kind().quiet() || !member.isPartOf(List.of(it.account())))
            .toList());
    return "enforcement/orders";
  }

  private List<Standing> orders(Tab tab, Instant now) {
    return switch (tab) {
      case HAND -> lists.byHand(now);
      case RETRYING -> lists.retrying(now);
      case WAITING -> lists.waiting(now);
      case FAILED -> lists.failed(now);
      case DONE -> lists.done(now);
    };
  }

  private static Tab tab(String code) {
    for (Tab tab : Tab.values()) {
      if (tab.code().equals(code)) {
        return tab;
      }
    }
    return Tab.HAND;
  }

  @PostMapping("/orders/{id}/done")
  String done(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    if (hand.done(new OrderId(id), new Actor.Staff(member.id().value()))) {
      flash.addFlashAttribute("done", "Noted as done by hand.");
    } else {
      flash.addFlashAttribute(
          "warning",
          "Nothing was noted: the order is done already, has not left yet, or an earlier order of"
              + " the same account comes first.");
    }
    return "redirect:/orders";
  }
}
