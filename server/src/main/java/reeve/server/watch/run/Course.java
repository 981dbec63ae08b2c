package reeve.server.watch.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;

/** A set that runs, and what it found. One writer, any readers. */
final class Course {
  private final RuleSet set;
  private final Program program;
  private final Engine engine;
  private final Map<String, String> descriptions = new TreeMap<>();
  private final Map<String, Counts> counts = new TreeMap<>();

  private static final class Counts {
    private final Rule rule;
    private volatile long hits;
    private volatile long over;

    private Counts(Rule rule) {
      this.rule = rule;
    }
  }

  Course(RuleSet set, Program program, Engine engine) {
    this.set = set;
    this.program = program;
    this.engine = engine;
    for (Rule rule : set.rules()) {
      descriptions.put(rule.name(), rule.description());
      counts.put(rule.name(), new Counts(rule));
    }
  }

  String digest() {
    return set.digest();
  }

  Program program() {
    return program;
  }

  Engine engine() {
    return engine;
  }

  String description(String rule) {
    return descriptions.getOrDefault(rule, "");
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
  void count(Verdict verdict) {
    Counts of = counts.get(verdict.rule());
    if (of != null) {
      of.hits++;
      of.over += verdict.overLimit() ? 1 : 0;
    }
  }

  List<Standing.Hits> hits() {
    List<Standing.Hits> all = new ArrayList<>(counts.size());
    for (Counts one : counts.values()) {
      all.add(new Standing.Hits(one.rule.name(), one.rule.version(), one.hits, one.over));
    }
    return all;
  }
}
