package reeve.ledger.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Opening;
import reeve.ledger.audit.Proof;
import reeve.ledger.log.Durable;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Tiles;
import reeve.ledger.tree.TreeCheck;

/** What an auditor does. */
final class Auditing {
  /** Requests that are under way at the same time. */
  private static final int REQUESTS = 16;

  private Auditing() {}

  static int verify(Words words, PrintStream out) {
    String place = words.operands().getFirst();
    Optional<SignedNote> seen = words.option("--seen").map(file -> SignedNote.of(Given.file(file)));
    long most = words.option("--most").map(Checkpoint::size).orElse(TreeCheck.MOST);
    int threads = Given.isUrl(place) ? REQUESTS : Runtime.getRuntime().availableProcessors();
    Audit.Report report =
        new Audit(Given.tiles(place), Given.policy(words)).verify(seen, threads, most);
    report
        .believed()
        .ifPresent(believed -> {
          Checkpoint checkpoint = believed.checkpoint();
          out.printf(
              "%s: %d entries, root %s%n",
              checkpoint.origin(), checkpoint.size(), checkpoint.root());
          out.println(
              believed.witnesses().isEmpty()
                  ? "Signed by the log; no witness."
                  : "Signed by the log and by the witnesses "
                      + String.join(", ", new TreeSet<>(believed.witnesses()))
                      + ".");
        });
    int told = tell(report.findings(), out, "Every entry and every tile is what is signed.");
    if (told == 0) {
      words.option("--keep").ifPresent(file -> keep(file, report.believed().orElseThrow().note()));
    }
    return told;
  }

  private static void keep(String file, SignedNote note) {
    try {
      Durable.replace(Path.of(file).toAbsolutePath(), note.bytes());
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  static int prove(Words words, PrintStream out) {
    long index = Checkpoint.size(words.needed("--index"));
    Proof proof =
        new Audit(Given.tiles(words.operands().getFirst()), Given.policy(words)).prove(index);
    out.print(new String(proof.bytes(), StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }

  static int find(Words words, PrintStream out) {
    Opening opening = Opening.of(words.needed("--opening"));
    Tiles tiles = Given.tiles(words.operands().getFirst());
    Policy policy = Given.policy(words);
    out.println("It opens: " + opening.text());
    out.println("Its entry is " + opening.entry().commitment().hex() + ".");
    OptionalLong index = opening.find(tiles);
    if (index.isEmpty()) {
      out.println(
          "The log says nothing of it. It is published at the next hour that the log keeps; if it"
              + " is not there then, it was left out.");
      return 1;
    }
    Proof proof = new Audit(tiles, policy).prove(index.getAsLong());
    return tell(
        proof.check(opening.entry(), policy),
        out,
        "It stands at index "
            + proof.index()
            + " of "
            + Checkpoint.of(proof.checkpoint().text()).size()
            + " entries of "
            + Checkpoint.of(proof.checkpoint().text()).origin()
            + ", proved up to the signed root.");
  }

  static int check(Words words, PrintStream out) {
    Proof proof = Proof.of(Given.file(words.operands().getFirst()));
    var entry = new Entry(Hash.ofHex(words.needed("--entry")));
    return tell(
        proof.check(entry, Given.policy(words)),
        out,
        "The entry stands at index "
            + proof.index()
            + " of "
            + Checkpoint.of(proof.checkpoint().text()).origin()
            + ".");
  }

  static int tell(Findings findings, PrintStream out, String well) {
    if (findings.none()) {
      out.println(well);
      return 0;
    }
    findings.told().forEach(out::println);
    out.println(
        findings.count() == 1
            ? "1 finding."
            : (findings.enough() ? "At least " : "") + findings.count() + " findings.");
    return 1;
  }
}
