package reeve.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.rules.check.Rule;
import reeve.rules.source.Issue;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.watch.Plan.RuleChange;
import reeve.server.watch.Plans.Aim;
import reeve.server.watch.Proposal.Change;

/** Going live: what would change, who wants it and why, and who agrees. */
@Controller
@Access(Access.Who.REVIEWER)
final class ProposalPages {
  private static final int CLOSED = 50;
  private static final int HISTORY = 200;

  private final Plans plans;
  private final GoingLive goingLive;
  private final ProposalRows proposals;
  private final RuleStore store;
  private final Fates fates;
  private final Roster roster;

  ProposalPages(
      Plans plans,
      GoingLive goingLive,
      ProposalRows proposals,
      RuleStore store,
      Fates fates,
      Roster roster) {
    this.plans = plans;
    this.goingLive = goingLive;
    this.proposals = proposals;
    this.store = store;
    this.fates = fates;
    this.roster = roster;
  }

  /**
   * A file's change as the page shows it.
   *
   * @param kind in a word
   * @param does what the rule does; empty for lists
   * @param shadow what it found in shadow
   */
  record Shown(
      String path,
      String title,
      String kind,
      boolean acts,
      String does,
      LineDiff diff,
      List<FileCheck.TestLine> tests,
      List<Fates.Sum> shadow) {
    public boolean allPassed() {
      return tests.stream().allMatch(FileCheck.TestLine::passed);
    }
  }

  @GetMapping("/rules/propose")
  @Access(Access.Who.LEAD)
  String propose(
      @RequestParam(defaultValue = "whole") String what,
      @RequestParam(defaultValue = "") String rule,
      @RequestParam(defaultValue = "0") long number,
      Member member,
      Model model) {
    Plan plan = plans.of(aim(what, rule, number));
    fill(plan, model);
    model
        .addAttribute("what", what)
        .addAttribute("rule", rule)
        .addAttribute("number", number)
        .addAttribute("alone", goingLive.alone(member))
        .addAttribute("least", GoingLive.WHY_LEAST)
        .addAttribute("longest", GoingLive.WHY_MOST);
    return "watch/propose";
  }

  private static Aim aim(String what, String rule, long number) {
    return switch (what) {
      case "whole" -> new Aim.Whole(true);
      case "calm" -> new Aim.Whole(false);
      case "rule" -> new Aim.One(rule);
      case "retire" -> new Aim.Retire(rule);
      case "again" -> new Aim.Again(number);
      default -> throw new Refused(WatchProblem.BAD_INPUT, "There is no such way of going live.");
    };
  }

  private void fill(Plan plan, Model model) {
    model
        .addAttribute("plan", plan)
        .addAttribute("sound", plan.sound())
        .addAttribute("acting", plan.acting())
        .addAttribute(
            "errors",
            plan.checking().issues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .limit(20)
                .toList())
        .addAttribute(
            "warnings",
            plan.checking().issues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.WARNING)
                .limit(20)
                .toList())
        .addAttribute("files", shown(plan.changes(), plan.rules()));
  }

  private List<Shown> shown(Map<String, Change> changes, List<RuleChange> rules) {
    List<String> digests = new ArrayList<>();
    changes
        .values()
        .forEach(change -> {
          digests.add(Objects.requireNonNullElse(change.before(), ""));
          digests.add(Objects.requireNonNullElse(change.after(), ""));
        });
    digests.removeIf(String::isEmpty);
    Map<String, String> texts = store.texts(digests);
    List<Shown> shown = new ArrayList<>();
    for (RuleChange rule : rules) {
      RuleFile file = RuleFile.rule(rule.name());
      shown.add(one(file, rule, diff(changes.get(file.path()), texts)));
    }
    changes.forEach((path, change) -> {
      RuleFile file = RuleFile.of(path);
      if (!file.isRule()) {
        shown.add(
            new Shown(
                path,
                file.title(),
                change.before() == null ? "new" : change.after() == null ? "gone" : "changed",
                false,
                "",
                diff(change, texts),
                List.of(),
                List.of()));
      }
    });
    return shown;
  }

  private static LineDiff diff(@Nullable Change change, Map<String, String> texts) {
    return change == null
        ? LineDiff.of(null, null)
        : LineDiff.of(text(change.before(), texts), text(change.after(), texts));
  }

  private static @Nullable String text(@Nullable String digest, Map<String, String> texts) {
    return digest == null ? null : texts.get(digest);
  }

  private Shown one(RuleFile file, RuleChange rule, LineDiff diff) {
    FileCheck check = rule.check();
    Rule checked = check == null ? null : check.rule();
    return new Shown(
        file.path(),
        file.title(),
        rule.kind().word(),
        rule.acts(),
        check == null || check.source() == null ? "" : FileCheck.does(check.source().then()),
        diff,
        check == null ? List.of() : check.tests(),
        checked == null ? List.of() : fates.shadow(rule.name(), checked.version()));
  }

  @PostMapping("/rules/proposals")
  @Access(Access.Who.LEAD)
  String propose(
      @RequestParam String what,
      @RequestParam(defaultValue = "") String rule,
      @RequestParam(defaultValue = "0") long number,
      @RequestParam long base,
      @RequestParam String why,
      Member member,
      RedirectAttributes flash) {
    return switch (goingLive.propose(aim(what, rule, number), base, why, member)) {
      case GoingLive.Proposed.Live live -> {
        flash.addFlashAttribute("done", "It is live, as number " + live.number() + ".");
        yield "redirect:/rules";
      }
      case GoingLive.Proposed.Waits waits -> {
        flash.addFlashAttribute(
            "done", "It waits for somebody else's approval. What is live stays until then.");
        yield "redirect:/rules/proposals/" + waits.proposal();
      }
    };
  }

  @GetMapping("/rules/proposals")
  String all(Model model) {
    model
        .addAttribute("waiting", proposals.waiting())
        .addAttribute("closed", proposals.closed(CLOSED))
        .addAttribute("names", roster.names());
    return "watch/proposals";
  }

  @GetMapping("/rules/proposals/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    Proposal proposal = goingLive.find(id);
    model
        .addAttribute("proposal", proposal)
        .addAttribute("names", roster.names())
        .addAttribute("own", proposal.by().equals(member.id().value()))
        .addAttribute("lead", member.is(Role.LEAD))
        .addAttribute("barred", goingLive.barred(proposal, member).orElse(null))
        .addAttribute("fits", proposal.waits() && plans.fits(proposal))
        .addAttribute("least", GoingLive.WHY_LEAST)
        .addAttribute("longest", GoingLive.WHY_MOST);
    if (proposal.waits()) {
      fill(plans.of(proposal), model);
    } else {
      model.addAttribute("files", shown(proposal.changes(), past(proposal.changes())));
    }
    return "watch/proposal";
  }

  /** Rules of changes that are over, without their checks. */
  private static List<RuleChange> past(Map<String, Change> changes) {
    List<RuleChange> rules = new ArrayList<>();
    changes.forEach((path, change) -> {
      RuleFile file = RuleFile.of(path);
      if (file.isRule()) {
        Plan.Kind kind =
            change.before() == null
                ? Plan.Kind.NEW
                : change.after() == null ? Plan.Kind.RETIRED : Plan.Kind.CHANGED;
        rules.add(new RuleChange(file.name(), kind, null));
      }
    });
    return rules;
  }

  @PostMapping("/rules/proposals/{id}/approve")
  @Access(Access.Who.LEAD)
  String approve(
      @PathVariable UUID id, @RequestParam long base, Member member, RedirectAttributes flash) {
    long number = goingLive.approve(id, base, member);
    flash.addFlashAttribute("done", "You approved. It is live, as number " + number + ".");
    return "redirect:/rules";
  }

  @PostMapping("/rules/proposals/{id}/refuse")
  @Access(Access.Who.LEAD)
  String refuse(
      @PathVariable UUID id, @RequestParam String why, Member member, RedirectAttributes flash) {
    goingLive.refuse(id, why, member);
    flash.addFlashAttribute("done", "You refused it. What is live stays.");
    return "redirect:/rules/proposals";
  }

  @PostMapping("/rules/proposals/{id}/withdraw")
  @Access(Access.Who.LEAD)
  String withdraw(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    goingLive.withdraw(id, member);
    flash.addFlashAttribute("done", "You withdrew it. What is live stays.");
    return "redirect:/rules/proposals";
  }

  @GetMapping("/rules/history")
  String history(Model model) {
    model
        .addAttribute("sets", store.history(HISTORY))
        .addAttribute("most", HISTORY)
        .addAttribute("names", roster.names());
    return "watch/history";
  }

  @GetMapping("/rules/history/{number}")
  String set(@PathVariable long number, Model model) {
    RuleStore.Live live =
        store
            .live(number)
            .orElseThrow(() ->
                new Refused(WatchProblem.NO_SUCH_SET, "There was no set number " + number + "."));
    Map<String, String> before =
        store.live(number - 1).map(set -> Map.copyOf(store.files(set.set()))).orElseGet(Map::of);
    Map<String, String> files = store.files(live.set());
    Map<String, Change> changes = Plans.changes(before, files);
    model
        .addAttribute("set", live)
        .addAttribute("newest", store.live().map(RuleStore.Live::number).orElse(0L))
        .addAttribute(
            "count", files.keySet().stream().filter(it -> RuleFile.of(it).isRule()).count())
        .addAttribute("files", shown(changes, past(changes)))
        .addAttribute("names", roster.names());
    return "watch/set";
  }
}
