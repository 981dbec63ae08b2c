package reeve.server.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reeve.rules.check.Rule;
import reeve.server.cases.RuleScore;
import reeve.server.cases.Surfacing;
import reeve.server.watch.HourRows.Hits;
import reeve.server.watch.HourRows.Version;
import reeve.server.watch.RuleLine.Mark;
import reeve.server.watch.RuleLine.Precision;
import reeve.server.watch.RuleTexts.Loaded;
import reeve.server.watch.RuleTexts.Words;
import reeve.server.watch.Watching.Stage;

/** Gathers what the page lists: rules, lists, and how the watchers do. */
@Component
final class RuleLines {
  /** Scores read all evidence, so they are not read anew with each look. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final RuleShelf shelf;
  private final HourRows hours;
  private final ShadowRows shadows;
  private final TripRows trips;
  private final ProposalRows proposals;
  private final Surfacing surfacing;
  private final RuleChecks checks;
  private final ObjectProvider<Watching> watching;
  private final InstantSource clock;
  private Scores scores = new Scores(Instant.MIN, List.of());

  RuleLines(
      RuleShelf shelf,
      HourRows hours,
      ShadowRows shadows,
      TripRows trips,
      ProposalRows proposals,
      Surfacing surfacing,
      RuleChecks checks,
      ObjectProvider<Watching> watching,
      InstantSource clock) {
    this.shelf = shelf;
    this.hours = hours;
    this.shadows = shadows;
    this.trips = trips;
    this.proposals = proposals;
    this.surfacing = surfacing;
    this.checks = checks;
    this.watching = watching;
    this.clock = clock;
  }

  private record Scores(Instant at, List<RuleScore> all) {}

  /** A list or a bank as the page shows it. */
  record ListLine(
      String path,
      String title,
      int entries,
      Set<String> readers,
      boolean live,
      boolean changed,
      boolean drafted,
      boolean broken) {}

  /** One watcher, where there is one. */
  Optional<Watching.View> view(Stage stage) {
    return Optional.ofNullable(watching.getIfAvailable()).map(running -> running.view(stage));
  }

  /** What became of all verdicts, not older than half a minute. */
  synchronized List<RuleScore> scores() {
    Instant now = clock.instant();
    if (scores.at().isBefore(now.minus(FRESH))) {
      scores = new Scores(now, surfacing.scores());
    }
    return scores.all();
  }

  static List<Precision> precision(List<RuleScore> scores) {
    Map<String, List<RuleScore>> byOrigin =
        scores.stream()
            .collect(
                Collectors.groupingBy(
                    score -> score.origin().name().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.toList()));
    return byOrigin.entrySet().stream()
        .map(origin -> Precision.of(origin.getKey(), origin.getValue()))
        .toList();
  }

  /** What all rules of the page need, read once. */
  private record Sight(
      Stand now,
      Map<Version, Hits> liveHits,
      Map<Version, Hits> shadowHits,
      Map<Version, Long> shadowed,
      Map<String, List<RuleScore>> scores,
      Set<String> tripped,
      Set<String> waiting,
      List<Watching.CounterFigures> counters) {}

  private Sight sight() {
    Set<String> tripped =
        trips.open().stream().map(TripRows.Trip::rule).collect(Collectors.toSet());
    Set<String> waiting = new HashSet<>();
    proposals.waiting().forEach(proposal -> waiting.addAll(proposal.changes().keySet()));
    return new Sight(
        shelf.stand(),
        hours.hits(Stage.LIVE),
        hours.hits(Stage.SHADOW),
        shadows.counts(),
        scores().stream().collect(Collectors.groupingBy(RuleScore::rule)),
        tripped,
        waiting,
        view(Stage.LIVE).map(Watching.View::counters).orElseGet(List::of));
  }

  /** The rules of draft and live, what presses first; with a text in them where one is given. */
  List<RuleLine> rules(String filter) {
    Sight sight = sight();
    Set<String> paths = new TreeSet<>(sight.now().liveTexts().keySet());
    paths.addAll(sight.now().draftTexts().keySet());
    String wanted = filter.strip().toLowerCase(Locale.ROOT);
    List<RuleLine> lines = new ArrayList<>();
    for (String path : paths) {
      RuleFile file = RuleFile.of(path);
      if (file.isRule()) {
        RuleLine line = line(sight, file);
        String all =
            String.join(
                " ", line.name(), line.clause(), line.event(), line.does(), line.description());
        if (all.toLowerCase(Locale.ROOT).contains(wanted)) {
          lines.add(line);
        }
      }
    }
    lines.sort(Comparator.comparingInt(RuleLine::rank).thenComparing(RuleLine::name));
    return lines;
  }

  private RuleLine line(Sight sight, RuleFile file) {
    String path = file.path();
    FileCheck draft = sight.now().draftChecks().get(path);
    FileCheck running = sight.now().liveChecks().get(path);
    Rule live = running == null ? null : running.rule();
    Rule shown = live != null ? live : draft == null ? null : draft.rule();
    Version drafted = draft == null || draft.rule() == null ? null : version(draft.rule());
    boolean acts =
        shown != null
            ? shown.then() instanceof reeve.rules.source.RuleSource.Then.Act
            : draft != null && draft.acts();
    return new RuleLine(
        file.name(),
        marks(sight, file, draft, live),
        does(shown, draft),
        acts,
        shown == null ? "" : shown.clause(),
        shown == null ? "" : shown.event(),
        shown == null ? "" : shown.description(),
        live != null
            ? sight.liveHits().getOrDefault(version(live), Hits.NONE)
            : drafted == null ? Hits.NONE : sight.shadowHits().getOrDefault(drafted, Hits.NONE),
        precision(sight.scores().getOrDefault(file.name(), List.of())),
        cost(running, draft),
        drafted == null ? 0 : sight.shadowed().getOrDefault(drafted, 0L),
        since(sight.counters(), file.name()));
  }

  private static int cost(@Nullable FileCheck live, @Nullable FileCheck draft) {
    return live != null ? live.cost() : draft == null ? 0 : draft.cost();
  }

  private static Version version(Rule rule) {
    return new Version(rule.name(), rule.version());
  }

  private static String does(@Nullable Rule shown, @Nullable FileCheck draft) {
    if (shown != null) {
      return FileCheck.does(shown.then());
    }
    return draft == null || draft.source() == null ? "" : FileCheck.does(draft.source().then());
  }

  /** Since when the youngest of a rule's counters counts; null where all windows are whole. */
  static @Nullable Instant since(List<Watching.CounterFigures> counters, String rule) {
    return counters.stream()
        .filter(counter -> counter.rules().contains(rule))
        .map(Watching.CounterFigures::since)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private List<Mark> marks(
      Sight sight, RuleFile file, @Nullable FileCheck draft, @Nullable Rule live) {
    List<Mark> marks = new ArrayList<>();
    if (live != null && sight.tripped().contains(file.name())) {
      marks.add(Mark.TRIPPED);
    }
    if (draft != null && draft.rule() == null) {
      marks.add(Mark.BROKEN);
    }
    if (sight.waiting().contains(file.path())) {
      marks.add(Mark.WAITS);
    }
    Rule dated = live != null ? live : draft == null ? null : draft.rule();
    if (dated != null && dated.expires() != null && !dated.expires().isAfter(checks.today())) {
      marks.add(Mark.EXPIRED);
    }
    if (live != null) {
      marks.add(Mark.LIVE);
    }
    if (draft == null) {
      marks.add(Mark.DELETED);
    } else if (draft.rule() != null
        && sight.now().differs(draft, file.path(), sight.now().draftTexts())) {
      marks.add(live == null ? Mark.NEW : Mark.CHANGED);
    }
    if (live == null && draft != null && draft.acts()) {
      marks.add(Mark.OFF);
    }
    return marks;
  }

  /** The lists and banks of draft and live. */
  List<ListLine> lists() {
    Stand now = shelf.stand();
    Map<String, Set<String>> readers = new TreeMap<>();
    now.draftChecks()
        .forEach((path, check) -> {
          if (check.rule() != null) {
            check
                .rule()
                .files()
                .forEach(list ->
                    readers
                        .computeIfAbsent(list, _ -> new TreeSet<>())
                        .add(RuleFile.of(path).name()));
          }
        });
    Map<String, Loaded> all = new TreeMap<>(now.liveTexts());
    all.putAll(now.draftTexts());
    List<ListLine> lines = new ArrayList<>();
    all.forEach((path, loaded) -> {
      if (loaded instanceof Words words) {
        FileCheck check = now.draftChecks().get(path);
        boolean live = now.liveTexts().containsKey(path);
        lines.add(
            new ListLine(
                path,
                RuleFile.of(path).title(),
                words.list().entries().size(),
                readers.getOrDefault(path, Set.of()),
                live,
                live && check != null && now.differs(path),
                check != null,
                check != null && check.failed()));
      }
    });
    return lines;
  }
}
