package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.State;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/** What authorities want to be told of accounts, from receipt to what was handed over. */
@Controller
@RequestMapping("/legal/disclosures")
@Access(Access.Who.LEGAL)
final class DisclosurePages {
  private static final String AT = "/legal/disclosures/";

  private final AuthorityRows authorities;
  private final DisclosureRows rows;
  private final TakingIn takingIn;
  private final MessageAsks asks;
  private final MessageRows messages;
  private final Disclosing disclosing;
  private final HandingOver handingOver;
  private final Packages packages;
  private final HoldRows holds;
  private final Views views;
  private final InstantSource clock;

  DisclosurePages(
      AuthorityRows authorities,
      DisclosureRows rows,
      TakingIn takingIn,
      MessageAsks asks,
      MessageRows messages,
      Disclosing disclosing,
      HandingOver handingOver,
      Packages packages,
      HoldRows holds,
      Views views,
      InstantSource clock) {
    this.authorities = authorities;
    this.rows = rows;
    this.takingIn = takingIn;
    this.asks = asks;
    this.messages = messages;
    this.disclosing = disclosing;
    this.handingOver = handingOver;
    this.packages = packages;
    this.holds = holds;
    this.views = views;
    this.clock = clock;
  }

  /**
   * A line of a list.
   *
   * @param late whether the clock ran out, or had when it stopped
   */
  record Line(Disclosure it, Authority authority, boolean late) {}

  /** An account as the page shows it. */
  record Of(Disclosure.Named one, boolean held) {
    boolean found() {
      return one.account() != null;
    }
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("open", rows.open().stream().map(this::line).toList());
    model.addAttribute("ended", rows.ended().stream().map(this::line).toList());
    return "legal/disclosures";
  }

  @GetMapping("/new")
  String form(
      @RequestParam(defaultValue = "false") boolean emergency,
      @RequestParam(required = false) @Nullable UUID message,
      Member member,
      Model model) {
    Message of = message == null ? null : asks.shown(message, MessageAsks.wish(emergency), member);
    model.addAttribute("m", of);
    model.addAttribute("signer", asks.signer(of));
    model.addAttribute("f", of == null ? AskForm.blank() : AskForm.of(of));
    model.addAttribute("emergency", emergency);
    model.addAttribute("authorities", authorities.all());
    model.addAttribute(
        "instruments",
        Arrays.stream(Instrument.values()).filter(it -> it.emergency() == emergency).toList());
    model.addAttribute("kinds", Data.values());
    model.addAttribute("silences", Silence.Why.values());
    return "legal/ask";
  }

  @PostMapping
  String take(@ModelAttribute AskForm form, Member member, RedirectAttributes flash) {
    UUID message = form.message();
    TakingIn.Taken taken =
        message == null
            ? takingIn.take(form.written(), RemovalOrder.Source.DESK, Entrant.of(member))
            : asks.ask(message, form.written(), member);
    String warning =
        taken.known()
            ? "This had been entered before; nothing was changed."
            : taken.unheld().isEmpty() ? "" : "Taken in, but not held: " + taken.unheld();
    return Back.to(
        flash,
        taken.disclosure().accounts().isEmpty()
            ? "Taken in. Nobody whom it names was found: nothing is held, and nothing disclosed."
            : "Taken in. Its accounts are held; nothing is disclosed yet.",
        warning,
        AT + taken.disclosure().id());
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    Disclosure it = rows.find(id).orElseThrow(Dossiers::none);
    Registry.requireOther(member, it.accounts());
    views.saw(member, it.accounts(), "request for data");
    Instant now = clock.instant();
    Authority authority = authorities.find(it.authority()).orElseThrow();
    Disclosure.Proposed proposed = it.proposed();
    boolean mine = proposed != null && proposed.by().equals(Registry.actor(member));
    model.addAttribute("line", line(it));
    model.addAttribute("cameBy", messages.ofDisclosure(id).orElse(null));
    List<Of> named = it.named().stream().map(one -> new Of(one, held(it, one, now))).toList();
    model.addAttribute("named", named);
    model.addAttribute("someFound", named.stream().anyMatch(Of::found));
    model.addAttribute("someUnheld", named.stream().anyMatch(one -> one.found() && !one.held()));
    model.addAttribute("timeline", rows.timeline(id));
    model.addAttribute("kinds", Arrays.stream(Data.values()).filter(it.data()::contains).toList());
    model.addAttribute("may", it.instrument().may());
    model.addAttribute("silences", Silence.Why.values());
    model.addAttribute("contacts", authorities.secondChannels(authority));
    model.addAttribute(
        "denials",
        Arrays.stream(Denial.values())
            .filter(one -> authority.stands() || one == Denial.FORGED)
            .toList());
    model.addAttribute("file", packages.find(id).orElse(null));
    model.addAttribute("mine", mine);
    model.addAttribute("mayDisclose", mayDisclose(it, authority));
    model.addAttribute(
        "aloneFrom",
        proposed == null || it.emergency() == null
            ? null
            : proposed.at().plus(SecondPerson.ALONE_AFTER));
    model.addAttribute("runs", it.endedAt() == null);
    model.addAttribute("isOpen", it.is(State.OPEN));
    model.addAttribute("isProposed", it.is(State.PROPOSED));
    model.addAttribute("isReady", it.is(State.READY));
    model.addAttribute("canDrop", it.state().next().contains(State.OPEN) && !it.downloaded());
    model.addAttribute("canRefuse", it.state().next().contains(State.REFUSED));
    model.addAttribute("canReturn", it.state().next().contains(State.TAKEN_BACK));
    model.addAttribute(
        "canSilence", it.toldAt() == null && (it.endedAt() == null || it.is(State.HANDED_OVER)));
    return "legal/disclosure";
  }

  private static boolean mayDisclose(Disclosure it, Authority authority) {
    return authority.stands() && (it.emergency() != null || authority.mayOrder(Demand.DISCLOSURE));
  }

  @PostMapping("/{id}/propose")
  String propose(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable List<Data> data,
      @RequestParam(required = false) @Nullable List<Integer> place,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String until,
      @RequestParam(required = false) @Nullable UUID contact,
      @RequestParam(defaultValue = "") String how,
      Member member,
      RedirectAttributes flash) {
    disclosing.propose(
        id,
        new Disclosing.Wish(
            AskForm.data(data),
            place == null ? Set.of() : Set.copyOf(place),
            AuthorityPages.time(from),
            AuthorityPages.time(until),
            contact,
            how),
        member);
    return Back.done(flash, "Proposed. A second person releases it.", AT + id);
  }

  @PostMapping("/{id}/open-again")
  String openAgain(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    disclosing.openAgain(id, why, member);
    return Back.done(flash, "Dropped. Propose anew.", AT + id);
  }

  @PostMapping("/{id}/release")
  String release(
      @PathVariable UUID id, @RequestParam UUID seen, Member member, RedirectAttributes flash) {
    disclosing.release(id, seen, member);
    return Back.done(flash, "Released. The file is made once platforms have answered.", AT + id);
  }

  @PostMapping("/{id}/refuse")
  String refuse(
      @PathVariable UUID id,
      @RequestParam Denial denial,
      @RequestParam(defaultValue = "") String reason,
      Member member,
      RedirectAttributes flash) {
    disclosing.refuse(id, denial, reason, member);
    return Back.done(flash, "Refused. Nothing was disclosed.", AT + id);
  }

  @PostMapping("/{id}/take-back")
  String takeBack(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String reason,
      Member member,
      RedirectAttributes flash) {
    disclosing.takeBack(id, reason, member);
    return Back.done(flash, "Taken back. What was collected is deleted.", AT + id);
  }

  @GetMapping("/{id}/package")
  ResponseEntity<byte[]> file(@PathVariable UUID id, Member member) {
    byte[] file = handingOver.download(id, member);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("disclosure-" + id + ".zip")
                .build()
                .toString())
        .body(file);
  }

  @PostMapping("/{id}/handed-over")
  String handedOver(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String receipt,
      Member member,
      RedirectAttributes flash) {
    handingOver.handedOver(id, receipt, member);
    return Back.done(flash, "Noted. The clock stopped.", AT + id);
  }

  @PostMapping("/{id}/silence")
  String silence(
      @PathVariable UUID id,
      @RequestParam(required = false) Silence.@Nullable Why silence,
      @RequestParam(defaultValue = "") String silenceReason,
      @RequestParam(defaultValue = "") String silenceUntil,
      Member member,
      RedirectAttributes flash) {
    Silence read = AskForm.silence(silence, silenceReason, silenceUntil);
    if (read == null) {
      throw Registry.bad("Say why the holder is not told, and until when.");
    }
    handingOver.silence(id, read, member);
    return Back.done(flash, "The holders are told when that ends.", AT + id);
  }

  @PostMapping("/{id}/review")
  String review(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String review,
      Member member,
      RedirectAttributes flash) {
    handingOver.review(id, review, member);
    return Back.done(flash, "Noted.", AT + id);
  }

  @PostMapping("/{id}/hold")
  String hold(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    String unheld = takingIn.hold(id, member);
    return Back.to(flash, "Held.", unheld.isEmpty() ? "" : "Not held: " + unheld, AT + id);
  }

  private boolean held(Disclosure it, Disclosure.Named one, Instant now) {
    return one.account() != null
        && holds
            .known(it.authority(), it.reference(), one.account())
            .filter(hold -> hold.stands(now))
            .isPresent();
  }

  private Line line(Disclosure it) {
    Instant ended = it.endedAt();
    Instant due = it.dueAt();
    return new Line(
        it,
        authorities.find(it.authority()).orElseThrow(),
        due != null && (ended == null ? clock.instant() : ended).isAfter(due));
  }
}
