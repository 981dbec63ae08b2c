package reeve.server.watch;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reeve.rules.check.Checking;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.code.Program;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.rules.source.Place;
import reeve.rules.source.RuleReader;
import reeve.rules.source.RuleSource;
import reeve.rules.source.Sources;
import reeve.rules.source.WordList;
import reeve.server.policy.Policies;
import reeve.server.watch.RuleTexts.Loaded;
import reeve.server.watch.RuleTexts.Words;
import reeve.server.watch.signal.SignalFinder;

/** Checks files against the policies in force. */
@Component
final class RuleChecks {
  private final Policies policies;
  private final InstantSource clock;

  RuleChecks(Policies policies, InstantSource clock) {
    this.policies = policies;
    this.clock = clock;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Terms terms() {
    return new Terms(
        TownEvents.SCHEMA, new PolicyClauses(policies.current()), SignalFinder.PHRASING, today());
  }

  /** A whole set. */
  Checking set(Sources sources) {
    return RuleSet.check(sources, terms());
  }

  /**
   * One rule beside the lists and banks of a set.
   *
   * @param others files of the set; rules among them are not looked at
   */
  FileCheck rule(RuleFile file, String text, Map<String, Loaded> others) {
    List<Issue> shape = new ArrayList<>();
    Optional<RuleSource> source = RuleReader.read(file.path(), text, shape);
    Sources sources = beside(file, text, others, false);
    Checking checking = set(sources);
    if (reads(checking).stream().anyMatch(path -> !text.contains(RuleFile.of(path).name()))) {
      // A name that is written with escapes: rare, and then all lists are given.
      checking = set(beside(file, text, others, true));
    }
    List<Issue> issues = new ArrayList<>(checking.issues());
    source
        .filter(one -> !one.name().value().equals(file.name()))
        .ifPresent(one ->
            issues.add(
                new Issue(
                    Issue.Code.WRONG_VALUE,
                    one.name().place(),
                    "This file holds the rule '" + file.name() + "'.",
                    "Make a new rule to give it another name.")));
    Rule rule =
        checking instanceof Checking.Checked checked && issues.size() == checking.issues().size()
            ? checked.set().rules().getFirst()
            : null;
    int cost = checking instanceof Checking.Checked checked ? Program.of(checked.set()).cost(0) : 0;
    return new FileCheck(rule, source.orElse(null), issues, cost, 0);
  }

  private static java.util.Set<String> reads(Checking checking) {
    return checking instanceof Checking.Checked checked
        ? checked.set().rules().getFirst().files()
        : java.util.Set.of();
  }

  /** A rule reads no list whose name it does not write, so these need no entries. */
  private static Sources beside(
      RuleFile file, String text, Map<String, Loaded> others, boolean all) {
    SortedMap<String, Loaded> files = new TreeMap<>();
    others.forEach((path, loaded) -> {
      if (loaded instanceof Words words) {
        String name = words.list().name();
        files.put(
            path,
            all || text.contains(name)
                ? new Words(words.list(), List.of())
                : new Words(new WordList(name, java.util.Set.of()), List.of()));
      }
    });
    files.put(file.path(), new RuleTexts.Source(text));
    return RuleTexts.sources(files);
  }

  /**
   * A list or a bank, with the rules that read it.
   *
   * @param readers the rules' files by path
   * @param others files of the set
   */
  FileCheck words(
      RuleFile file, String text, Map<String, Loaded> readers, Map<String, Loaded> others) {
    Words words = RuleTexts.words(file, text);
    List<Issue> issues = new ArrayList<>(words.issues());
    if (issues.isEmpty() && !readers.isEmpty()) {
      SortedMap<String, Loaded> files = new TreeMap<>(others);
      files.values().removeIf(RuleTexts.Source.class::isInstance);
      files.putAll(readers);
      files.put(file.path(), words);
      set(RuleTexts.sources(files)).issues().stream()
          .filter(issue -> issue.severity() == Issue.Severity.ERROR)
          .forEach(issues::add);
    }
    if (words.list().entries().isEmpty() && issues.isEmpty()) {
      issues.add(
          new Issue(Issue.Code.NEVER_FIRES, Place.whole(file.path()), "There is no entry in it."));
    }
    return new FileCheck(null, null, issues, 0, words.list().entries().size());
  }
}
