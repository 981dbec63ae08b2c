package reeve.ledger.log;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.Standing;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Resource;

/** What a log finds when it is opened: whether the store continues what was published. */
final class Opening {
  private static final int CHUNK = Log.LARGEST_BATCH;
  private static final String PUT_BACK =
      " Going on would sign a second history. Put back a newer copy of the store, or begin a new,"
          + " linked log.";

  private Opening() {}

  /**
   * @param shelved the edge of the published tree
   * @param end the edge of the store's
   * @param note the published checkpoint as it stands there
   */
  record State(
      Head head,
      Edge shelved,
      Edge end,
      Optional<Publication.Published> published,
      Optional<byte[]> note) {}

  static State of(SigningKey key, Store store, Shelf shelf, Cosigners cosigners) {
    Head head = store.head();
    Optional<byte[]> note = shelf.read(new Resource.Checkpoint());
    Optional<Checkpoint> published = note.map(bytes -> own(key.verifier(), bytes));
    long from = published.map(Checkpoint::size).orElse(0L);
    if (head.size() < from) {
      throw behind(head.size(), from, "the published checkpoint");
    }
    Edge shelved = published.map(checkpoint -> shelved(shelf, checkpoint)).orElseGet(Edge::new);
    Edge end = shelved.copy();
    feed(end, store, head.size());
    if (!end.root().equals(head.root())) {
      throw differs(store, head, published);
    }
    linked(store, shelf, head);
    return new State(
        head,
        shelved,
        end,
        published.map(checkpoint ->
            new Publication.Published(
                checkpoint, note.map(SignedNote::of).map(cosigners::signed).orElse(Set.of()))),
        note);
  }

  /** Reads a checkpoint that must be signed by that key, in its name. */
  static Checkpoint own(VerifierKey key, byte[] bytes) {
    SignedNote note = SignedNote.of(bytes);
    Checkpoint checkpoint = Checkpoint.of(note.text());
    if (key.standing(note) != Standing.SIGNED || !checkpoint.origin().equals(key.name())) {
      throw new LedgerException(
          LedgerProblem.FOREIGN,
          "What is published there is of "
              + checkpoint.origin()
              + " and not signed by the key of "
              + key.name()
              + ".");
    }
    return checkpoint;
  }

  private static Edge shelved(Shelf shelf, Checkpoint checkpoint) {
    Edge edge = Edge.read(shelf, checkpoint.size());
    if (!edge.root().equals(checkpoint.root())) {
      throw new LedgerException(
          LedgerProblem.DAMAGED,
          "The published tiles do not lead to the published root; fsck tells where, and --mend"
              + " writes them anew.");
    }
    return edge;
  }

  /** Adds what the store holds up to a size. */
  static void feed(Edge edge, Store store, long size) {
    while (edge.size() < size) {
      int count = (int) Math.min(CHUNK, size - edge.size());
      byte[] entries = store.read(edge.size(), count);
      for (int i = 0; i < count; i++) {
        edge.add(new Entry(Hash.at(entries, i * Hash.BYTES)), (_, _) -> {});
      }
    }
  }

  /** Tells damage from another history: reads the whole store. */
  private static LedgerException differs(Store store, Head head, Optional<Checkpoint> published) {
    var edge = new Edge();
    feed(edge, store, published.map(Checkpoint::size).orElse(0L));
    boolean same = published.map(Checkpoint::root).orElse(edge.root()).equals(edge.root());
    feed(edge, store, head.size());
    if (!same && edge.root().equals(head.root())) {
      return forked("the log published");
    }
    return new LedgerException(
        LedgerProblem.DAMAGED,
        "The entries in the store are not those that were appended; put back a copy of it.");
  }

  private static void linked(Store store, Shelf shelf, Head head) {
    Optional<byte[]> predecessor = shelf.read(new Resource.Predecessor());
    if (predecessor.isPresent()
        && head.size() > 0
        && !Arrays.equals(store.read(0, 1), Link.entry(predecessor.get()).commitment().bytes())) {
      throw new LedgerException(
          LedgerProblem.FOREIGN,
          "The first entry in the store does not commit to the predecessor that is published.");
    }
  }

  static LedgerException behind(long size, long seen, String by) {
    return new LedgerException(
        LedgerProblem.BEHIND,
        "The store ends at " + size + " entries, and " + by + " has " + seen + "." + PUT_BACK);
  }

  static LedgerException forked(String who) {
    return new LedgerException(
        LedgerProblem.FORKED, "The store holds another history than " + who + "." + PUT_BACK);
  }
}
