package reeve.rules.engine;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.source.RuleSource;

/**
 * What a rule concluded from one event, with all that it saw: replayed over the same events it is
 * the same, bit for bit.
 *
 * @param id SHA-256 of event, rule and the rule's version, in hex: a second one of the same is the
 *     same verdict
 * @param ruleSet digest of the set
 * @param event as {@code event.id} says
 * @param at the time of the event, milliseconds since 1970
 * @param account whom it is about; of a report the one reported, else who did it; null where the
 *     event does not say
 * @param missing why the condition could not be told, where the rule surfaces all the same
 * @param overLimit whether the rule is over its limit: the verdict counts, and waits
 * @param values the fields that the rule reads, by path; a missing one without entry
 * @param counters the readings, by the rule's name for them; one without reading without entry
 * @param since those of its counters whose window was not yet full, by the rule's name for them,
 *     each with the event time (milliseconds since 1970) since which it counts; mostly none
 */
public record Verdict(
    String id,
    String rule,
    String version,
    String ruleSet,
    String clause,
    RuleSource.Then then,
    String event,
    long at,
    @Nullable String account,
    @Nullable String missing,
    boolean overLimit,
    SortedMap<String, Object> values,
    SortedMap<String, Number> counters,
    SortedMap<String, Long> since) {
  public Verdict {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    since = Collections.unmodifiableSortedMap(new TreeMap<>(since));
  }
}
