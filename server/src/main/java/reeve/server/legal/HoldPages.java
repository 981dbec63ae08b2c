package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
import reeve.server.staff.Views;

/** Orders to preserve, and until when each holds. */
@Controller
@RequestMapping("/legal/holds")
@Access(Access.Who.LEGAL)
final class HoldPages {
  private final HoldRows rows;
  private final Holding holding;
  private final MessageHolds messages;
  private final AuthorityRows authorities;
  private final Views views;
  private final InstantSource clock;

  HoldPages(
      HoldRows rows,
      Holding holding,
      MessageHolds messages,
      AuthorityRows authorities,
      Views views,
      InstantSource clock) {
    this.rows = rows;
    this.holding = holding;
    this.messages = messages;
    this.authorities = authorities;
    this.views = views;
    this.clock = clock;
  }

  /** A line of the page. */
  record Line(
      Preserved hold,
      Authority authority,
      boolean stands,
      boolean extensible,
      boolean releasable,
      List<OrderRows.Happening> timeline) {}

  @GetMapping
  String all(Member member, Model model) {
    Instant now = clock.instant();
    List<Preserved> holds =
        rows.all(now).stream().filter(it -> !member.isPartOf(it.accounts())).toList();
    views.saw(
        member, holds.stream().flatMap(it -> it.accounts().stream()).distinct().toList(), "holds");
    model.addAttribute(
        "lines",
        holds.stream()
            .map(it ->
                new Line(
                    it,
                    authorities.find(it.authority()).orElseThrow(),
                    it.stands(now),
                    it.canBeExtended(now),
                    it.canBeReleased(now),
                    rows.timeline(it.id())))
            .toList());
    model.addAttribute("authorities", authorities.all());
    model.addAttribute("terms", Term.ofOrders());
    return "legal/holds";
  }

  @PostMapping
  String start(
      @RequestParam(required = false) @Nullable UUID authority,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(required = false) @Nullable Term term,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(defaultValue = "") String account,
      @RequestParam(defaultValue = "") String received,
      Member member,
      RedirectAttributes flash) {
    if (authority == null || term == null) {
      throw Registry.bad("Choose the authority, and the law that it names.");
    }
    return taken(
        holding.start(
            new Holding.Written(
                authority,
                reference,
                term,
                Receiving.platform(platform),
                account,
                AuthorityPages.time(received)),
            member),
        flash);
  }

  /** From a form or a signed mail, with what the person completed. */
  @PostMapping("/of-message/{id}")
  String ofMessage(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID authority,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(required = false) @Nullable Term term,
      @RequestParam(defaultValue = "") String account,
      Member member,
      RedirectAttributes flash) {
    if (term == null) {
      throw Registry.bad("Choose the law that it names.");
    }
    return taken(messages.take(id, authority, reference, term, account, member), flash);
  }

  private static String taken(Preserved hold, RedirectAttributes flash) {
    return Back.to(
        flash,
        "Held, with a copy of profile and posts as they are now.",
        hold.captured() ? "" : outcome(hold),
        "/legal/holds");
  }

  private static String outcome(Preserved hold) {
    if (hold.account() == null) {
      return "Taken in, and nothing is held yet. " + hold.missing() + " It is tried again.";
    }
    return hold.seenAt() == null
        ? "Held, without a copy yet: the platform did not answer. It is tried again."
        : "Held. The platform showed nothing of this account: what is held is what cases keep.";
  }

  @PostMapping("/{id}/extend")
  String extend(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    holding.extend(id, member);
    return Back.done(flash, "Extended, for the one time that its law allows.", "/legal/holds");
  }

  @PostMapping("/{id}/release")
  String release(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    holding.release(id, why, member);
    return Back.done(
        flash, "Released. What no other order holds ends in its own time.", "/legal/holds");
  }
}
