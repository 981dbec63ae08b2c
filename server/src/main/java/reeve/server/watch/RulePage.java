package reeve.server.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.rules.check.Rule;
import reeve.server.cases.RuleScore;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.server.staff.Views;
import reeve.server.watch.RuleTexts.Loaded;
import reeve.server.watch.RuleTexts.Source;
import reeve.server.watch.Watching.Stage;

/** One rule: what it says, what it found, what it would find. */
@Controller
@Access(Access.Who.REVIEWER)
final class RulePage {
  private static final int DAYS = 30;
  private static final int VERSIONS = 50;
  private static final int ACCOUNTS = 200;

  private final RuleShelf shelf;
  private final RuleStore store;
  private final RuleLines lines;
  private final HourRows hours;
  private final Fates fates;
  private final TripRows trips;
  private final ProposalRows proposals;
  private final Roster roster;
  private final Views views;

  RulePage(
      RuleShelf shelf,
      RuleStore store,
      RuleLines lines,
      HourRows hours,
      Fates fates,
      TripRows trips,
      ProposalRows proposals,
      Roster roster,
      Views views) {
    this.shelf = shelf;
    this.store = store;
    this.lines = lines;
    this.hours = hours;
    this.fates = fates;
    this.trips = trips;
    this.proposals = proposals;
    this.roster = roster;
    this.views = views;
  }

  /** A version's record of one origin. */
  record Score(String version, String origin, RuleScore of) {}

  @GetMapping("/rules/rule/{name}")
  String rule(@PathVariable String name, Model model) {
    RuleFile file = RuleFile.rule(name);
    Stand now = shelf.stand();
    Loaded live = now.liveTexts().get(file.path());
    FileCheck draft = now.draftChecks().get(file.path());
    List<RuleStore.FileVersion> versions = store.versions(file.path(), VERSIONS);
    if (live == null && draft == null && versions.isEmpty()) {
      throw new Refused(WatchProblem.NO_SUCH_RULE, "There is no rule '" + name + "'.");
    }
    RuleLine line =
        lines.rules("").stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    String drafted = text(now.draftTexts().get(file.path()));
    boolean changed = draft != null && now.differs(file.path());
    FileCheck running = now.liveChecks().get(file.path());
    Rule rule = running == null ? null : running.rule();
    model
        .addAttribute("name", name)
        .addAttribute("path", file.path())
        .addAttribute("line", line)
        .addAttribute("liveText", text(live))
        .addAttribute("draftText", drafted)
        .addAttribute("draft", draft)
        .addAttribute("digest", digest(now, file))
        .addAttribute("liveNumber", now.live() == null ? 0 : now.live().number())
        .addAttribute("diff", live != null && changed ? LineDiff.of(text(live), drafted) : null)
        .addAttribute("lists", changedLists(now, draft))
        .addAttribute("versions", versions)
        .addAttribute("names", roster.names())
        .addAttribute("chart", Chart.of(hours.days(name, Stage.LIVE, DAYS)))
        .addAttribute("shadowChart", Chart.of(hours.days(name, Stage.SHADOW, DAYS)))
        .addAttribute("scores", scores(name))
        .addAttribute("shadow", shadow(name, draft))
        .addAttribute("counters", counters(name))
        .addAttribute("limits", rule == null ? null : rule.limits())
        .addAttribute(
            "trips", trips.open().stream().filter(trip -> trip.rule().equals(name)).toList())
        .addAttribute(
            "proposal",
            proposals.waiting().stream()
                .filter(proposal -> proposal.changes().containsKey(file.path()))
                .findFirst()
                .orElse(null));
    return "watch/rule";
  }

  private static @Nullable String text(@Nullable Loaded loaded) {
    return loaded instanceof Source source ? source.text() : null;
  }

  private static String digest(Stand now, RuleFile file) {
    RuleStore.Drafted drafted = now.draft().get(file.path());
    return drafted == null ? "" : drafted.text();
  }

  /** The lists that the draft of a rule reads and that differ from the live ones. */
  private static List<String> changedLists(Stand now, @Nullable FileCheck draft) {
    return draft == null || draft.rule() == null
        ? List.of()
        : draft.rule().files().stream().filter(now::differs).sorted().toList();
  }

  private List<Score> scores(String name) {
    return lines.scores().stream()
        .filter(score -> score.rule().equals(name))
        .map(score ->
            new Score(score.version(), score.origin().name().toLowerCase(Locale.ROOT), score))
        .toList();
  }

  private List<Fates.Sum> shadow(String name, @Nullable FileCheck draft) {
    return draft == null || draft.rule() == null
        ? List.of()
        : fates.shadow(name, draft.rule().version());
  }

  /** Counters of a rule where they run. */
  record CounterLine(String stage, Watching.CounterFigures figures) {}

  private List<CounterLine> counters(String name) {
    List<CounterLine> counters = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      lines
          .view(stage)
          .ifPresent(view ->
              view.counters().stream()
                  .filter(counter -> counter.rules().contains(name))
                  .sorted(Comparator.comparing(Watching.CounterFigures::definition))
                  .forEach(counter -> counters.add(new CounterLine(stage.code(), counter))));
    }
    return counters;
  }

  /** Whom a rule surfaced, or would have: personal data, so it is for leads, and recorded. */
  @GetMapping("/rules/rule/{name}/accounts")
  @Access(Access.Who.LEAD)
  String accounts(
      @PathVariable String name,
      @RequestParam(defaultValue = "live") String stage,
      Member member,
      Model model) {
    boolean live = !stage.equals(Stage.SHADOW.code());
    FileCheck draft = shelf.stand().draftChecks().get(RuleFile.rule(name).path());
    List<Fates.Fate> found =
        live
            ? fates.surfaced(name, ACCOUNTS)
            : draft == null || draft.rule() == null
                ? List.of()
                : fates.shadowed(name, draft.rule().version(), ACCOUNTS);
    List<AccountRef> accounts = found.stream().map(Fates.Fate::account).distinct().toList();
    if (!accounts.isEmpty()) {
      views.saw(member, accounts, live ? "rule's accounts" : "shadow of a rule");
    }
    model
        .addAttribute("name", name)
        .addAttribute("live", live)
        .addAttribute("most", ACCOUNTS)
        .addAttribute("accounts", found);
    return "watch/rule :: accounts";
  }
}
