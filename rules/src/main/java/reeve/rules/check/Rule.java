package reeve.rules.check;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.source.RuleSource;

/**
 * A checked rule.
 *
 * @param version the first 16 hex digits of the SHA-256 of its file: what a verdict names
 * @param lets named expressions, each after those that it reads
 * @param counters by the rule's name for them
 * @param files the lists and phrase banks that it reads, by path, for example {@code lists/a.txt}
 */
public record Rule(
    String name,
    String version,
    String owner,
    String description,
    String clause,
    String event,
    Map<String, Expression> lets,
    Map<String, Counter> counters,
    Expression when,
    RuleSource.Then then,
    RuleSource.Limits limits,
    RuleSource.Missing missing,
    @Nullable LocalDate expires,
    List<RuleSource.Test> tests,
    Set<String> files,
    RuleSource source) {
  public Rule {
    files = Set.copyOf(files);
    lets = Collections.unmodifiableMap(new LinkedHashMap<>(lets));
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    tests = List.copyOf(tests);
  }

  /** Whether all of it compiles. */
  public boolean compiles() {
    return when.expr() != null;
  }
}
