package reeve.server.legal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** The keys by which orders are handed in. */
@Controller
@RequestMapping("/legal/keys")
@Access(Access.Who.ADMINISTRATOR)
final class OrderKeyPages {
  private final OrderKeys keys;
  private final AuthorityRows authorities;

  OrderKeyPages(OrderKeys keys, AuthorityRows authorities) {
    this.keys = keys;
    this.authorities = authorities;
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("keys", keys.all());
    model.addAttribute(
        "authorities", authorities.all().stream().filter(it -> it.endedAt() == null).toList());
    return "legal/keys";
  }

  @PostMapping
  String create(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(required = false) @Nullable UUID authority,
      Member member,
      RedirectAttributes flash) {
    flash.addFlashAttribute("key", keys.create(name, authority, member));
    return "redirect:/legal/keys";
  }

  @PostMapping("/{id}/revoke")
  String revoke(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    keys.revoke(id, member);
    return Back.done(flash, "The key no longer opens anything.", "/legal/keys");
  }
}
