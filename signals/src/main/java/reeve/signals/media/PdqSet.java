package reeve.signals.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PDQ hashes in memory, searched exactly by distance while some come and go. Most lie in an index
 * that never changes; what was added since is scanned, and {@link #settle} makes one index of both,
 * beside searches and changes. Any number of threads may search and change; each search sees the
 * hashes of one moment, or lacks some that were removed meanwhile.
 */
public final class PdqSet {
  /** A set has so many hashes at the most. */
  public static final int MOST = 100_000_000;

  /** From so many changes on it is worth to {@link #settle}. */
  public static final int UNSETTLED = 1 << 14;

  /** In a crowd so many are looked at for the nearest. */
  public static final int LOOKED_AT = 10_000;

  private static final int WORDS = 4;

  /** Takes what is found. */
  public interface Found {
    /**
     * A hash is near.
     *
     * @return whether to go on
     */
    boolean at(Pdq hash, int distance);
  }

  /**
   * What a search sees.
   *
   * @param gone a bit for each hash of the index
   * @param fresh four words a hash; behind {@code added} others may write
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; read by index
  private record State(PdqIndex index, long[] gone, int removed, long[] fresh, int added) {
    static State of(PdqIndex index) {
      return new State(index, new long[(index.size() + 63) / 64], 0, new long[0], 0);
    }

    boolean isGone(int ordinal) {
      return (gone[ordinal >> 6] >>> ordinal & 1) != 0;
    }
  }

  /** A change that came while an index was built. */
  private record Change(Pdq hash, boolean added) {}

  private volatile State state = State.of(new PdqIndex(new long[0], 0));

  // What follows is guarded by this object.
  private Map<Pdq, Integer> places = new HashMap<>();
  private @Nullable List<Change> meanwhile;

  /** An empty set. */
  public PdqSet() {}

  private PdqSet(PdqIndex index) {
    state = State.of(index);
  }

  /**
   * A set of these hashes; those that come twice are one. Takes 80 bytes for each hash while it
   * works, beside what the set takes.
   *
   * @throws IllegalStateException where there are more than {@link #MOST}
   */
  public static PdqSet of(Stream<Pdq> hashes) {
    var words = new PdqWords();
    hashes.forEach(words::add);
    return new PdqSet(words.index());
  }

  /** How many hashes there are. */
  public int size() {
    State now = state;
    return now.index.size() - now.removed + now.added;
  }

  /** How many hashes were added or removed since the last {@link #settle}; they slow searches. */
  public int unsettled() {
    State now = state;
    return now.removed + now.added;
  }

  /**
   * Adds a hash.
   *
   * @return false where it is here already
   * @throws IllegalStateException where {@link #MOST} are here
   */
  public synchronized boolean add(Pdq hash) {
    State now = state;
    int ordinal = now.index.find(hash);
    if (ordinal >= 0 ? !now.isGone(ordinal) : places.containsKey(hash)) {
      return false;
    }
    if (size() >= MOST) {
      throw new IllegalStateException("a set has " + MOST + " hashes at the most");
    }
    note(hash, true);
    if (ordinal >= 0) {
      now.gone[ordinal >> 6] &= ~(1L << ordinal);
      state = new State(now.index, now.gone, now.removed - 1, now.fresh, now.added);
      return true;
    }
    long[] fresh = now.fresh;
    int at = WORDS * now.added;
    if (at == fresh.length) {
      fresh = Arrays.copyOf(fresh, Math.max(64 * WORDS, at + at / 2 / WORDS * WORDS));
    }
    put(hash, fresh, at);
    places.put(hash, now.added);
    state = new State(now.index, now.gone, now.removed, fresh, now.added + 1);
    return true;
  }

  /** Adds many and {@linkplain #settle settles} where that is worth it. */
  public void addAll(Collection<Pdq> hashes) {
    hashes.forEach(this::add);
    if (unsettled() >= UNSETTLED) {
      settle();
    }
  }

  /**
   * Removes a hash.
   *
   * @return false where it is not here
   */
  public synchronized boolean remove(Pdq hash) {
    State now = state;
    Integer place = places.remove(hash);
    if (place != null) {
      note(hash, false);
      // A copy: a search may be reading the one before.
      long[] fresh = now.fresh.clone();
      int last = now.added - 1;
      if (place != last) {
        System.arraycopy(fresh, WORDS * last, fresh, WORDS * place, WORDS);
        places.put(get(fresh, WORDS * place), place);
      }
      state = new State(now.index, now.gone, now.removed, fresh, last);
      return true;
    }
    int ordinal = now.index.find(hash);
    if (ordinal < 0 || now.isGone(ordinal)) {
      return false;
    }
    note(hash, false);
    now.gone[ordinal >> 6] |= 1L << ordinal;
    state = new State(now.index, now.gone, now.removed + 1, now.fresh, now.added);
    return true;
  }

  private void note(Pdq hash, boolean added) {
    if (meanwhile != null) {
      meanwhile.add(new Change(hash, added));
    }
  }

  /** Whether exactly this hash is here. */
  public synchronized boolean contains(Pdq hash) {
    State now = state;
    int ordinal = now.index.find(hash);
    return ordinal >= 0 ? !now.isGone(ordinal) : places.containsKey(hash);
  }

  /**
   * Hands over each hash within the distance once, in no order.
   *
   * @param distance 0 to {@link Pdq#MATCH}
   */
  public void search(Pdq hash, int distance, Found found) {
    if (distance < 0 || distance > Pdq.MATCH) {
      throw new IllegalArgumentException("a distance is 0 to " + Pdq.MATCH + ", not " + distance);
    }
    State now = state;
    boolean more =
        now.index.search(
            hash,
            distance,
            (ordinal, far) -> now.isGone(ordinal) || found.at(now.index.hash(ordinal), far));
    for (int i = 0; more && i < now.added; i++) {
      int at = WORDS * i;
      int far =
          Long.bitCount(now.fresh[at] ^ hash.a())
              + Long.bitCount(now.fresh[at + 1] ^ hash.b())
              + Long.bitCount(now.fresh[at + 2] ^ hash.c())
              + Long.bitCount(now.fresh[at + 3] ^ hash.d());
      if (far <= distance) {
        more = found.at(get(now.fresh, at), far);
      }
    }
  }

  /**
   * A hash near a picture.
   *
   * @param distance the least that a turn of the picture has
   * @param turn of the picture at which it has it
   */
  public record Near(Pdq hash, int distance, Turn turn) {}

  /**
   * What is near a picture.
   *
   * @param nearest the nearest first
   * @param more whether more than these are near
   */
  public record Nearest(List<Near> nearest, boolean more) {
    public Nearest {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * The hashes nearest to a picture in any turn, within {@link Pdq#MATCH}. In a crowd the search
   * ends after {@link #LOOKED_AT}.
   *
   * @param most so many of them
   */
  public Nearest nearest(PictureHash picture, int most) {
    Map<Pdq, Near> near = new HashMap<>();
    picture
        .turns()
        .forEach((turn, turned) ->
            search(
                turned,
                Pdq.MATCH,
                (hash, far) -> {
                  Near known = near.get(hash);
                  if (known == null || far < known.distance) {
                    near.put(hash, new Near(hash, far, turn));
                  }
                  return near.size() < LOOKED_AT;
                }));
    List<Near> nearest =
        near.values().stream()
            .sorted(
                Comparator.comparingInt(Near::distance)
                    .thenComparing(Near::turn)
                    .thenComparing(n -> n.hash().hex()))
            .limit(most)
            .toList();
    return new Nearest(nearest, near.size() > nearest.size() || near.size() >= LOOKED_AT);
  }

  /**
   * Makes one index of all hashes: about half a second for each million. Holds both indexes while
   * it works. Does nothing where another thread does it already.
   */
  public void settle() {
    long[] words;
    synchronized (this) {
      if (meanwhile != null || unsettled() == 0) {
        return;
      }
      meanwhile = new ArrayList<>();
      words = words();
    }
    PdqIndex index = null;
    try {
      index = new PdqIndex(words, words.length / WORDS);
    } finally {
      settled(index);
    }
  }

  /** Takes a new index, and then what changed while it was built; null where that failed. */
  private synchronized void settled(@Nullable PdqIndex index) {
    List<Change> changes = Objects.requireNonNull(meanwhile);
    meanwhile = null;
    if (index != null) {
      places = new HashMap<>();
      state = State.of(index);
      for (Change change : changes) {
        boolean _ = change.added ? add(change.hash) : remove(change.hash);
      }
    }
  }

  private long[] words() {
    State now = state;
    long[] words = new long[WORDS * size()];
    int at = 0;
    for (int ordinal = 0; ordinal < now.index.size(); ordinal++) {
      if (!now.isGone(ordinal)) {
        now.index.copy(ordinal, words, at);
        at += WORDS;
      }
    }
    System.arraycopy(now.fresh, 0, words, at, WORDS * now.added);
    return words;
  }

  private static void put(Pdq hash, long[] into, int at) {
    into[at] = hash.a();
    into[at + 1] = hash.b();
    into[at + 2] = hash.c();
    into[at + 3] = hash.d();
  }

  private static Pdq get(long[] from, int at) {
    return new Pdq(from[at], from[at + 1], from[at + 2], from[at + 3]);
  }
}
