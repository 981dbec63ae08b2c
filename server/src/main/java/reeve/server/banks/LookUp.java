package reeve.server.banks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.signals.media.Digests;
import reeve.signals.media.Hash;
import reeve.signals.media.Pdq;
import reeve.signals.media.PdqSet;
import reeve.signals.media.Picture;
import reeve.signals.media.PictureLimits;
import reeve.signals.media.PictureReader;
import reeve.signals.media.Turn;

/** Looks pictures and files up. Keeps the hashes of pictures in memory, and reads what is new. */
@Component
final class LookUp {
  static final int MOST = 20;
  private static final int AT_ONCE = 50_000;

  private final Entries entries;
  private final InstantSource clock;
  private final PictureReader reader = new PictureReader(PictureLimits.STANDARD);
  private volatile PdqSet set = new PdqSet();
  private long read;

  LookUp(Entries entries, InstantSource clock) {
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * An entry that matches.
   *
   * @param distance 0 for a digest
   * @param turn of the picture in which it matches
   */
  record Match(Known known, int distance, Turn turn) {}

  /**
   * What is known of a file.
   *
   * @param picture what came of reading it as a picture; null where nobody did
   * @param more whether more than these matches are near
   */
  record Answer(@Nullable Picture picture, List<Match> matches, boolean more) {
    /** Whether it is a picture whose hash says nothing. */
    public boolean discarded() {
      return picture instanceof Picture.Decoded decoded && decoded.hash().discarded();
    }

    /** Whether it has more pictures than the first, which is the one that was read. */
    public boolean animated() {
      return picture instanceof Picture.Decoded decoded && decoded.animated();
    }

    /** Whether the file breaks off; what came of it was read. */
    public boolean cut() {
      return picture instanceof Picture.Decoded decoded && !decoded.whole();
    }

    public String refusal() {
      return picture instanceof Picture.Refused refused ? refused.detail() : "";
    }

    /** The quality of its hash; 0 where it has none. */
    public int quality() {
      return picture instanceof Picture.Decoded decoded ? decoded.hash().quality() : 0;
    }

    public String hash() {
      return picture instanceof Picture.Decoded decoded ? decoded.hash().hash().hex() : "";
    }
  }

  /** Looks a file up by its digests and, where it is a picture, by what it looks like. */
  Answer file(byte[] bytes) {
    Digests digests = Digests.of(bytes);
    Picture picture = reader.read(bytes);
    List<Match> matches = exact(List.of(digests.md5(), digests.sha256()));
    boolean more = false;
    if (picture instanceof Picture.Decoded decoded && !decoded.hash().discarded()) {
      refresh();
      PdqSet.Nearest nearest = set.nearest(decoded.hash(), PdqSet.LOOKED_AT);
      more = near(nearest, matches) || nearest.more();
    }
    return new Answer(picture, matches, more);
  }

  /** Looks a hash up; the hash of a picture in the turn that it has alone. */
  Answer hash(Hash hash) {
    if (!(hash instanceof Pdq pdq)) {
      return new Answer(null, exact(List.of(hash)), false);
    }
    refresh();
    List<PdqSet.Near> near = new ArrayList<>();
    set.search(
        pdq,
        Pdq.MATCH,
        (found, far) -> {
          near.add(new PdqSet.Near(found, far, Turn.NONE));
          return near.size() < PdqSet.LOOKED_AT;
        });
    near.sort(Comparator.comparingInt(PdqSet.Near::distance));
    List<Match> matches = new ArrayList<>();
    boolean more = near(new PdqSet.Nearest(near, false), matches);
    return new Answer(null, matches, more || near.size() == PdqSet.LOOKED_AT);
  }

  private List<Match> exact(List<Hash> hashes) {
    Instant now = clock.instant();
    List<Match> matches = new ArrayList<>();
    for (Known known : entries.of(hashes)) {
      if (!known.entry().expired(now)) {
        matches.add(new Match(known, 0, Turn.NONE));
      }
    }
    return matches;
  }

  /** Adds what is near and has not ended, the nearest first; whether some were left out. */
  private boolean near(PdqSet.Nearest nearest, List<Match> into) {
    Instant now = clock.instant();
    Map<Hash, Known> known = new HashMap<>();
    entries
        .of(nearest.nearest().stream().map(PdqSet.Near::hash).toList())
        .forEach(it -> known.put(it.entry().hash(), it));
    for (PdqSet.Near each : nearest.nearest()) {
      Known entry = known.get(each.hash());
      if (entry != null && !entry.entry().expired(now)) {
        if (into.size() >= MOST) {
          return true;
        }
        into.add(new Match(entry, each.distance(), each.turn()));
      }
    }
    return false;
  }

  /** Reads the hashes that came since. */
  synchronized void refresh() {
    if (read == 0) {
      set = PdqSet.of(fresh());
      return;
    }
    fresh().forEach(set::add);
    if (set.unsettled() >= PdqSet.UNSETTLED) {
      set.settle();
    }
  }

  private Stream<Pdq> fresh() {
    return Stream.generate(() -> entries.after(read, AT_ONCE))
        .takeWhile(page -> !page.isEmpty())
        .peek(page -> read = page.getLast().id())
        .flatMap(List::stream)
        .map(Entries.Numbered::hash);
  }
}
