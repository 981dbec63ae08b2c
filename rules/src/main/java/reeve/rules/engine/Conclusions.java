package reeve.rules.engine;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Hits;
import reeve.rules.code.Program;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Definition;
import reeve.rules.source.RuleSource.Missing;

/** Makes verdicts of what held, with what each rule saw. */
final class Conclusions {
  private final List<Rule> rules;
  private final Program program;
  private final String ruleSet;
  private final Traces traces;
  private final long[] ends;
  private final Budgets budgets;

  /** For each counter the time since which it counts; the least number for ever. */
  private final long[] since;

  Conclusions(RuleSet set, Program program, Budgets budgets) {
    this.program = program;
    this.budgets = budgets;
    rules = program.rules();
    ruleSet = set.digest();
    traces = new Traces(rules);
    ends = rules.stream().mapToLong(Conclusions::end).toArray();
    since = new long[program.counters().size()];
    Arrays.fill(since, Long.MIN_VALUE);
  }

  private static long end(Rule rule) {
    return rule.expires() == null
        ? Long.MAX_VALUE
        : rule.expires().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** Takes since when counters count, by identity. */
  void since(Map<Long, Long> times) {
    List<Counter> counters = program.counters();
    for (int counter = 0; counter < since.length; counter++) {
      since[counter] =
          times.getOrDefault(Definition.identity(counters.get(counter)), Long.MIN_VALUE);
    }
  }

  /** Counts and limits what a lane found, in order. */
  void settle(Lane lane, int first, VerdictSink into) {
    for (int place = 0; place < lane.size(); place++) {
      Flight flight = lane.flight(place);
      if (!flight.known) {
        continue;
      }
      budgets.event(flight.facts.kind(), flight.at);
      if (flight.failure != null) {
        into.failed(first + place, flight.failure);
      } else if (flight.hit) {
        verdicts(flight, first + place, into);
      }
    }
  }

  private void verdicts(Flight flight, int event, VerdictSink into) {
    Hits hits = flight.hits;
    for (int rule = hits.nextHeld(0); rule >= 0; rule = hits.nextHeld(rule + 1)) {
      if (flight.at < ends[rule]) {
        into.verdict(event, verdict(rule, flight, null));
      }
    }
    for (int rule = hits.nextFailed(0); rule >= 0; rule = hits.nextFailed(rule + 1)) {
      if (flight.at < ends[rule] && rules.get(rule).missing() == Missing.SURFACE) {
        into.verdict(event, verdict(rule, flight, "the event lacks what the rule reads"));
      }
    }
  }

  private Verdict verdict(int number, Flight flight, @Nullable String missing) {
    Rule rule = rules.get(number);
    String account = traces.account(flight.facts);
    String event = traces.event(flight.facts);
    return new Verdict(
        Traces.id(event, rule),
        rule.name(),
        rule.version(),
        ruleSet,
        rule.clause(),
        rule.then(),
        event,
        flight.at,
        account,
        missing,
        budgets.over(number, account),
        traces.values(number, flight.facts),
        readings(rule, flight),
        young(rule, flight.at));
  }

  private static SortedMap<String, Number> readings(Rule rule, Flight flight) {
    TreeMap<String, Number> counters = new TreeMap<>();
    rule.counters()
        .forEach((name, counter) -> {
          Number reading = flight.readings.get(counter);
          if (reading != null) {
            counters.put(name, reading);
          }
        });
    return counters;
  }

  private SortedMap<String, Long> young(Rule rule, long at) {
    TreeMap<String, Long> young = new TreeMap<>();
    rule.counters()
        .forEach((name, counter) -> {
          long from = since[program.counter(counter)];
          if (from > at - counter.window().toMillis()) {
            young.put(name, from);
          }
        });
    return young;
  }
}
