package reeve.ledger.witness;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.Standing;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Consistency;

/**
 * Cosigns the checkpoints of logs that it knows, each only where it continues the one before. One
 * process has a memory at a time.
 */
public final class Witness implements AutoCloseable {
  private final SigningKey key;
  private final List<VerifierKey> logs;
  private final Memory memory;
  private final Clock clock;

  /**
   * @param logs whose names are their origins
   * @param folder for what was signed; a witness that loses it must not go on under its key
   * @throws LedgerException {@code IN_USE}: another process has the folder
   */
  public Witness(SigningKey key, List<VerifierKey> logs, Path folder, Clock clock) {
    this.key = key;
    this.logs = List.copyOf(logs);
    this.memory = new Memory(folder);
    this.clock = clock;
  }

  @Override
  public void close() {
    memory.close();
  }

  public VerifierKey verifier() {
    return key.verifier();
  }

  /** Answers one submission; checks and keeps as one step. */
  synchronized Answer add(byte[] body) {
    Submission submission;
    Checkpoint checkpoint;
    try {
      submission = Submission.of(body);
      checkpoint = Checkpoint.of(submission.note().text());
    } catch (LedgerException e) {
      if (e.problem() == LedgerProblem.MALFORMED) {
        return new Answer.Malformed("" + e.getMessage());
      }
      throw e;
    }
    List<Standing> standings =
        logs.stream()
            .filter(log -> log.name().equals(checkpoint.origin()))
            .map(log -> log.standing(submission.note()))
            .toList();
    if (standings.isEmpty()) {
      return new Answer.UnknownLog();
    }
    if (!standings.contains(Standing.SIGNED)) {
      return new Answer.NotTheirs();
    }
    return judge(submission, checkpoint);
  }

  private Answer judge(Submission submission, Checkpoint checkpoint) {
    if (submission.old() > checkpoint.size()) {
      return new Answer.Malformed("The old size is beyond that of the checkpoint.");
    }
    Optional<Memory.Signed> last = memory.last(checkpoint.origin());
    long size = last.map(signed -> signed.checkpoint().size()).orElse(0L);
    if (submission.old() != size) {
      return new Answer.Stale(size);
    }
    if (last.isPresent() && size == checkpoint.size()) {
      if (!last.get().checkpoint().root().equals(checkpoint.root())) {
        return new Answer.Stale(size);
      }
      if (!submission.proof().isEmpty()) {
        return new Answer.BadProof();
      }
    } else if (size == 0 ? !submission.proof().isEmpty() : !continues(last.get(), submission)) {
      return new Answer.BadProof();
    }
    // A clock that went back must not put a newer signature before an older one.
    long time =
        Math.max(clock.instant().getEpochSecond(), last.map(Memory.Signed::time).orElse(0L));
    memory.keep(new Memory.Signed(checkpoint, time));
    return new Answer.Signed(key.cosign(submission.note().text(), time));
  }

  private static boolean continues(Memory.Signed last, Submission submission) {
    Checkpoint to = Checkpoint.of(submission.note().text());
    return new Consistency(submission.old(), to.size(), submission.proof())
        .proves(last.checkpoint().root(), to.root());
  }
}
