package reeve.ledger.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import reeve.ledger.LedgerException;

/** The command line: reads words, prints sentences. */
public final class LedgerCommand {
  private LedgerCommand() {}

  public static void main(String[] arguments) {
    var out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(out, System.err, arguments));
  }

  /**
   * @return 0 where all is well, 1 where something is wrong or could not be done, 2 where the
   *     command is misspelt
   */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    List<String> words = Arrays.asList(arguments);
    if (words.isEmpty() || words.contains("--help") || words.getFirst().matches("help|-h")) {
      usage(words.isEmpty() ? err : out);
      return words.isEmpty() ? 2 : 0;
    }
    Optional<Verb> verb = Verb.of(words.getFirst());
    if (verb.isEmpty()) {
      err.println("There is no '" + words.getFirst() + "'.");
      usage(err);
      return 2;
    }
    try {
      Words typed = Words.of(verb.get(), words.subList(1, words.size()));
      int status =
          switch (verb.get()) {
            case VERIFY -> Auditing.verify(typed, out);
            case PROVE -> Auditing.prove(typed, out);
            case CHECK -> Auditing.check(typed, out);
            case FIND -> Auditing.find(typed, out);
            case FSCK -> Operating.fsck(typed, out);
            case BEGIN -> Operating.begin(typed, out);
            case KEY -> Operating.key(typed, out);
            case WITNESS -> Operating.witness(typed, out);
          };
      if (out.checkError()) {
        err.println("What was to be printed could not be written.");
        return 1;
      }
      return status;
    } catch (Words.Misspelt e) {
      err.println(e.getMessage());
      return 2;
    } catch (LedgerException e) {
      err.println(e.problem() + ": " + e.getMessage());
      return 1;
    }
  }

  private static void usage(PrintStream to) {
    to.println("ledger COMMAND (docs/ledger.md tells more)");
    for (Verb verb : Verb.values()) {
      to.printf("%n  %s%n      %s%n", verb.usage(), verb.about());
    }
    to.println(
        """

        --key     the log's public key, NAME+ID+BASE64, or a file that ends with it;
                  for begin and witness the file of the private key
        --policy  a file: which logs, which witnesses, how many of them
        --opening the word of a letter, or the address that ends with it
        --seen    a checkpoint of this log that was kept earlier
        --keep    where to keep this one, if all is well
        --most    entries; a log that says it has more is not read (1000000000)\
        """);
  }
}
