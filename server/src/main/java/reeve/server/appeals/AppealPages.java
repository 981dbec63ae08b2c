package reeve.server.appeals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.cases.Cases;
import reeve.server.decisions.Decision;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.decisions.Letter;
import reeve.server.decisions.Letters;
import reeve.server.decisions.PlainText;
import reeve.server.decisions.Reconsidering;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Views;

/** The queue of appeals, and the page on which one is heard. */
@Controller
@Access({Access.Who.REVIEWER, Access.Who.GUEST})
final class AppealPages {
  private final AppealRows rows;
  private final Hearing hearing;
  private final Bench bench;
  private final Reconsidering decisions;
  private final Letters letters;
  private final Cases cases;
  private final Views views;
  private final InstantSource clock;

  AppealPages(
      AppealRows rows,
      Hearing hearing,
      Bench bench,
      Reconsidering decisions,
      Letters letters,
      Cases cases,
      Views views,
      InstantSource clock) {
    this.rows = rows;
    this.hearing = hearing;
    this.bench = bench;
    this.decisions = decisions;
    this.letters = letters;
    this.cases = cases;
    this.views = views;
    this.clock = clock;
  }

  /** A line of the queue: nothing of the account, which is seen only by who hears the appeal. */
  record Line(
      Appeal appeal,
      Decision decision,
      Bench.Seat seat,
      boolean mine,
      boolean taken,
      boolean readable) {}

  @GetMapping("/appeals")
  String queue(Member member, Model model) {
    Instant now = clock.instant();
    model.addAttribute("open", lines(rows.open(), member, now));
    model.addAttribute("decided", lines(rows.decided(), member, now));
    boolean lead = member.is(Role.LEAD);
    model.addAttribute("lead", lead);
    model.addAttribute("aside", lead ? rows.setAside() : List.of());
    return "appeals/queue";
  }

  private List<Line> lines(List<Appeal> appeals, Member member, Instant now) {
    return appeals.stream()
        .filter(appeal -> member.mayLookAt(appeal.thing()))
        .map(appeal -> {
          Decision decision = decisions.find(appeal.decision()).orElseThrow();
          return new Line(
              appeal,
              decision,
              bench.seat(appeal, decision, member, now),
              appeal.claimedBy(Hearing.staff(member), now),
              appeal.claimedByOther(Hearing.staff(member), now),
              mayRead(appeal, member));
        })
        .toList();
  }

  @PostMapping("/appeals/claim")
  String claimNext(Member member, RedirectAttributes flash) {
    Appeal claimed = hearing.claimNext(member).orElse(null);
    if (claimed == null) {
      flash.addFlashAttribute("warning", "No appeal waits that you may hear.");
      return "redirect:/appeals";
    }
    return "redirect:/appeals/" + claimed.id();
  }

  @PostMapping("/appeals/{id}/claim")
  String claim(@PathVariable UUID id, Member member) {
    hearing.claim(id, member);
    return "redirect:/appeals/" + id;
  }

  @PostMapping("/appeals/{id}/hand-back")
  String handBack(@PathVariable UUID id, Member member) {
    hearing.handBack(id, member);
    return "redirect:/appeals";
  }

  @GetMapping("/appeals/{id}")
  String appeal(@PathVariable UUID id, Member member, Model model) {
    Appeal appeal = mayRead(id, member);
    Appeal.Ending ending = appeal.ending();
    show(
        appeal,
        member,
        new Hearing.Wish(
            null,
            ending == null ? "" : ending.reason(),
            ending == null ? "" : ending.note(),
            DecisionForm.EMPTY),
        List.of(),
        model);
    return "appeals/appeal";
  }

  @PostMapping("/appeals/{id}")
  String decide(
      @PathVariable UUID id,
      @RequestParam MultiValueMap<String, String> fields,
      Member member,
      Model model) {
    Hearing.Wish wish =
        new Hearing.Wish(
            outcome(fields.getFirst("outcome")),
            text(fields, "reason"),
            text(fields, "note"),
            DecisionForm.of(fields));
    List<Flaw> flaws = hearing.decide(id, member, wish);
    if (flaws.isEmpty()) {
      return "redirect:/appeals/" + id;
    }
    show(mayRead(id, member), member, wish, flaws, model);
    return "appeals/appeal";
  }

  @PostMapping("/appeals/{id}/withdraw")
  String withdraw(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    hearing.withdraw(id, member);
    flash.addFlashAttribute("done", "Withdrawn: nobody was told, nothing has changed.");
    return "redirect:/appeals/" + id;
  }

  /** Shows the link once. */
  @PostMapping("/appeals/{id}/invite")
  @Access(Access.Who.ADMINISTRATOR)
  String invite(@PathVariable UUID id, Member member, Model model) {
    model.addAttribute("id", id);
    model.addAttribute("path", hearing.invite(id, member));
    return "appeals/invite";
  }

  @PostMapping("/appeals/set-aside/{voice}/seen")
  @Access(Access.Who.LEAD)
  String seen(@PathVariable UUID voice) {
    rows.seen(voice, clock.instant());
    return "redirect:/appeals";
  }

  private Appeal mayRead(UUID id, Member member) {
    Appeal appeal =
        rows.find(id)
            .filter(it -> member.mayLookAt(it.thing()))
            .orElseThrow(() ->
                new Refused(AppealProblem.NO_SUCH_APPEAL, "There is no appeal at this address."));
    if (!mayRead(appeal, member)) {
      throw new Refused(
          AppealProblem.NOT_CLAIMED,
          "An appeal is read by who hears it. Claim it on the page of appeals first.");
    }
    return appeal;
  }

  /** Who hears it, who heard it, and who may invite a guest. */
  private boolean mayRead(Appeal appeal, Member member) {
    Appeal.Ending ending = appeal.ending();
    return appeal.claimedBy(Hearing.staff(member), clock.instant())
        || (ending != null && ending.by().equals(Hearing.staff(member)))
        || member.is(Role.ADMINISTRATOR);
  }

  private void show(
      Appeal appeal, Member member, Hearing.Wish wish, List<Flaw> flaws, Model model) {
    Instant now = clock.instant();
    Decision decision = decisions.find(appeal.decision()).orElseThrow();
    views.saw(member, decision.account(), "appeal", appeal.record());
    Appeal.Ending ending = appeal.ending();
    boolean withdrawable =
        ending != null
            && ending.by().equals(Hearing.staff(member))
            && now.isBefore(ending.leavesAt());
    model.addAttribute("appeal", appeal);
    model.addAttribute("decision", decision);
    model.addAttribute("statement", statement(decision));
    model.addAttribute("voices", rows.voices(appeal.id()));
    model.addAttribute("posts", decisions.evidence(decision));
    model.addAttribute("profile", cases.profile(decision.account()).orElse(null));
    model.addAttribute("wish", wish);
    model.addAttribute("view", decisions.view(wish.form(), flaws));
    model.addAttribute(
        "hears",
        appeal.state() == Appeal.State.OPEN && appeal.claimedBy(Hearing.staff(member), now));
    model.addAttribute("seat", bench.seat(appeal, decision, member, now));
    model.addAttribute(
        "mayInvite",
        member.is(Role.ADMINISTRATOR)
            && appeal.state() == Appeal.State.OPEN
            && bench.nobodyElse(appeal, decision));
    model.addAttribute(
        "leftMillis",
        withdrawable
            ? Duration.between(now, Objects.requireNonNull(ending).leavesAt()).toMillis()
            : null);
    model.addAttribute("reasonLeast", Hearing.REASON_LEAST);
    model.addAttribute("reasonMost", Hearing.REASON_MOST);
  }

  private @Nullable Letter statement(Decision decision) {
    return letters.about(decision.id()).stream()
        .filter(letter -> letter.audience() == Letter.Audience.HOLDER)
        .findFirst()
        .orElse(null);
  }

  private static Appeal.@Nullable Outcome outcome(@Nullable String code) {
    for (Appeal.Outcome outcome : Appeal.Outcome.values()) {
      if (outcome.name().toLowerCase(Locale.ROOT).equals(code)) {
        return outcome;
      }
    }
    return null;
  }

  private static String text(MultiValueMap<String, String> fields, String name) {
    String value = fields.getFirst(name);
    return value == null ? "" : PlainText.of(value);
  }
}
