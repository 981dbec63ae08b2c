package reeve.ledger.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import reeve.ledger.Fault;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Inclusion;

/**
 * A proof that stands alone (C2SP {@code tlog-proof}); the entry travels as its extra data, which
 * proves nothing by itself.
 *
 * @param path the sibling of the leaf first
 */
public record Proof(Entry entry, long index, List<Hash> path, SignedNote checkpoint) {
  private static final String FIRST = "c2sp.org/tlog-proof@v1";
  private static final int LONGEST = 63;

  public Proof {
    path = List.copyOf(path);
  }

  /**
   * @throws LedgerException {@code MALFORMED}: it is no proof of this form, or without its entry
   */
  public static Proof of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    List<String> lines = blank < 0 ? List.of() : text.substring(0, blank).lines().toList();
    if (lines.size() < 3
        || lines.size() > 3 + LONGEST
        || !lines.getFirst().equals(FIRST)
        || !lines.get(1).startsWith("extra ")
        || !lines.get(2).startsWith("index ")) {
      throw new LedgerException(
          LedgerProblem.MALFORMED,
          "A proof has the lines '" + FIRST + "', 'extra', 'index', hashes, and a checkpoint.");
    }
    return new Proof(
        new Entry(Hash.ofBase64(lines.get(1).substring("extra ".length()))),
        Checkpoint.size(lines.get(2).substring("index ".length())),
        lines.subList(3, lines.size()).stream().map(Hash::ofBase64).toList(),
        SignedNote.of(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8)));
  }

  public byte[] bytes() {
    List<String> lines = new ArrayList<>();
    lines.add(FIRST);
    lines.add("extra " + Base64.getEncoder().encodeToString(entry.commitment().bytes()));
    lines.add("index " + index);
    path.forEach(hash -> lines.add(hash.base64()));
    String before = String.join("\n", lines) + "\n\n";
    return (before + new String(checkpoint.bytes(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is wrong with it as a proof of that entry; nothing where it holds. */
  public Findings check(Entry asked, Policy policy) {
    var findings = new Findings();
    Audit.believed(checkpoint.bytes(), policy, findings)
        .ifPresent(believed -> {
          Checkpoint signed = believed.checkpoint();
          if (index >= signed.size()
              || !new Inclusion(index, signed.size(), path).proves(asked, signed.root())) {
            findings.add(
                Fault.WRONG_ENTRY, "proof", "it does not lead from this entry to the signed root.");
          }
        });
    return findings;
  }
}
