package reeve.rules.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import reeve.rules.schema.Schema;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.Place;
import reeve.rules.source.RuleReader;
import reeve.rules.source.RuleSource;
import reeve.rules.source.Sha256;
import reeve.rules.source.Sources;
import reeve.rules.source.WordList;

/**
 * A checked rule set.
 *
 * @param rules sorted by name
 * @param digest SHA-256 over all its files, in hex: what a verdict names
 */
public record RuleSet(
    Schema schema,
    List<Rule> rules,
    Map<String, WordList> lists,
    Map<String, WordList> banks,
    Phrasing phrasing,
    String digest) {
  public RuleSet {
    rules = List.copyOf(rules);
    lists = Map.copyOf(lists);
    banks = Map.copyOf(banks);
  }

  /** A set without rules, for who has none yet. */
  public static RuleSet none(Schema schema) {
    return new RuleSet(
        schema, List.of(), Map.of(), Map.of(), Phrasing.WORDS, Sources.of(Map.of()).digest());
  }

  /** Checks files. Throws nothing for what is in them. */
  public static Checking check(Sources sources, Terms terms) {
    List<Issue> issues = new ArrayList<>(sources.issues());
    if (sources.rules().size() > Sources.RULES) {
      issues.add(
          new Issue(
              Code.TOO_LARGE,
              Place.whole("rules"),
              "A rule set has at most "
                  + Sources.RULES
                  + " rules; these are "
                  + sources.rules().size()
                  + "."));
      return new Checking.Rejected(issues);
    }
    Environment environment = new Environment(terms.schema());
    Map<String, Rule> rules = new TreeMap<>();
    Map<String, Place> places = new HashMap<>();
    sources
        .rules()
        .forEach((file, content) -> {
          Optional<RuleSource> source = RuleReader.read(file, content, issues);
          if (source.isEmpty()) {
            return;
          }
          String name = source.get().name().value();
          Place other = places.putIfAbsent(name, source.get().name().place());
          if (other != null) {
            issues.add(
                new Issue(
                    Code.DUPLICATE_RULE,
                    source.get().name().place(),
                    "There is another rule '" + name + "' in " + other.file() + "."));
            return;
          }
          Rule rule =
              new RuleChecker(terms, environment, sources, source.get(), issues)
                  .check(Sha256.hex(content).substring(0, 16));
          if (rule != null) {
            rules.put(name, rule);
          }
        });
    if (failed(issues)) {
      return new Checking.Rejected(issues);
    }
    RuleSet set =
        new RuleSet(
            terms.schema(),
            List.copyOf(rules.values()),
            sources.lists(),
            sources.banks(),
            terms.phrasing(),
            sources.digest());
    new RuleTests(set).run(issues);
    new Analysis(set).run(issues);
    return failed(issues) ? new Checking.Rejected(issues) : new Checking.Checked(set, issues);
  }

  private static boolean failed(List<Issue> issues) {
    return issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
  }

  /** The evaluator of reference for this set. */
  public Reference reference() {
    return new Reference(lists, banks, phrasing);
  }
}
