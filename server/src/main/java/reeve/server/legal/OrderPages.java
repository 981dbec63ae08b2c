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
import reeve.server.legal.RemovalOrder.Refusal;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Views;

/** The orders of authorities: those whose clock runs, one by one, and those of an account. */
@Controller
@RequestMapping("/legal")
@Access(Access.Who.LEGAL)
final class OrderPages {
  private final AuthorityRows authorities;
  private final OrderRows rows;
  private final Receiving receiving;
  private final Working working;
  private final Alarms alarms;
  private final DisclosureAlarms disclosureAlarms;
  private final DisclosureRows disclosures;
  private final HoldRows holds;
  private final HoldAlarms holdAlarms;
  private final NotificationRows notifications;
  private final MessageRows messages;
  private final Confirming confirming;
  private final Views views;
  private final InstantSource clock;

  OrderPages(
      AuthorityRows authorities,
      OrderRows rows,
      Receiving receiving,
      Working working,
      Alarms alarms,
      DisclosureAlarms disclosureAlarms,
      DisclosureRows disclosures,
      HoldRows holds,
      HoldAlarms holdAlarms,
      NotificationRows notifications,
      MessageRows messages,
      Confirming confirming,
      Views views,
      InstantSource clock) {
    this.authorities = authorities;
    this.rows = rows;
    this.receiving = receiving;
    this.working = working;
    this.alarms = alarms;
    this.disclosureAlarms = disclosureAlarms;
    this.disclosures = disclosures;
    this.holds = holds;
    this.holdAlarms = holdAlarms;
    this.notifications = notifications;
    this.messages = messages;
    this.confirming = confirming;
    this.views = views;
    this.clock = clock;
  }

  /**
   * A line of a list.
   *
   * @param late whether the clock ran out, or had when it stopped
   */
  record Line(RemovalOrder order, Authority authority, boolean late) {}

  /** The same of a request for data. */
  record Asked(Disclosure it, List<OrderRows.Happening> timeline) {}

  /** The same of an order to preserve. */
  record Kept(
      Preserved it, Authority authority, boolean stands, List<OrderRows.Happening> timeline) {}

  /** What the timeline of one order on an account shows. */
  record Of(Line line, List<OrderRows.Happening> timeline) {}

  @GetMapping
  String all(Model model) {
    model.addAttribute("open", lines(rows.open()));
    model.addAttribute("ended", lines(rows.ended()));
    model.addAttribute("authorities", authorities.all());
    return "legal/orders";
  }

  @GetMapping("/rows")
  String rows(Model model) {
    model.addAttribute("open", lines(rows.open()));
    return "legal/order-parts :: rows";
  }

  /** For the frame of every page. */
  @GetMapping("/alarm")
  @Access({Access.Who.LEAD, Access.Who.LEGAL})
  String alarm(Member member, Model model) {
    model.addAttribute("alarm", member.is(Role.LEGAL) ? alarms.shown().orElse(null) : null);
    model.addAttribute(
        "asked", member.is(Role.LEGAL) ? disclosureAlarms.shown().orElse(null) : null);
    model.addAttribute(
        "preserve", member.is(Role.LEGAL) ? holdAlarms.shown(clock.instant()).orElse(null) : null);
    model.addAttribute("messages", member.is(Role.LEGAL) ? messages.waiting().orElse(null) : null);
    model.addAttribute("danger", notifications.waiting().orElse(null));
    return "legal/order-parts :: alarm";
  }

  /** For the page of a case, which reaches this by its address alone. */
  @GetMapping("/of-account")
  @Access({Access.Who.LEAD, Access.Who.LEGAL})
  String ofAccount(
      @RequestParam String platform, @RequestParam String account, Member member, Model model) {
    AccountRef of = account(platform, account);
    List<RemovalOrder> about = member.isPartOf(List.of(of)) ? List.of() : rows.about(of);
    if (!about.isEmpty()) {
      views.saw(member, of, "orders of authorities", null);
    }
    model.addAttribute(
        "about",
        lines(about).stream().map(line -> new Of(line, rows.timeline(line.order().id()))).toList());
    List<Disclosure> asked = member.isPartOf(List.of(of)) ? List.of() : disclosures.about(of);
    if (!asked.isEmpty()) {
      views.saw(member, of, "requests for data", null);
    }
    model.addAttribute(
        "asked", asked.stream().map(it -> new Asked(it, disclosures.timeline(it.id()))).toList());
    List<Preserved> kept = member.isPartOf(List.of(of)) ? List.of() : holds.about(of);
    if (!kept.isEmpty()) {
      views.saw(member, of, "orders to preserve", null);
    }
    Instant now = clock.instant();
    model.addAttribute(
        "kept",
        kept.stream()
            .map(it ->
                new Kept(
                    it,
                    authorities.find(it.authority()).orElseThrow(),
                    it.stands(now),
                    holds.timeline(it.id())))
            .toList());
    return "legal/order-parts :: about";
  }

  @PostMapping("/orders")
  String take(
      @RequestParam(required = false) @Nullable UUID authority,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String ground,
      @RequestParam(defaultValue = "") String issued,
      @RequestParam(defaultValue = "") String received,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(defaultValue = "") String account,
      @RequestParam(defaultValue = "") String posts,
      @RequestParam(defaultValue = "") String contact,
      @RequestParam(defaultValue = "") String silent,
      @RequestParam(defaultValue = "") String silenceReason,
      Member member,
      RedirectAttributes flash) {
    if (authority == null) {
      throw Registry.bad("Choose the authority; enter it first where it is new.");
    }
    Receiving.Taken taken =
        receiving.take(
            new Receiving.Written(
                authority,
                reference,
                ground,
                AuthorityPages.time(issued),
                AuthorityPages.time(received),
                platform,
                account,
                posts.lines().toList(),
                contact,
                silence(silent, silenceReason)),
            RemovalOrder.Source.DESK,
            member);
    return Back.to(
        flash,
        "Taken in. The hour runs from its receipt.",
        known(taken),
        "/legal/orders/" + taken.order().id());
  }

  static String known(Receiving.Taken taken) {
    return taken.known() ? "This order had been entered before; nothing was changed." : "";
  }

  /** The silence that an order orders; null where no end is written, since each has one. */
  static @Nullable Silence silence(String until, String reason) {
    if (until.isBlank()) {
      if (!reason.isBlank()) {
        throw Registry.bad("Silence always ends: write until when the holder is not told.");
      }
      return null;
    }
    return new Silence(Silence.Why.PROHIBITED, reason, AuthorityPages.utc(until));
  }

  @GetMapping("/orders/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    RemovalOrder order = rows.find(id).orElseThrow(Working::none);
    Registry.requireOther(member, order.accounts());
    Authority authority = authorities.find(order.authority()).orElseThrow();
    views.saw(member, order.accounts(), "order of an authority");
    model.addAttribute("line", line(order));
    model.addAttribute("timeline", rows.timeline(id));
    model.addAttribute("cameBy", messages.ofOrder(id).orElse(null));
    model.addAttribute("awaits", confirming.awaits(order));
    model.addAttribute("drafts", Replies.of(order, authority));
    model.addAttribute("refusals", Refusal.values());
    model.addAttribute("runs", order.endedAt() == null);
    model.addAttribute(
        "canReturn",
        order.state() == RemovalOrder.State.OPEN
            || order.state() == RemovalOrder.State.REMOVING
            || order.state() == RemovalOrder.State.CARRIED_OUT);
    model.addAttribute("open", order.state() == RemovalOrder.State.OPEN);
    model.addAttribute("canSilence", order.mayBeSilenced());
    model.addAttribute(
        "sameReference",
        rows.withReference(order.authority(), order.reference()).stream()
            .filter(it -> !it.id().equals(id))
            .toList());
    model.addAttribute(
        "noNotice", rows.first(order) && !authority.noticedBefore(order.receivedAt()));
    return "legal/order";
  }

  /** Looks again first where the platform did not answer before. */
  @PostMapping("/orders/{id}/carry-out")
  String carryOut(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    RemovalOrder order = rows.find(id).orElseThrow(Working::none);
    Registry.requireOther(member, order.accounts());
    if (order.isOpen() && order.posts().stream().anyMatch(RemovalOrder.Named::isUnanswered)) {
      receiving.lookAgain(id, "", member);
    }
    working.carryOut(id, member);
    return Back.done(
        flash,
        "On its way. The clock stops when the platform has answered.",
        "/legal/orders/" + id);
  }

  @PostMapping("/orders/{id}/refuse")
  String refuse(
      @PathVariable UUID id,
      @RequestParam Refusal refusal,
      @RequestParam(defaultValue = "") String reason,
      Member member,
      RedirectAttributes flash) {
    working.refuse(id, refusal, reason, member);
    return Back.done(flash, "Refused. Nothing was removed.", "/legal/orders/" + id);
  }

  @PostMapping("/orders/{id}/take-back")
  String takeBack(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String reason,
      Member member,
      RedirectAttributes flash) {
    working.takeBack(id, reason, member);
    return Back.done(
        flash, "Taken back. What it removed is on its way back.", "/legal/orders/" + id);
  }

  @PostMapping("/orders/{id}/look-again")
  String lookAgain(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String account,
      Member member,
      RedirectAttributes flash) {
    receiving.lookAgain(id, account, member);
    return Back.done(flash, "Looked again.", "/legal/orders/" + id);
  }

  @PostMapping("/orders/{id}/silence")
  String silence(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String silent,
      @RequestParam(defaultValue = "") String silenceReason,
      Member member,
      RedirectAttributes flash) {
    Silence silence = silence(silent, silenceReason);
    if (silence == null) {
      throw Registry.bad("Say until when the holder is not told, and why.");
    }
    working.silence(id, silence, member);
    return Back.done(flash, "The holder is told when that ends.", "/legal/orders/" + id);
  }

  @PostMapping("/orders/{id}/answered")
  String answered(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    working.answered(id, how, member);
    return Back.done(flash, "Noted.", "/legal/orders/" + id);
  }

  private List<Line> lines(List<RemovalOrder> orders) {
    return orders.stream().map(this::line).toList();
  }

  private Line line(RemovalOrder order) {
    Instant ended = order.endedAt();
    return new Line(
        order,
        authorities.find(order.authority()).orElseThrow(),
        (ended == null ? clock.instant() : ended).isAfter(order.dueAt()));
  }

  private static AccountRef account(String platform, String account) {
    try {
      return new AccountRef(new PlatformId(platform), account);
    } catch (IllegalArgumentException e) {
      throw Registry.bad("That is no account's id.");
    }
  }
}
