package reeve.ledger.log;

import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.NoteSignature;
import reeve.ledger.note.SignedNote;
import reeve.ledger.tree.Consistency;

/** The witnesses that a log asks before it publishes. */
public interface Cosigners {
  /** Nobody is asked. */
  Cosigners NONE =
      new Cosigners() {
        @Override
        public boolean any() {
          return false;
        }

        @Override
        public Set<String> signed(SignedNote note) {
          return Set.of();
        }

        @Override
        public Cosigned ask(
            SignedNote note, Checkpoint checkpoint, LongFunction<Consistency> proof) {
          return new Cosigned.Enough(List.of(), Set.of());
        }
      };

  /** Whether somebody is asked at all. */
  boolean any();

  /** Who of them signed a note, by their names in the policy. */
  Set<String> signed(SignedNote note);

  /**
   * Asks them all; MUST come back within a bounded time, whatever they do.
   *
   * @param proof from a smaller size to that of the checkpoint
   */
  Cosigned ask(SignedNote note, Checkpoint checkpoint, LongFunction<Consistency> proof);

  /** What they said together. */
  sealed interface Cosigned {
    /** The quorum signed. */
    record Enough(List<NoteSignature> lines, Set<String> witnesses) implements Cosigned {
      public Enough {
        lines = List.copyOf(lines);
        witnesses = Set.copyOf(witnesses);
      }
    }

    /** It did not. */
    record TooFew(List<Refusal> refusals) implements Cosigned {
      public TooFew {
        refusals = List.copyOf(refusals);
      }
    }

    /** One has cosigned a larger tree of this log than the log knows of. */
    record Ahead(String witness, long size) implements Cosigned {}

    /** One has cosigned another history of this log. */
    record Contested(String witness) implements Cosigned {}
  }

  /** Why one did not sign. */
  record Refusal(String witness, String words) {}
}
