package reeve.ledger.note;

import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Hash;

/**
 * What a log states of itself (C2SP {@code tlog-checkpoint}).
 *
 * @param origin which log; of one that is kept here a bare host
 * @param size entries
 * @param root of the tree over them
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final String NUMBER = "0|[1-9][0-9]{0,18}";

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /**
   * Reads the text of a note; lines after the third are passed over.
   *
   * @throws LedgerException {@code MALFORMED}: it is no checkpoint
   */
  public static Checkpoint of(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches(NUMBER)) {
      throw new LedgerException(
          LedgerProblem.MALFORMED, "A checkpoint is origin, size and root, a line each.");
    }
    return new Checkpoint(lines[0], size(lines[1]), Hash.ofBase64(lines[2]));
  }

  /**
   * Reads a size as it is spelt in checkpoints.
   *
   * @throws LedgerException {@code MALFORMED}
   */
  public static long size(String text) {
    try {
      if (text.matches(NUMBER)) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw new LedgerException(LedgerProblem.MALFORMED, "No size: " + text, e);
    }
    throw new LedgerException(LedgerProblem.MALFORMED, "No size.");
  }
}
