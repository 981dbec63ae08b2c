package reeve.bench;

import dev.cel.common.CelOptions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Evaluator;
import reeve.rules.code.Finder;
import reeve.rules.code.Hits;
import reeve.rules.code.Literal;
import reeve.rules.code.Program;
import reeve.rules.code.Readings;
import reeve.rules.schema.Facts;
import reeve.signals.Phrase;
import reeve.signals.PhraseAutomaton;

/**
 * Rules with three comparisons and a regex over events that are parsed, as the peers were measured:
 * half of the pairs reach the regex, one event in a hundred is hit. Beside it the same rules on
 * cel-java's planner, over the same events as maps that are made beforehand.
 */
final class RulesPeerBench {
  private static final List<Integer> SIZES = List.of(1, 10, 100, 500);

  /** The size at which the planner is the measure. */
  private static final int BESIDE = 100;

  private static final int WINDOWS = 5;
  private static final double WINDOW_SECONDS = 1.5;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Takes an event by its number and says which rules hit. */
  private interface Engine {
    int[] hits(int event) throws CelEvaluationException;
  }

  Figures run() throws CelEvaluationException, IOException {
    Figures figures = new Figures();
    double ours = 0;
    double theirs = 0;
    double hundred = 0;
    double fiveHundred = 0;
    for (int size : SIZES) {
      PeerEvents events = new PeerEvents(size);
      Engine compiled = compiled(events);
      Engine planner = planner(events);
      equal(compiled, planner, events, size);
      double rate = rate(compiled);
      Machine.log("%d rules: %,.0f events a CPU second; load %s", size, rate, Machine.load());
      figures.put("events_per_cpu_s_" + size, Math.round(rate));
      if (size == BESIDE) {
        ours = rate;
        theirs = rate(planner);
        Machine.log("%d rules on cel-java's planner: %,.0f", size, theirs);
        hundred = rate;
      }
      fiveHundred = rate;
    }
    return figures
        .put("cel_events_per_cpu_s_" + BESIDE, Math.round(theirs))
        .put("ratio_to_cel", ours / theirs)
        .put("ratio_500_to_100", fiveHundred / hundred);
  }

  private static Engine compiled(PeerEvents events) {
    Program program = Program.of(events.rules());
    if (program.compiled() != program.rules().size()) {
      throw new IllegalStateException("not all rules were compiled");
    }
    Evaluator evaluator = program.evaluator(finder(program.literals()));
    Readings readings = program.readings();
    Hits hits = program.hits();
    int[] found = new int[program.rules().size()];
    return event -> {
      evaluator.start(events.facts(event));
      evaluator.evaluate(readings, hits);
      int count = 0;
      for (int rule = hits.nextHeld(0); rule >= 0; rule = hits.nextHeld(rule + 1)) {
        found[count++] = rule;
      }
      return Arrays.copyOf(found, count);
    };
  }

  private static Finder finder(List<Literal> literals) {
    PhraseAutomaton automaton =
        PhraseAutomaton.of(
            literals.stream()
                .map(literal ->
                    new Phrase(literal.text(), Phrase.Mode.valueOf(literal.mode().name())))
                .toList());
    if (automaton.readsNormal()) {
      throw new IllegalStateException("these rules have no phrases, only patterns");
    }
    return (Facts facts, int slot, long[] hits) -> {
      String text = facts.text(slot);
      automaton.find(text, text, hits);
    };
  }

  private static Engine planner(PeerEvents events) throws CelEvaluationException {
    RuleSet set = events.rules();
    CelRuntime runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
            .build();
    List<dev.cel.runtime.Program> programs = new ArrayList<>();
    for (Rule rule : set.rules()) {
      programs.add(runtime.createProgram(rule.when().ast()));
    }
    int[] found = new int[programs.size()];
    return event -> {
      Map<String, ?> values = events.values(event);
      int count = 0;
      for (int rule = 0; rule < programs.size(); rule++) {
        if ((Boolean) programs.get(rule).eval(values)) {
          found[count++] = rule;
        }
      }
      return Arrays.copyOf(found, count);
    };
  }

  private static void equal(Engine compiled, Engine planner, PeerEvents events, int size)
      throws CelEvaluationException {
    int hit = 0;
    int checked = Math.min(PeerEvents.EVENTS, 1_000_000 / size);
    for (int event = 0; event < checked; event++) {
      int[] ours = compiled.hits(event);
      if (!Arrays.equals(ours, planner.hits(event))) {
        throw new IllegalStateException("the hits of event " + event + " differ");
      }
      hit += ours.length > 0 ? 1 : 0;
    }
    Machine.log(
        "%d rules: %,d events came out alike, %.2f%% hit; %.1f%% of pairs reach the regex",
        size, checked, 100.0 * hit / checked, 100 * events.reach());
  }

  /** Events a second of CPU: the median of some windows, after two that do not count. */
  private static double rate(Engine engine) throws CelEvaluationException {
    double[] rates = new double[WINDOWS];
    int event = 0;
    long sum = 0;
    for (int window = -2; window < WINDOWS; window++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + (long) (WINDOW_SECONDS * 1e9);
      long now = start;
      long done = 0;
      while (now < end) {
        for (int i = 0; i < 100; i++) {
          sum += engine.hits(event).length;
          event = (event + 1) % PeerEvents.EVENTS;
        }
        done += 100;
        now = THREADS.getCurrentThreadCpuTime();
      }
      if (window >= 0) {
        rates[window] = done / ((now - start) / 1e9);
      }
    }
    if (sum == 0) {
      throw new IllegalStateException("nothing was hit");
    }
    Arrays.sort(rates);
    return rates[WINDOWS / 2];
  }
}
