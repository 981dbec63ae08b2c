package reeve.rules.engine;

import java.time.Duration;
import java.util.List;
import reeve.rules.source.RuleSource.Kind;

/**
 * A counter that rules of a program read.
 *
 * @param identity by which its history is known: {@link reeve.rules.expr.Definition#identity}
 * @param definition as text: the same text is the same counter
 * @param event the kind of event that it counts
 * @param cost about how many nanoseconds an event of its kind takes for it, by an estimate
 * @param rules the names of those that read it, sorted
 */
public record CounterInUse(
    long identity,
    String definition,
    String event,
    Kind kind,
    Duration window,
    int cost,
    List<String> rules) {
  public CounterInUse {
    rules = List.copyOf(rules);
  }
}
