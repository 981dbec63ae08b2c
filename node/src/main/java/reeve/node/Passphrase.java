package reeve.node;

import java.util.Arrays;

/**
 * Where a backup's passphrase comes from: the variable {@code REEVE_BACKUP_PASSPHRASE}, or asked.
 */
final class Passphrase {
  private static final int SHORTEST = 12;

  private Passphrase() {}

  /** A new one, asked twice. */
  static char[] choose() {
    char[] first =
        ask("Passphrase for the backup (keep it: without it nobody can open the file): ");
    if (first.length < SHORTEST) {
      throw new Failure("The passphrase has at least %d characters.".formatted(SHORTEST));
    }
    if (System.getenv("REEVE_BACKUP_PASSPHRASE") == null && !Arrays.equals(first, ask("Again: "))) {
      throw new Failure("The two passphrases differ.");
    }
    return first;
  }

  static char[] ask() {
    return ask("Passphrase of the backup: ");
  }

  private static char[] ask(String prompt) {
    String given = System.getenv("REEVE_BACKUP_PASSPHRASE");
    if (given != null) {
      return given.toCharArray();
    }
    return Terminal.console()
        .map(console -> console.readPassword("%s", prompt))
        .orElseThrow(() ->
            new Failure(
                "Give the passphrase in the variable REEVE_BACKUP_PASSPHRASE, or run this in a terminal."));
  }
}
