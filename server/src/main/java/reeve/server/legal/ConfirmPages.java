package reeve.server.legal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** Notes that an authority confirms an order that came by a form. */
@Controller
@Access(Access.Who.LEGAL)
final class ConfirmPages {
  private final Confirming confirming;

  ConfirmPages(Confirming confirming) {
    this.confirming = confirming;
  }

  @PostMapping("/legal/orders/{id}/confirm")
  String confirm(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID contact,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    if (contact == null) {
      throw Registry.bad("Choose the contact through which you reached the authority.");
    }
    confirming.confirm(id, contact, how, member);
    return Back.done(
        flash, "Noted: the authority says that it issued this order.", "/legal/orders/" + id);
  }
}
