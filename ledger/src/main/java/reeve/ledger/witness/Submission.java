package reeve.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.util.List;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SignedNote;
import reeve.ledger.tree.Hash;

/**
 * The body of an {@code add-checkpoint}.
 *
 * @param old the size that the witness is thought to have signed last
 * @param proof from there to the checkpoint
 */
record Submission(long old, List<Hash> proof, SignedNote note) {
  static final int LARGEST = 64 * 1024;
  private static final int LONGEST = 63;
  private static final String OLD = "old ";

  Submission {
    proof = List.copyOf(proof);
  }

  /**
   * @throws LedgerException {@code MALFORMED}
   */
  static Submission of(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    List<String> lines = blank < 0 ? List.of() : text.substring(0, blank).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith(OLD) || lines.size() > LONGEST + 1) {
      throw new LedgerException(
          LedgerProblem.MALFORMED, "The form is 'old SIZE', up to 63 hashes, and a checkpoint.");
    }
    return new Submission(
        Checkpoint.size(lines.getFirst().substring(OLD.length())),
        lines.subList(1, lines.size()).stream().map(Hash::ofBase64).toList(),
        SignedNote.of(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8)));
  }

  byte[] bytes() {
    var text = new StringBuilder(OLD).append(old).append('\n');
    proof.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n')
        .append(new String(note.bytes(), StandardCharsets.UTF_8))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
