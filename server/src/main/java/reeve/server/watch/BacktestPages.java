package reeve.server.watch;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.server.staff.Views;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.BacktestResult.Account;
import reeve.server.watch.backtest.BacktestResult.RuleFound;
import reeve.server.watch.run.Finding;

/** Trying what would become live on what happened. */
@Controller
@Access(Access.Who.REVIEWER)
final class BacktestPages {
  private static final int NEWEST = 50;

  /** So many rules are shown with charts and outcomes; the others as a line. */
  private static final int CLOSELY = 20;

  private final Backtesting backtests;
  private final BacktestRows rows;
  private final Fates fates;
  private final Roster roster;
  private final Views views;

  BacktestPages(Backtesting backtests, BacktestRows rows, Fates fates, Roster roster, Views views) {
    this.backtests = backtests;
    this.rows = rows;
    this.fates = fates;
    this.roster = roster;
    this.views = views;
  }

  @GetMapping("/rules/backtests")
  String all(@RequestParam(defaultValue = "") String rule, Model model) {
    model
        .addAttribute("possible", backtests.possible())
        .addAttribute("rule", rule)
        .addAttribute("rows", backtests.newest(NEWEST))
        .addAttribute("names", roster.names());
    return "watch/backtests";
  }

  @PostMapping("/rules/backtests")
  @Access(Access.Who.LEAD)
  String start(
      @RequestParam(defaultValue = "") String rule,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to,
      Member member) {
    Plans.Aim aim = rule.isBlank() ? new Plans.Aim.Whole(true) : new Plans.Aim.One(rule.strip());
    LocalDate last = day(to);
    UUID id =
        backtests.start(
            aim, begin(day(from)), begin(last == null ? null : last.plusDays(1)), member);
    return "redirect:/rules/backtests/" + id;
  }

  private static @Nullable LocalDate day(String typed) {
    try {
      return typed.isBlank() ? null : LocalDate.parse(typed.strip());
    } catch (DateTimeParseException e) {
      throw new Refused(WatchProblem.BAD_INPUT, "A day is written as 2027-01-31.");
    }
  }

  private static @Nullable Instant begin(@Nullable LocalDate day) {
    return day == null ? null : day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private BacktestRows.Row row(UUID id) {
    return backtests
        .find(id)
        .orElseThrow(() ->
            new Refused(
                WatchProblem.NO_SUCH_BACKTEST,
                "There is no such backtest; results go after some weeks."));
  }

  @GetMapping("/rules/backtests/{id}")
  String one(@PathVariable UUID id, Model model) {
    BacktestRows.Row row = row(id);
    model
        .addAttribute("row", row)
        .addAttribute("here", backtests.here(id))
        .addAttribute("names", roster.names());
    rows.result(id).ifPresent(result -> fill(result, model));
    return "watch/backtest";
  }

  /** How far it is; the page asks until it has ended. */
  @GetMapping("/rules/backtests/{id}/progress")
  String progress(@PathVariable UUID id, Model model, HttpServletResponse response) {
    BacktestRows.Row row = row(id);
    if (!row.runs()) {
      response.setHeader("HX-Refresh", "true");
    }
    model.addAttribute("row", row).addAttribute("here", backtests.here(id));
    return "watch/backtest :: progress";
  }

  @PostMapping("/rules/backtests/{id}/cancel")
  @Access(Access.Who.LEAD)
  String cancel(@PathVariable UUID id, RedirectAttributes flash) {
    backtests.cancel(id);
    flash.addFlashAttribute("done", "The backtest ends.");
    return "redirect:/rules/backtests/" + id;
  }

  /**
   * A rule beside its live version.
   *
   * @param changed whether the live set has no such version of it
   * @param live what the live version found; null where there is none
   * @param chart of the hits over time; null where the rule is shown as a line only
   */
  record RuleLine(
      RuleFound found,
      boolean changed,
      @Nullable RuleFound live,
      @Nullable Chart chart,
      List<Fates.Sum> sums) {}

  private void fill(BacktestResult result, Model model) {
    Map<String, RuleFound> live = new HashMap<>();
    if (result.live() != null) {
      result.live().rules().forEach(rule -> live.put(rule.rule(), rule));
    }
    List<RuleFound> sorted =
        result.candidate().rules().stream()
            .sorted(
                Comparator.comparing((RuleFound rule) -> !changed(rule, live.get(rule.rule())))
                    .thenComparing(Comparator.comparingLong(RuleFound::hits).reversed())
                    .thenComparing(RuleFound::rule))
            .toList();
    List<RuleLine> lines = new ArrayList<>();
    for (RuleFound rule : sorted) {
      boolean closely = lines.size() < CLOSELY && changed(rule, live.get(rule.rule()));
      lines.add(
          new RuleLine(
              rule,
              changed(rule, live.get(rule.rule())),
              live.get(rule.rule()),
              closely ? chart(result, rule) : null,
              closely ? fates.became(accounts(rule.who())) : List.of()));
    }
    Map<String, RuleFound> gone = new HashMap<>(live);
    result.candidate().rules().forEach(rule -> gone.remove(rule.rule()));
    model
        .addAttribute("result", result)
        .addAttribute("lines", lines)
        .addAttribute(
            "gone", gone.values().stream().sorted(Comparator.comparing(RuleFound::rule)).toList())
        .addAttribute("most", Backtesting.ACCOUNTS);
    if (result.difference() != null) {
      model
          .addAttribute(
              "onlyCandidate", fates.became(accounts(result.difference().onlyCandidate())))
          .addAttribute("onlyLive", fates.became(accounts(result.difference().onlyLive())));
    }
  }

  private static boolean changed(RuleFound rule, @Nullable RuleFound live) {
    return live == null || !live.version().equals(rule.version()) || live.hits() != rule.hits();
  }

  private static Chart chart(BacktestResult result, RuleFound rule) {
    List<Chart.Bar> bars = new ArrayList<>();
    for (int i = 0; i < rule.hitsOverTime().size(); i++) {
      bars.add(
          new Chart.Bar(
              result.period().from().plusSeconds(i * result.period().bucketSeconds()),
              rule.hitsOverTime().get(i),
              0));
    }
    return Chart.of(bars);
  }

  private static List<AccountRef> accounts(List<Account> accounts) {
    return accounts.stream().map(account -> account(account.source(), account.id())).toList();
  }

  private static AccountRef account(String source, String id) {
    return new AccountRef(new PlatformId(Finding.platform(source)), id);
  }

  /** Hits of a rule to look at: what people wrote, so it is for leads, and recorded. */
  @GetMapping("/rules/backtests/{id}/sample")
  @Access(Access.Who.LEAD)
  String sample(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String rule,
      Member member,
      Model model) {
    List<BacktestResult.Hit> hits =
        rows.result(id).stream()
            .flatMap(result -> result.candidate().rules().stream())
            .filter(found -> found.rule().equals(rule))
            .flatMap(found -> found.sample().stream())
            .toList();
    List<AccountRef> seen =
        hits.stream()
            .filter(hit -> hit.account() != null)
            .map(hit -> account(source(hit), "" + hit.account()))
            .distinct()
            .toList();
    if (!seen.isEmpty()) {
      views.saw(member, seen, "backtest's sample");
    }
    model.addAttribute("hits", hits);
    return "watch/backtest :: sample";
  }

  /** An event's id begins with its source. */
  private static String source(BacktestResult.Hit hit) {
    int slash = hit.event().indexOf('/');
    return slash < 0 ? hit.event() : hit.event().substring(0, slash);
  }
}
