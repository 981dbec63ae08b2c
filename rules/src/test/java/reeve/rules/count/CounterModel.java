package reeve.rules.count;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import reeve.rules.source.RuleSource.Kind;

/**
 * One key of one counter, said as plainly as can be: a list of all events, read by looking at each.
 */
final class CounterModel {
  private record Event(long time, long value) {}

  private final CounterSpec counter;
  private final long pane;
  private final List<Event> events = new ArrayList<>();
  private long newest = Long.MIN_VALUE;

  /** Whether more values than can be held exactly were kept at once; ends when all have left. */
  private boolean sketched;

  CounterModel(CounterSpec counter) {
    this.counter = counter;
    this.pane = counter.window().toMillis() / 60;
  }

  void add(long time, long value) {
    long at = time / pane;
    if (!events.isEmpty() && at < newest - 60) {
      return;
    }
    if (at / 6 - newest / 6 > 10) {
      sketched = false;
    }
    newest = Math.max(newest, at);
    events.removeIf(event -> event.time / pane / 6 < newest / 6 - 10);
    if (!sketched) {
      events.removeIf(event -> event.time / pane < newest - 60);
    }
    events.add(new Event(time, value));
    sketched |= values(newest - 60).size() > 64;
    sketched &= !events.isEmpty();
  }

  boolean sketched() {
    return counter.kind() == Kind.DISTINCT && sketched;
  }

  /** The values of events in this pane or later, as far as they are kept. */
  Set<Long> values(long from) {
    Set<Long> values = new HashSet<>();
    for (Event event : events) {
      if (event.time / pane >= from) {
        values.add(event.value & 0xff_ffff_ffffL);
      }
    }
    return values;
  }

  long firstPane(long time) {
    return Math.floorDiv(time - counter.window().toMillis() + 1, pane);
  }

  double read(long time) {
    List<Event> inside = new ArrayList<>();
    for (Event event : events) {
      long at = event.time / pane;
      boolean overlaps = (at + 1) * pane - 1 > time - counter.window().toMillis();
      if (at >= newest - 60 && overlaps && at * pane <= time) {
        inside.add(event);
      }
    }
    return switch (counter.kind()) {
      case COUNT -> inside.size();
      case RATE ->
          (double) inside.size()
              * Objects.requireNonNull(counter.per()).toMillis()
              / counter.window().toMillis();
      case DISTINCT -> values(firstPane(time)).size();
      case SUM -> inside.stream().mapToLong(Event::value).sum();
      case RATIO -> {
        long part = inside.stream().filter(event -> event.value != 0).count();
        yield inside.isEmpty() ? 0 : (double) part / inside.size();
      }
      case FIRST_SEEN -> {
        long first = inside.stream().mapToLong(Event::time).min().orElse(time);
        long seconds = Math.max(0, time - first) / 1000;
        yield seconds;
      }
    };
  }
}
