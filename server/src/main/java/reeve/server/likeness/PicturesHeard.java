package reeve.server.likeness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reeve.server.likeness.KnownPictures.Room;
import reeve.server.likeness.KnownPictures.Shown;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;

/**
 * Tells an index by which name a picture goes that somebody shows: at once where it is known, later
 * where somebody has to look at it first. Of one thread.
 */
final class PicturesHeard {
  private static final int AT_ONCE = 500;
  private static final Duration ROOM_FOR = Duration.ofSeconds(10);

  private final KnownPictures known;
  private final String log;
  private final Storing storing;
  private final List<Shown> shown = new ArrayList<>();

  /** What the index was told and does not keep yet. */
  private final Set<KnownPictures.Named> told = new HashSet<>();

  private Room room = new Room(0, 0);
  private long roomRead = System.nanoTime() - ROOM_FOR.toNanos();

  PicturesHeard(KnownPictures known, String log, Storing storing) {
    this.known = known;
    this.log = log;
    this.storing = storing;
  }

  void hear(FactsReading event) {
    shown.addAll(event.shown());
  }

  /** Whether so many wait that they are better told now. */
  boolean many() {
    return shown.size() >= AT_ONCE;
  }

  /** Takes down what was heard, and tells the names that are known. */
  void meet(LikenessIndex.Hearer index) throws IOException {
    Map<String, String> names = new HashMap<>();
    if (!shown.isEmpty()) {
      storing.persist("pictures", () -> names.putAll(known.meet(log, shown, room())));
    }
    rename(names, index);
  }

  /** Tells the names that are known, for a pass over what was taken down before. */
  void tell(LikenessIndex.Hearer index) throws IOException {
    Map<String, String> names = new HashMap<>();
    if (!shown.isEmpty()) {
      storing.persist("names of pictures", () -> names.putAll(known.names(shown)));
    }
    rename(names, index);
  }

  private void rename(Map<String, String> names, LikenessIndex.Hearer index) throws IOException {
    for (Shown one : shown) {
      String name = names.get(one.sha256());
      if (name != null) {
        index.take(new Observed.Renamed(one.account(), one.avatar(), one.sha256(), name));
      }
    }
    shown.clear();
  }

  private Room room() {
    if (System.nanoTime() - roomRead >= ROOM_FOR.toNanos()) {
      roomRead = System.nanoTime();
      room = known.room();
    }
    return room;
  }

  /**
   * Tells the names of pictures that somebody looked at since.
   *
   * @return whether there were any
   */
  boolean news(LikenessIndex.Hearer index, Tidings tidings) throws IOException {
    boolean any = false;
    for (KnownPictures.Named one : known.named(log, AT_ONCE + told.size())) {
      if (told.add(one)) {
        any = true;
        if (!one.name().equals(one.sha256())) {
          index.take(new Observed.Renamed(one.account(), one.avatar(), one.sha256(), one.name()));
          tidings.again(one.account());
        }
      }
    }
    return any;
  }

  /** Whether so much was told that the index had better keep it. */
  boolean full() {
    return told.size() >= AT_ONCE;
  }

  /** The index keeps what it was told. */
  void kept() throws IOException {
    if (!told.isEmpty()) {
      List<KnownPictures.Named> settled = List.copyOf(told);
      storing.persist("names of pictures", () -> known.settle(log, settled));
      told.clear();
    }
  }
}
