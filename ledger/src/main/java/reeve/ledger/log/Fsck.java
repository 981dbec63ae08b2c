package reeve.ledger.log;

import java.util.Optional;
import reeve.ledger.Fault;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.TreeCheck;

/** Holds a store and what it published against each other, every byte of both. */
public final class Fsck {
  private Fsck() {}

  /**
   * Reads only. The store must not be appended to meanwhile.
   *
   * @param threads that read the published tree at the same time
   */
  public static Findings check(VerifierKey key, Store store, Shelf shelf, int threads) {
    var findings = new Findings();
    Optional<Checkpoint> published = published(key, shelf, findings);
    Head head = store.head();
    if (published.isPresent() && published.get().size() > head.size()) {
      findings.add(
          Fault.WRONG_STORE,
          "store",
          "it ends at " + head.size() + " entries; " + published.get().size() + " are published.");
    } else {
      store(store, published, findings);
    }
    published.ifPresent(checkpoint ->
        TreeCheck.check(shelf, checkpoint.size(), checkpoint.root(), threads, findings));
    return findings;
  }

  /**
   * Writes the published files of the published size anew from the store.
   *
   * @throws LedgerException {@code DAMAGED}, {@code FORKED}: the store itself is not what was
   *     signed
   */
  public static void mend(VerifierKey key, Store store, Shelf shelf) {
    Checkpoint published =
        shelf
            .read(new Resource.Checkpoint())
            .map(bytes -> Opening.own(key, bytes))
            .orElseThrow(
                () -> new LedgerException(LedgerProblem.NONE, "Nothing is published there."));
    if (published.size() > store.head().size()) {
      throw Opening.behind(store.head().size(), published.size(), "the published checkpoint");
    }
    var edge = new Edge();
    Opening.feed(edge, store, published.size());
    if (!edge.root().equals(published.root())) {
      throw Opening.forked("the log published");
    }
    new Shelving(store, shelf, new Edge()).upTo(published.size());
  }

  private static Optional<Checkpoint> published(VerifierKey key, Shelf shelf, Findings findings) {
    try {
      return shelf.read(new Resource.Checkpoint()).map(bytes -> Opening.own(key, bytes));
    } catch (LedgerException e) {
      findings.add(Fault.MALFORMED, "checkpoint", "" + e.getMessage());
      return Optional.empty();
    }
  }

  private static void store(Store store, Optional<Checkpoint> published, Findings findings) {
    try {
      var edge = new Edge();
      if (published.isPresent()) {
        Opening.feed(edge, store, published.get().size());
        if (!edge.root().equals(published.get().root())) {
          findings.add(
              Fault.WRONG_STORE, "store", "its entries are not those that were published.");
        }
      }
      Opening.feed(edge, store, store.head().size());
      if (!edge.root().equals(store.head().root())) {
        findings.add(Fault.WRONG_STORE, "store", "its entries do not lead to its own root.");
      }
    } catch (LedgerException e) {
      findings.add(Fault.WRONG_STORE, "store", "" + e.getMessage());
    }
  }
}
