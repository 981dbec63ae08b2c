package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.rules.check.Checking;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.rules.source.Sources;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.signal.SignalFinder;

/** Works with folders of rules, without a database. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "Works with a folder of rules; docs/rules.md tells how to write them.",
    subcommands = {
      RulesCommand.Check.class,
      RulesCommand.Tests.class,
      RulesBacktest.class,
      RulesExplain.class
    })
final class RulesCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new Failure(
        "Say what to do with the rules: ./reeve rules check DIR, test DIR, backtest DIR or explain"
            + " DIR.");
  }

  /** Reads and checks a folder. */
  static Checking check(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new Failure("There is no folder " + folder + ".");
    }
    return RuleSet.check(
        Sources.read(folder),
        new Terms(
            TownEvents.SCHEMA,
            new PolicyClauses(Policies.shipped()),
            SignalFinder.PHRASING,
            LocalDate.now(Clock.systemUTC())));
  }

  /** Reads a folder that must be loadable; what is wrong goes to standard error. */
  static RuleSet checked(Path folder) throws IOException {
    return switch (check(folder)) {
      case Checking.Checked checked -> checked.set();
      case Checking.Rejected rejected -> {
        rejected.issues().stream()
            .filter(issue -> issue.severity() == Issue.Severity.ERROR)
            .forEach(issue -> System.err.println(issue.shown()));
        throw new Failure("The rules cannot be loaded; ./reeve rules check tells more.");
      }
    };
  }

  /** Says what is wrong with rules. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Says what is wrong, at its place; ends with 1 where the set cannot be loaded.")
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "the folder with rules/, lists/ and phrases/")
    private Path folder = Path.of(".");

    @Option(names = "--notes", description = "tell notes too, not errors and warnings alone")
    private boolean notes;

    @Override
    public Integer call() throws IOException {
      Checking checking = RulesCommand.check(folder);
      int[] told = {0, 0};
      for (Issue issue : checking.issues()) {
        if (notes || issue.severity() != Issue.Severity.NOTE) {
          System.out.println(issue.shown());
        }
        told[0] += issue.severity() == Issue.Severity.ERROR ? 1 : 0;
        told[1] += issue.severity() == Issue.Severity.WARNING ? 1 : 0;
      }
      return switch (checking) {
        case Checking.Checked checked -> {
          System.out.printf(
              "%d rules can be loaded; %d warnings. Digest %s.%n",
              checked.set().rules().size(), told[1], checked.set().digest());
          yield 0;
        }
        case Checking.Rejected _ -> {
          System.out.printf(
              "The rules cannot be loaded: %d errors, %d warnings.%n", told[0], told[1]);
          yield 1;
        }
      };
    }
  }

  /** Runs the tests that stand in the rules' files. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Runs the rules' own tests; ends with 1 where one fails.")
  static final class Tests implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "the folder with rules/, lists/ and phrases/")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
      Checking checking = RulesCommand.check(folder);
      return switch (checking) {
        case Checking.Checked checked -> {
          int tests = 0;
          for (Rule rule : checked.set().rules()) {
            System.out.printf("%-40s %d passed%n", rule.name(), rule.tests().size());
            tests += rule.tests().size();
          }
          System.out.printf("%d tests of %d rules passed.%n", tests, checked.set().rules().size());
          yield 0;
        }
        case Checking.Rejected rejected -> {
          rejected.issues().stream()
              .filter(issue -> issue.severity() == Issue.Severity.ERROR)
              .forEach(issue -> System.out.println(issue.shown()));
          yield 1;
        }
      };
    }
  }
}
