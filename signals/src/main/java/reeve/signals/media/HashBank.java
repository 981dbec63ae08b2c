package reeve.signals.media;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bank of known hashes in memory, for any number of threads. About 300 bytes an entry, besides
 * what {@link PdqSet} takes: a bank that lies elsewhere keeps a {@link PdqSet} of its hashes alone.
 */
public final class HashBank {
  private final Map<Hash, BankEntry> entries = new ConcurrentHashMap<>();
  private final PdqSet pictures = new PdqSet();

  /** What came of looking a picture up. */
  public sealed interface LookedUp {}

  /**
   * The picture shows too little for its hash to say anything; nothing was looked up.
   *
   * @param quality {@link PictureHash#DISCARDED} at the most
   */
  public record Discarded(int quality) implements LookedUp {}

  /**
   * What is like the picture.
   *
   * @param matches the nearest first
   * @param more whether more entries than these match
   */
  public record Matched(List<PictureMatch> matches, boolean more) implements LookedUp {
    public Matched {
      matches = List.copyOf(matches);
    }
  }

  /** What came of putting an entry. */
  public enum Put {
    ADDED,
    /** The hash was known: both are one entry. */
    MERGED,
    /** The hash was known, and both have too many labels together: nothing changed. */
    REFUSED
  }

  /** Adds an entry, or {@linkplain BankEntry#merge merges} it into the one of its hash. */
  public synchronized Put put(BankEntry entry) {
    BankEntry before = entries.get(entry.hash());
    BankEntry after = before == null ? entry : before.merge(entry);
    if (after == null) {
      return Put.REFUSED;
    }
    entries.put(entry.hash(), after);
    if (before == null && entry.hash() instanceof Pdq pdq) {
      pictures.add(pdq);
    }
    return before == null ? Put.ADDED : Put.MERGED;
  }

  /** Puts all, and makes an index of what came. */
  public void putAll(Stream<BankEntry> all) {
    all.forEach(this::put);
    settle();
  }

  /** Takes an entry away; false where there is none. */
  public synchronized boolean remove(Hash hash) {
    if (hash instanceof Pdq pdq) {
      pictures.remove(pdq);
    }
    return entries.remove(hash) != null;
  }

  public @Nullable BankEntry find(Hash hash) {
    return entries.get(hash);
  }

  /** A person found a match of this entry right; null where there is no such entry. */
  public @Nullable BankEntry agree(Hash hash) {
    return voted(hash, BankEntry::agree);
  }

  /** A person found a match of this entry wrong; null where there is no such entry. */
  public @Nullable BankEntry disagree(Hash hash) {
    return voted(hash, BankEntry::disagree);
  }

  private synchronized @Nullable BankEntry voted(Hash hash, UnaryOperator<BankEntry> vote) {
    return entries.computeIfPresent(hash, (_, entry) -> vote.apply(entry));
  }

  /** Takes away what has expired, and gives it back. */
  public List<BankEntry> expire(Instant now) {
    List<BankEntry> expired = entries.values().stream().filter(e -> e.expired(now)).toList();
    expired.forEach(entry -> remove(entry.hash()));
    return expired;
  }

  /** All entries, those of an export, in no order. */
  public Stream<BankEntry> entries() {
    return entries.values().stream();
  }

  public int size() {
    return entries.size();
  }

  /**
   * Looks a picture up, turned and mirrored in every way.
   *
   * @param most so many matches at the most
   */
  public LookedUp lookUp(PictureHash picture, Instant now, int most) {
    if (picture.discarded()) {
      return new Discarded(picture.quality());
    }
    // What has expired lies in the set until it is taken away.
    PdqSet.Nearest near = pictures.nearest(picture, PdqSet.LOOKED_AT);
    List<PictureMatch> matches = new ArrayList<>();
    boolean more = near.more();
    for (PdqSet.Near each : near.nearest()) {
      BankEntry entry = entries.get(each.hash());
      if (entry != null && !entry.expired(now)) {
        if (matches.size() == most) {
          more = true;
          break;
        }
        matches.add(new PictureMatch(entry, each.distance(), each.turn(), picture.quality()));
      }
    }
    return new Matched(matches, more);
  }

  /** The entries of exactly this file. */
  public List<BankEntry> lookUp(Digests file, Instant now) {
    return Stream.of(file.md5(), file.sha256())
        .map(entries::get)
        .filter(entry -> entry != null && !entry.expired(now))
        .toList();
  }

  /** Makes one index of what changed, where that is worth it; takes a while. */
  public void settle() {
    if (pictures.unsettled() >= PdqSet.UNSETTLED) {
      pictures.settle();
    }
  }
}
