package reeve.server.legal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
import reeve.server.staff.Roster;

/** The registry of authorities: legal enters, and somebody else of legal verifies. */
@Controller
@RequestMapping("/legal/authorities")
@Access(Access.Who.LEGAL)
final class AuthorityPages {
  private final AuthorityRows rows;
  private final OrderRows orders;
  private final DisclosureRows disclosures;
  private final HoldRows holds;
  private final RequestRows requests;
  private final Registry registry;
  private final Roster roster;

  AuthorityPages(
      AuthorityRows rows,
      OrderRows orders,
      DisclosureRows disclosures,
      HoldRows holds,
      RequestRows requests,
      Registry registry,
      Roster roster) {
    this.rows = rows;
    this.orders = orders;
    this.disclosures = disclosures;
    this.holds = holds;
    this.requests = requests;
    this.registry = registry;
    this.roster = roster;
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("authorities", rows.all());
    model.addAttribute("demands", Demand.values());
    return "legal/authorities";
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Model model) {
    model.addAttribute("authority", rows.find(id).orElseThrow(Registry::none));
    model.addAttribute("demands", Demand.values());
    model.addAttribute("names", roster.names());
    model.addAttribute("least", Registry.HOW_LEAST);
    return "legal/authority";
  }

  @GetMapping("/{id}/history")
  String history(@PathVariable UUID id, Member member, Model model) {
    model.addAttribute("authority", rows.find(id).orElseThrow(Registry::none));
    model.addAttribute("changes", rows.history(id));
    model.addAttribute("names", roster.names());
    model.addAttribute(
        "orders", orders.of(id).stream().filter(it -> !member.isPartOf(it.accounts())).toList());
    model.addAttribute(
        "disclosures",
        disclosures.of(id).stream().filter(it -> !member.isPartOf(it.accounts())).toList());
    model.addAttribute(
        "holds", holds.of(id).stream().filter(it -> !member.isPartOf(it.accounts())).toList());
    model.addAttribute(
        "requests",
        requests.of(id).stream().filter(it -> !member.isPartOf(List.of(it.account()))).toList());
    return "legal/authority-history";
  }

  @PostMapping
  String add(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "false") boolean europol,
      @RequestParam(required = false) @Nullable List<Demand> may,
      @RequestParam(defaultValue = "") String certificate,
      @RequestParam(defaultValue = "") String noticed,
      Member member,
      RedirectAttributes flash) {
    UUID id = registry.add(written(name, state, europol, may, certificate, noticed), member);
    return Back.done(
        flash,
        "Entered. Nothing that it orders is carried out before somebody verifies it.",
        "/legal/authorities/" + id);
  }

  @PostMapping("/{id}")
  String change(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "false") boolean europol,
      @RequestParam(required = false) @Nullable List<Demand> may,
      @RequestParam(defaultValue = "") String certificate,
      @RequestParam(defaultValue = "") String noticed,
      Member member,
      RedirectAttributes flash) {
    registry.change(id, written(name, state, europol, may, certificate, noticed), member);
    return Back.done(flash, "Changed. It has to be verified again.", "/legal/authorities/" + id);
  }

  @PostMapping("/{id}/contacts")
  String contact(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String value,
      @RequestParam(defaultValue = "") String source,
      @RequestParam(defaultValue = "true") boolean message,
      Member member,
      RedirectAttributes flash) {
    registry.addContact(id, value, source, message, member);
    return Back.done(
        flash,
        "The contact is added. The authority has to be verified again.",
        "/legal/authorities/" + id);
  }

  @PostMapping("/{id}/verify")
  String verify(
      @PathVariable UUID id,
      @RequestParam UUID contact,
      @RequestParam(defaultValue = "") String seen,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    registry.verify(id, seen, contact, how, member);
    return Back.done(
        flash,
        "Verified, in your name. Its orders may be carried out.",
        "/legal/authorities/" + id);
  }

  @PostMapping("/{id}/end")
  String end(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    registry.end(id, why, member);
    return Back.done(flash, "It left the registry.", "/legal/authorities/" + id);
  }

  private static Registry.Written written(
      String name,
      String state,
      boolean europol,
      @Nullable List<Demand> may,
      String certificate,
      String noticed) {
    Set<Demand> demands = EnumSet.noneOf(Demand.class);
    if (may != null) {
      demands.addAll(may);
    }
    return new Registry.Written(name, state, demands, certificate, time(noticed), europol);
  }

  /** {@link #utc}, null where nothing was typed. */
  static @Nullable Instant time(String typed) {
    return typed.isBlank() ? null : utc(typed);
  }

  /** A time of a form, in UTC: {@code 2027-03-01T09:30}, with or without seconds and Z. */
  static Instant utc(String typed) {
    String text = typed.strip().replace(' ', 'T');
    String zoned = text.endsWith("Z") ? text : text + "Z";
    try {
      Instant time = Instant.parse(zoned.length() == 17 ? zoned.replace("Z", ":00Z") : zoned);
      return Registry.moment(time, time);
    } catch (DateTimeParseException e) {
      throw Registry.bad("A time is written in UTC as 2027-03-01 09:30.");
    }
  }
}
