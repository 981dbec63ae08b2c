package reeve.server.watch.run;

import java.util.function.Consumer;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.LogReader;

/** Events read from the log, to be applied together. Made to be filled again. Of one thread. */
final class Batch {
  static final int MOST = 512;

  private static final int AT = TownEvents.SCHEMA.at("event.at_ms").index();

  private final Facts[] facts = new Facts[MOST];
  private final long[] offsets = new long[MOST];
  private int size;
  private long behind;
  private Consumer<Facts> derived = _ -> {};

  Batch() {
    for (int i = 0; i < MOST; i++) {
      facts[i] = new Facts(TownEvents.SCHEMA);
    }
  }

  /**
   * Reads on.
   *
   * @param until events before this offset
   * @param derive fills what is read off texts and was not stored
   * @return how many there were; 0 at the end of what is durable
   */
  int fill(LogReader reader, long until, Consumer<Facts> derive) {
    int n = 0;
    while (n < MOST && reader.position() < until && reader.next(facts[n])) {
      if (reader.offset() >= until) {
        break; // events between were erased; this one is the next reader's
      }
      offsets[n] = reader.offset();
      derive.accept(facts[n]);
      n++;
    }
    size = n;
    behind = Math.min(reader.position(), until);
    derived = derive;
    return n;
  }

  /** How many were read last. */
  int size() {
    return size;
  }

  /** The first offset that was not read then. */
  long behind() {
    return behind;
  }

  /** Fills what another set wants to be read off texts, where it is not there yet. */
  void derive(Consumer<Facts> derive) {
    if (!derived.equals(derive)) {
      for (int i = 0; i < size; i++) {
        derive.accept(facts[i]);
      }
      derived = derive;
    }
  }

  Facts[] facts() {
    return facts;
  }

  long[] offsets() {
    return offsets;
  }

  /** The earliest time among the first events. */
  long earliest(int n) {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      earliest = Math.min(earliest, facts[i].has(AT) ? facts[i].integer(AT) : earliest);
    }
    return earliest;
  }

  /** The latest time among the first events. */
  long newest(int n) {
    long newest = 0;
    for (int i = 0; i < n; i++) {
      newest = Math.max(newest, facts[i].has(AT) ? facts[i].integer(AT) : 0);
    }
    return newest;
  }
}
