package reeve.ledger.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.ledger.Fault;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Link;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.Standing;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Prover;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;
import reeve.ledger.tree.TreeCheck;

/** Checks what a log publishes against those whom the policy believes. */
public final class Audit {
  private final Tiles tiles;
  private final Policy policy;

  /**
   * @param policy with at least one log
   */
  public Audit(Tiles tiles, Policy policy) {
    this.tiles = tiles;
    this.policy = policy;
  }

  /** Believes one log's key and asks for no witness. */
  public static Policy believing(VerifierKey key) {
    return new Policy(List.of(new Policy.Log(key, "")), List.of(), Policy.ALONE.quorum());
  }

  /** A checkpoint that the policy believes. */
  public record Believed(SignedNote note, Checkpoint checkpoint, Set<String> witnesses) {
    public Believed {
      witnesses = Set.copyOf(witnesses);
    }
  }

  /**
   * What an audit came to.
   *
   * @param believed nothing where the checkpoint itself is not good
   */
  public record Report(Optional<Believed> believed, Findings findings) {}

  /**
   * Checks the checkpoint, that it continues one seen before, every tile, every entry, and the link
   * to a log before it.
   *
   * @param seen a checkpoint of this log from earlier; it must be believed too
   * @throws LedgerException {@code UNAVAILABLE}: something could not be read; {@code TOO_LARGE}: it
   *     says that it has more than {@link TreeCheck#MOST} entries
   */
  public Report verify(Optional<SignedNote> seen, int threads) {
    return verify(seen, threads, TreeCheck.MOST);
  }

  /**
   * The same, with another limit.
   *
   * @param most entries: for every thousand million of them memory of 125 MB is needed
   */
  public Report verify(Optional<SignedNote> seen, int threads, long most) {
    var findings = new Findings();
    Optional<Believed> believed =
        tiles
            .read(new Resource.Checkpoint())
            .map(bytes -> believed(bytes, policy, findings))
            .orElseGet(() -> {
              findings.add(Fault.NO_CHECKPOINT, "checkpoint", "it is not there.");
              return Optional.empty();
            });
    believed.ifPresent(now -> {
      seen.ifPresent(note -> continues(note, now.checkpoint(), findings));
      Checkpoint checkpoint = now.checkpoint();
      if (checkpoint.size() > most) {
        throw new LedgerException(
            LedgerProblem.TOO_LARGE,
            "The checkpoint says that there are "
                + checkpoint.size()
                + " entries, and at most "
                + most
                + " are checked.");
      }
      TreeCheck.check(tiles, checkpoint.size(), checkpoint.root(), threads, findings);
      linked(checkpoint, findings);
    });
    return new Report(believed, findings);
  }

  /** Reads a checkpoint and tells why it is not believed, where it is not. */
  public static Optional<Believed> believed(byte[] bytes, Policy policy, Findings findings) {
    SignedNote note;
    Checkpoint checkpoint;
    try {
      note = SignedNote.of(bytes);
      checkpoint = Checkpoint.of(note.text());
    } catch (LedgerException e) {
      findings.add(Fault.MALFORMED, "checkpoint", "" + e.getMessage());
      return Optional.empty();
    }
    @Nullable Fault fault = fault(note, checkpoint, policy);
    if (fault != null) {
      findings.add(
          fault,
          "checkpoint",
          switch (fault) {
            case BAD_SIGNATURE -> "a signature in the name of the key is not its own.";
            case TOO_FEW_WITNESSES ->
                "of the witnesses signed " + policy.signed(note) + "; the policy asks for more.";
            default -> "no key that is believed signed it in the name of its log.";
          });
      return Optional.empty();
    }
    return Optional.of(new Believed(note, checkpoint, policy.signed(note)));
  }

  private static @Nullable Fault fault(SignedNote note, Checkpoint checkpoint, Policy policy) {
    List<Standing> standings = new ArrayList<>();
    for (Policy.Log log : policy.logs()) {
      if (log.key().name().equals(checkpoint.origin())) {
        standings.add(log.key().standing(note));
      }
    }
    if (standings.contains(Standing.BAD)) {
      return Fault.BAD_SIGNATURE;
    }
    if (!standings.contains(Standing.SIGNED)) {
      return Fault.OTHER_KEY;
    }
    return policy.witnessed(note) ? null : Fault.TOO_FEW_WITNESSES;
  }

  /** Whether the tree continues that of a checkpoint seen before. */
  private void continues(SignedNote seen, Checkpoint now, Findings findings) {
    Checkpoint before = Checkpoint.of(seen.text());
    if (fault(seen, before, believingLogs()) != null || !before.origin().equals(now.origin())) {
      findings.add(Fault.OTHER_KEY, "seen", "the checkpoint from earlier is not one of this log.");
      return;
    }
    if (before.size() > now.size()) {
      findings.add(
          Fault.OLDER,
          "checkpoint",
          "it has " + now.size() + " entries; " + before.size() + " were seen before.");
      return;
    }
    try {
      new Prover(tiles, now.size(), now.root()).consistency(before.size(), before.root());
    } catch (LedgerException e) {
      if (e.problem() == LedgerProblem.FORKED) {
        findings.add(
            Fault.SPLIT,
            "checkpoint",
            "both were signed, and one does not continue the other: "
                + before.size()
                + " entries with root "
                + before.root()
                + " were seen before.");
      } else if (e.problem() == LedgerProblem.UNAVAILABLE) {
        throw e;
      }
      // Damage is told by the check of the tree, with its place.
    }
  }

  private Policy believingLogs() {
    return new Policy(policy.logs(), List.of(), Policy.ALONE.quorum());
  }

  private void linked(Checkpoint checkpoint, Findings findings) {
    Optional<byte[]> predecessor = tiles.read(new Resource.Predecessor());
    if (predecessor.isEmpty() || checkpoint.size() == 0) {
      return;
    }
    try {
      var first = new Prover(tiles, checkpoint.size(), checkpoint.root()).inclusion(0).entry();
      if (!first.equals(Link.entry(predecessor.get()))) {
        findings.add(Fault.WRONG_LINK, "predecessor", "the first entry does not commit to it.");
      }
    } catch (LedgerException e) {
      if (e.problem() == LedgerProblem.UNAVAILABLE) {
        throw e;
      }
      // Damage is told by the check of the tree, with its place.
    }
  }

  /**
   * An entry with a proof that stands alone.
   *
   * @throws LedgerException {@code FOREIGN}: the checkpoint is not believed; {@code NONE}; {@code
   *     DAMAGED}; {@code UNAVAILABLE}
   */
  public Proof prove(long index) {
    byte[] bytes =
        tiles
            .read(new Resource.Checkpoint())
            .orElseThrow(() -> new LedgerException(LedgerProblem.NONE, "There is no checkpoint."));
    var findings = new Findings();
    Believed now =
        believed(bytes, policy, findings)
            .orElseThrow(() ->
                new LedgerException(LedgerProblem.FOREIGN, findings.told().getFirst().toString()));
    Checkpoint checkpoint = now.checkpoint();
    Prover.Proven proven = new Prover(tiles, checkpoint.size(), checkpoint.root()).inclusion(index);
    return new Proof(proven.entry(), index, proven.inclusion().path(), now.note());
  }
}
