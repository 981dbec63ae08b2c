package reeve.server.legal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import reeve.server.cases.Cases;
import reeve.server.platform.Event.Wish;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/** What authorities ask to look at, which binds nobody. */
@Controller
@RequestMapping("/legal/requests")
@Access(Access.Who.LEGAL)
final class RequestPages {
  private static final String AT = "/legal/requests";

  private final AuthorityRows authorities;
  private final RequestRows rows;
  private final Requesting requesting;
  private final MessageAsks asks;
  private final Cases cases;
  private final Views views;

  RequestPages(
      AuthorityRows authorities,
      RequestRows rows,
      Requesting requesting,
      MessageAsks asks,
      Cases cases,
      Views views) {
    this.authorities = authorities;
    this.rows = rows;
    this.requesting = requesting;
    this.asks = asks;
    this.cases = cases;
    this.views = views;
  }

  /**
   * A line of the page.
   *
   * @param outcome of its case in words; empty while that waits
   */
  record Line(Request it, Authority authority, String outcome) {}

  /**
   * All of them, and the form for another.
   *
   * @param message the form or mail that fills it in; null for none
   */
  @GetMapping
  String all(@RequestParam(required = false) @Nullable UUID message, Member member, Model model) {
    Message of = message == null ? null : asks.shown(message, Wish.REQUEST, member);
    model.addAttribute("m", of);
    model.addAttribute("signer", asks.signer(of));
    List<Request> requests =
        rows.all().stream().filter(it -> !member.isPartOf(List.of(it.account()))).toList();
    views.saw(member, requests.stream().map(Request::account).distinct().toList(), "requests");
    model.addAttribute("lines", requests.stream().map(this::line).toList());
    model.addAttribute(
        "authorities", authorities.all().stream().filter(Authority::stands).toList());
    model.addAttribute("mayAsk", of == null || of.mail() != null ? Map.of() : secondChannels());
    return "legal/requests";
  }

  /** Contacts through which an authority can be asked whether a form is its own. */
  private Map<UUID, List<Contact>> secondChannels() {
    Map<UUID, List<Contact>> contacts = new LinkedHashMap<>();
    for (Authority one : authorities.all()) {
      if (one.stands()) {
        contacts.put(one.id(), authorities.secondChannels(one));
      }
    }
    return contacts;
  }

  private Line line(Request it) {
    Case.Outcome outcome = cases.find(it.caseId()).map(Case::outcome).orElse(null);
    return new Line(
        it, authorities.find(it.authority()).orElseThrow(), outcome == null ? "" : outcome.words());
  }

  @PostMapping
  String take(
      @RequestParam(required = false) @Nullable UUID authority,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String ground,
      @RequestParam(defaultValue = "") String received,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(defaultValue = "") String account,
      @RequestParam(defaultValue = "") String posts,
      @RequestParam(required = false) @Nullable UUID message,
      @RequestParam(required = false) @Nullable UUID contact,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    if (authority == null) {
      throw Registry.bad("Choose the authority; one that is not verified sets nothing off.");
    }
    var written =
        new Requesting.Written(
            authority,
            reference,
            ground,
            AuthorityPages.time(received),
            Receiving.platform(platform),
            account,
            posts.lines().toList());
    Request filed =
        message == null
            ? requesting.take(written, RemovalOrder.Source.DESK, member)
            : asks.file(message, written, contact, how, member);
    return Back.done(
        flash, "Filed as a report in case " + filed.caseId() + ". Reviewers judge it.", AT);
  }

  @PostMapping("/{id}/answered")
  String answered(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    requesting.answered(id, how, member);
    return Back.done(flash, "Noted.", AT);
  }
}
