package reeve.ledger.log;

import java.util.Arrays;
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
    Head head = store.head();
    Optional<Checkpoint> published = published(key, shelf, head.size(), findings);
    if (published.isPresent() && published.get().size() > head.size()) {
      findings.add(
          Fault.WRONG_STORE,
          "store",
          "it ends at " + head.size() + " entries; " + published.get().size() + " are published.");
    } else {
      store(store, published, findings);
    }
    linked(store, head, shelf, findings);
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

  private static Optional<Checkpoint> published(
      VerifierKey key, Shelf shelf, long size, Findings findings) {
    try {
      Optional<byte[]> note = shelf.read(new Resource.Checkpoint());
      if (note.isEmpty() && size > 0) {
        findings.add(
            Fault.NO_CHECKPOINT,
            "checkpoint",
            "it is not there, and the store has " + size + " entries.");
      }
      return note.map(bytes -> Opening.own(key, bytes));
    } catch (LedgerException e) {
      findings.add(Fault.MALFORMED, "checkpoint", "" + e.getMessage());
      return Optional.empty();
    }
  }

  private static void linked(Store store, Head head, Shelf shelf, Findings findings) {
    Optional<byte[]> predecessor = shelf.read(new Resource.Predecessor());
    if (predecessor.isPresent()
        && head.size() > 0
        && !Arrays.equals(store.read(0, 1), Link.entry(predecessor.get()).commitment().bytes())) {
      findings.add(
          Fault.WRONG_LINK, "predecessor", "the first entry in the store does not commit to it.");
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
