package reeve.rules.code;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import reeve.rules.check.RuleSet;
import reeve.rules.expr.Counter;
import reeve.rules.source.WordList;

/** What all classes of a program name: counters, lists, patterns. */
final class Shared {
  private final Map<Counter, Integer> counters;
  private final Map<String, WordList> files;
  private final Map<String, Set<String>> lists = new HashMap<>();
  private final Map<String, Pattern> patterns = new HashMap<>();

  Shared(RuleSet set, Map<Counter, Integer> counters) {
    this.counters = counters;
    files = set.lists();
  }

  int counter(Counter counter) {
    Integer index = counters.get(counter);
    if (index == null) {
      throw new IllegalArgumentException("a counter that no rule declares");
    }
    return index;
  }

  Set<String> list(String name) {
    return lists.computeIfAbsent(
        name,
        _ -> {
          WordList list = files.get(name);
          return list == null ? Set.of() : new HashSet<>(list.entries());
        });
  }

  Pattern pattern(String pattern) {
    return patterns.computeIfAbsent(pattern, Pattern::compile);
  }
}
