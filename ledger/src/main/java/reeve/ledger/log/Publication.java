package reeve.ledger.log;

import java.util.List;
import java.util.Set;
import reeve.ledger.note.Checkpoint;

/** What came of publishing. */
public sealed interface Publication {
  /** There are no entries yet. */
  record Nothing() implements Publication {}

  /**
   * The checkpoint stands there for all to see.
   *
   * @param witnesses that cosigned it, by their names in the policy; none: "no witness"
   */
  record Published(Checkpoint checkpoint, Set<String> witnesses) implements Publication {
    public Published {
      witnesses = Set.copyOf(witnesses);
    }
  }

  /** Too few witnesses signed; the checkpoint before stays. */
  record Withheld(Checkpoint checkpoint, List<Cosigners.Refusal> refusals) implements Publication {
    public Withheld {
      refusals = List.copyOf(refusals);
    }
  }
}
