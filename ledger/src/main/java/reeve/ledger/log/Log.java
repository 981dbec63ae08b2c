package reeve.ledger.log;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Prover;
import reeve.ledger.tree.Resource;

/**
 * A log that takes entries and publishes checkpoints; its contract stands in {@code
 * docs/ledger.md}. Safe for many threads: appends come one after the other, and one publication
 * runs beside them. There is nothing to close but the store.
 */
public final class Log {
  /** Entries of one append. */
  public static final int LARGEST_BATCH = 65_536;

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private final SigningKey key;
  private final Store store;
  private final Shelf shelf;
  private final Cosigners cosigners;
  private final Shelving shelving;
  private final ReentrantLock appending = new ReentrantLock();
  private final ReentrantLock publishing = new ReentrantLock();
  private Edge end;
  private volatile Head head;
  private volatile Publication.@Nullable Published published;

  /** The checkpoints of which one stands on the shelf: the last one, and one whose put failed. */
  private List<Optional<byte[]>> standing;

  private volatile @Nullable LedgerException stopped;

  Log(SigningKey key, Store store, Shelf shelf, Cosigners cosigners, Opening.State state) {
    this.key = key;
    this.store = store;
    this.shelf = shelf;
    this.cosigners = cosigners;
    this.shelving = new Shelving(store, shelf, state.shelved());
    this.end = state.end();
    this.head = state.head();
    this.published = state.published().orElse(null);
    this.standing = List.of(state.note());
  }

  /** Whether a log may be called so: a bare host, which verifiers compare with its address. */
  public static boolean isOrigin(String name) {
    return HOST.matcher(name).matches();
  }

  /**
   * Opens a log, or begins one where store and shelf are empty. What is durable and not yet
   * published is published now, and witnesses are asked whether they have seen more.
   *
   * @param key whose name is the log's origin: a bare host
   * @throws LedgerException {@code BEHIND}, {@code FORKED}: the store is not what was published or
   *     cosigned; {@code FOREIGN}: the shelf is another log's; {@code DAMAGED}; {@code MALFORMED}:
   *     the key's name is no origin
   */
  public static Log open(SigningKey key, Store store, Shelf shelf, Cosigners cosigners) {
    Log log = resume(key, store, shelf, cosigners);
    log.publish(cosigners.any());
    return log;
  }

  /**
   * Opens as {@link #open} does and publishes nothing yet, for whoever publishes at set hours.
   * Witnesses are asked at the next publication.
   */
  public static Log resume(SigningKey key, Store store, Shelf shelf, Cosigners cosigners) {
    if (!isOrigin(key.name())) {
      throw new LedgerException(
          LedgerProblem.MALFORMED, "A log's name is a bare host, and not " + key.name() + ".");
    }
    var log = new Log(key, store, shelf, cosigners, Opening.of(key, store, shelf, cosigners));
    if (log.head.size() == 0) {
      shelf
          .read(new Resource.Predecessor())
          .ifPresent(predecessor -> log.append(List.of(Link.entry(predecessor))));
    }
    return log;
  }

  /** Where it ends; all of it is durable. */
  public Head head() {
    return head;
  }

  /** What is published. */
  public Optional<Publication.Published> published() {
    return Optional.ofNullable(published);
  }

  /**
   * Appends a batch; it is durable when this returns.
   *
   * @return the index of the first; the others follow it
   * @throws LedgerException {@code UNAVAILABLE}: nothing happened, try again; {@code
   *     STATE_UNKNOWN}, {@code OVERTAKEN}: open the log again and look at its size
   */
  public long append(List<Entry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a batch has an entry");
    }
    if (entries.size() > LARGEST_BATCH) {
      throw new LedgerException(
          LedgerProblem.TOO_LARGE, "A batch has at most " + LARGEST_BATCH + " entries.");
    }
    appending.lock();
    try {
      refuseIfStopped();
      Head from = head;
      Edge next = end.copy();
      entries.forEach(entry -> next.add(entry, (_, _) -> {}));
      Head to = new Head(next.size(), next.root());
      store(from, entries, to);
      end = next;
      head = to;
      return from.size();
    } finally {
      appending.unlock();
    }
  }

  private void store(Head from, List<Entry> entries, Head to) {
    try {
      store.append(from, entries, to);
    } catch (LedgerException e) {
      if (e.problem() != LedgerProblem.UNAVAILABLE) {
        stopped = e;
      }
      throw e;
    } catch (RuntimeException e) {
      throw stop(
          new LedgerException(
              LedgerProblem.STATE_UNKNOWN,
              "An append failed and may have happened; open the log again.",
              e));
    }
  }

  /**
   * Publishes what was appended by now: tiles, then the checkpoint. Any failure but {@code BEHIND},
   * {@code FORKED} and {@code DAMAGED} may be answered by another try.
   */
  public Publication publish() {
    return publish(false);
  }

  private Publication publish(boolean again) {
    publishing.lock();
    try {
      refuseIfStopped();
      Head to = head;
      Publication.Published before = published;
      if (to.size() == 0) {
        return new Publication.Nothing();
      }
      if (before != null && before.checkpoint().size() == to.size() && !again) {
        return before;
      }
      requireOwn();
      shelving.upTo(to.size());
      if (!shelving.root().equals(to.root())) {
        throw stop(
            new LedgerException(
                LedgerProblem.DAMAGED,
                "The entries that the store gives are not those that were appended."));
      }
      var checkpoint = new Checkpoint(key.name(), to.size(), to.root());
      SignedNote note = key.sign(checkpoint.text());
      var prover = new Prover(shelf, to.size(), to.root());
      return switch (cosigners.ask(note, checkpoint, prover::consistency)) {
        case Cosigners.Cosigned.Enough enough -> put(note, checkpoint, enough);
        case Cosigners.Cosigned.TooFew few -> new Publication.Withheld(checkpoint, few.refusals());
        case Cosigners.Cosigned.Ahead ahead ->
            throw stop(Opening.behind(to.size(), ahead.size(), "witness " + ahead.witness()));
        case Cosigners.Cosigned.Contested contested ->
            throw stop(Opening.forked("witness " + contested.witness() + " cosigned"));
      };
    } finally {
      publishing.unlock();
    }
  }

  private Publication put(
      SignedNote note, Checkpoint checkpoint, Cosigners.Cosigned.Enough enough) {
    // The witnesses took their time.
    Optional<byte[]> there = requireOwn();
    byte[] bytes = note.with(enough.lines()).bytes();
    standing = List.of(there, Optional.of(bytes));
    shelf.put(Map.of(new Resource.Checkpoint(), bytes));
    standing = List.of(Optional.of(bytes));
    var now = new Publication.Published(checkpoint, enough.witnesses());
    published = now;
    shelving.dropPartials();
    return now;
  }

  /**
   * Gives the checkpoint that stands on the shelf, which must be one that this log read or put
   * there. Where another server over the same shelf went on meanwhile, from whatever store, going
   * on here could publish a second history over its first.
   */
  private Optional<byte[]> requireOwn() {
    Optional<byte[]> there = shelf.read(new Resource.Checkpoint());
    if (standing.stream().noneMatch(own -> same(own, there))) {
      throw stop(
          new LedgerException(
              LedgerProblem.OVERTAKEN,
              "Another server published a checkpoint meanwhile; the log is to be opened again."));
    }
    return there;
  }

  private static boolean same(Optional<byte[]> one, Optional<byte[]> other) {
    return Arrays.equals(one.orElse(null), other.orElse(null));
  }

  private LedgerException stop(LedgerException problem) {
    stopped = problem;
    return problem;
  }

  private void refuseIfStopped() {
    LedgerException problem = stopped;
    if (problem != null) {
      throw new LedgerException(problem.problem(), "" + problem.getMessage(), problem);
    }
  }
}
