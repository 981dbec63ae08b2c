package reeve.simulation;

import java.util.PriorityQueue;

/**
 * What will happen later, in order of time and, at the same time, of planning. Beyond {@link
 * #LIMIT} entries the least important, reactions to posts, are not planned, so that memory stays
 * bounded.
 */
final class Agenda {
  /** Entries that wait at most, above which reactions are dropped. */
  static final int LIMIT = 200_000;

  private final PriorityQueue<Planned> waiting = new PriorityQueue<>();
  private final long end;
  private long planned;

  Agenda(long end) {
    this.end = end;
  }

  /** Something to be done at a time. */
  interface Act {
    void happen(long at) throws java.io.IOException;
  }

  private record Planned(long at, long order, Act act) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Plans it; what would happen after the town's end never happens. */
  void plan(long at, Act act) {
    if (at <= end) {
      waiting.add(new Planned(at, planned++, act));
    }
  }

  boolean full() {
    return waiting.size() >= LIMIT;
  }

  /** When the next is due, or {@link Long#MAX_VALUE}. */
  long next() {
    Planned first = waiting.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  void happen() throws java.io.IOException {
    Planned first = waiting.remove();
    first.act().happen(first.at());
  }
}
