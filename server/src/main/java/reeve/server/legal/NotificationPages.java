package reeve.server.legal;

import java.time.InstantSource;
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
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.legal.Notification.About;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/** What law enforcement is told unasked. */
@Controller
@RequestMapping("/legal/notifications")
@Access({Access.Who.LEAD, Access.Who.LEGAL})
final class NotificationPages {
  private static final String AT = "/legal/notifications/";

  private final NotificationRows rows;
  private final Notifying notifying;
  private final Addressees addressees;
  private final SecondPerson second;
  private final AuthorityRows authorities;
  private final Cases cases;
  private final Views views;
  private final InstantSource clock;

  NotificationPages(
      NotificationRows rows,
      Notifying notifying,
      Addressees addressees,
      SecondPerson second,
      AuthorityRows authorities,
      Cases cases,
      Views views,
      InstantSource clock) {
    this.rows = rows;
    this.notifying = notifying;
    this.addressees = addressees;
    this.second = second;
    this.authorities = authorities;
    this.cases = cases;
    this.views = views;
    this.clock = clock;
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("notifications", rows.all());
    return "legal/notifications";
  }

  /** Reached from the page of a case by its address. */
  @GetMapping("/new")
  String form(
      @RequestParam("case") long caseId,
      @RequestParam(defaultValue = "DANGER") About about,
      Member member,
      Model model) {
    Case of = cases.find(new CaseId(caseId)).orElseThrow(Notifying::noCase);
    Registry.requireOther(member, List.of(of.account()));
    views.saw(member, of.account(), "what is to be told", of.opened());
    model.addAttribute("of", of);
    model.addAttribute("about", about);
    model.addAttribute(
        "posts",
        cases.kept(of.id()).stream()
            .filter(it -> about == About.DANGER || OwnKeeping.isPublic(it.post()))
            .toList());
    model.addAttribute("addressees", addressees.all());
    model.addAttribute("ownState", addressees.ownState());
    model.addAttribute("least", Notifying.WORDS_LEAST);
    return "legal/notify";
  }

  @PostMapping
  String start(
      @RequestParam("case") long caseId,
      @RequestParam(defaultValue = "DANGER") About about,
      @RequestParam(defaultValue = "") String danger,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String place,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(required = false) @Nullable List<String> post,
      Member member,
      RedirectAttributes flash) {
    String[] ids = to.split("/", 2);
    if (ids.length != 2) {
      throw Registry.bad("Choose whom to tell.");
    }
    UUID id =
        notifying.start(
            new CaseId(caseId),
            new Notifying.Wish(
                about,
                danger,
                state,
                place,
                uuid(ids[0]),
                uuid(ids[1]),
                post == null ? Set.of() : Set.copyOf(post)),
            member);
    return Back.done(flash, "Drafted. A second person releases it; call one now.", AT + id);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    Notification it = rows.find(id).orElseThrow(Notifying::none);
    Registry.requireOther(member, List.of(it.account()));
    views.saw(member, it.account(), "notification", it.record());
    boolean mine = it.startedBy(Registry.actor(member));
    model.addAttribute("it", it);
    model.addAttribute("authority", authorities.find(it.authority()).orElseThrow());
    boolean other = second.isOther(it.startedBy(), member);
    model.addAttribute("mine", mine);
    model.addAttribute("other", other);
    model.addAttribute(
        "mayRelease",
        it.waits() && (other || !it.isDanger() || !clock.instant().isBefore(it.aloneFrom())));
    return "legal/notification";
  }

  @PostMapping("/{id}/release")
  String release(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    notifying.release(id, member);
    return Back.done(flash, "Released. Nothing is sent by itself: send the text now.", AT + id);
  }

  @PostMapping("/{id}/drop")
  String drop(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    notifying.drop(id, why, member);
    return Back.done(flash, "Dropped. Nothing is told.", AT + id);
  }

  @PostMapping("/{id}/sent")
  String sent(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String receipt,
      Member member,
      RedirectAttributes flash) {
    notifying.sent(id, receipt, member);
    return Back.done(flash, "Noted, with the receipt.", AT + id);
  }

  @PostMapping("/{id}/review")
  String review(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String review,
      Member member,
      RedirectAttributes flash) {
    notifying.review(id, review, member);
    return Back.done(flash, "Noted.", AT + id);
  }

  private static UUID uuid(String typed) {
    try {
      return UUID.fromString(typed);
    } catch (IllegalArgumentException e) {
      throw Registry.bad("Choose whom to tell.");
    }
  }
}
