package reeve.node;

import java.io.UncheckedIOException;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import reeve.postgres.PostgresFailure;

/** The command line behind {@code ./reeve}. */
@Command(
    name = "reeve",
    description = "Keeps order in a town square.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      ImportCommand.class,
      SimulateCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      KeysCommand.class,
      RulesCommand.class,
      WatchCommand.class,
      AlikeCommand.class,
      TransparencyCommand.class,
      WarmCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with 0, with 1 where it failed, or with 2 where it was misspelt. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    // One log for both applications, set up once and by us; each would set it up for itself.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty("logback.configurationFile", "reeve-logback.xml");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(sentence(failure));
    if (System.getenv("REEVE_TRACE") != null) {
      failure.printStackTrace(command.getErr());
    }
    return 1;
  }

  private static String sentence(Throwable failure) {
    return switch (failure) {
      case Failure known -> "" + known.getMessage();
      case PostgresFailure known -> "" + known.getMessage();
      case UncheckedIOException io -> "A file could not be read or written: " + io.getMessage();
      default -> "Something went wrong that nobody foresaw: " + failure + causes(failure);
    };
  }

  private static String causes(Throwable failure) {
    var text = new StringBuilder();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      text.append("\n  because: ").append(cause);
    }
    return text.append("\nSet REEVE_TRACE=1 to see where.").toString();
  }
}
