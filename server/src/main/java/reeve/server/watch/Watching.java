package reeve.server.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.count.Figures;

/** What runs now, for pages. Safe for several threads. */
interface Watching {
  /** Where a watcher stands. */
  enum State {
    /** There is no set to run. */
    IDLE,
    /** Reads its snapshot, replays the log, or fills new counters. */
    CATCHING_UP,
    RUNNING,
    /** Stopped by a fault, and tried again; see the trouble. */
    TROUBLED
  }

  /** Which of the two watchers. */
  enum Stage {
    LIVE,
    SHADOW;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Runs what the rulebook says now; returns at once, the swap comes when the set is warm. */
  void reload();

  View view(Stage stage);

  /**
   * One watcher, at a moment.
   *
   * @param ruleSet digest of the set that runs; null where none does
   * @param trouble in a plain sentence, or null
   * @param behind events of the log that it has not applied
   * @param eventsPerSecond over the last minute
   * @param memory of its counters; null while it has none
   */
  record View(
      State state,
      @Nullable String ruleSet,
      @Nullable String trouble,
      long behind,
      double eventsPerSecond,
      List<RuleFigures> rules,
      List<CounterFigures> counters,
      @Nullable Figures memory) {
    public View {
      rules = List.copyOf(rules);
      counters = List.copyOf(counters);
    }

    Optional<RuleFigures> rule(String name) {
      return rules.stream().filter(rule -> rule.rule().equals(name)).findFirst();
    }
  }

  /**
   * A rule that runs.
   *
   * @param hits since this process started
   * @param cost what evaluating it takes, estimated, about in nanoseconds
   */
  record RuleFigures(String rule, String version, long hits, long overLimit, int cost) {}

  /**
   * A counter that runs.
   *
   * @param definition as text: what names it, whatever rules call it
   * @param since events from then on are counted; null where the whole window is
   */
  record CounterFigures(String definition, Set<String> rules, @Nullable Instant since) {
    public CounterFigures {
      rules = Set.copyOf(rules);
    }
  }
}
