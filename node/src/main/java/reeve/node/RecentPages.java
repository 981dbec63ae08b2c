package reeve.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Event;
import reeve.server.platform.Platform.Page;
import reeve.server.platform.PlatformUnavailable;

/**
 * The last pages of a stream for some seconds, so that what several readers follow is read and
 * parsed once. A page never changes: what follows a cursor is the same for whoever asks, however
 * much of it. Each reader gets as much as if it had asked the stream itself: what is known, and
 * whatever came after. Safe for several threads.
 */
final class RecentPages {
  /** Events held at the most. */
  static final int EVENTS = 8_192;

  /** A page older than that is read again: nothing that was erased is given for longer. */
  static final Duration KEPT = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** By the cursor that they follow, the oldest first. */
  private final Map<String, Kept> pages = new LinkedHashMap<>();

  private int events;

  private record Kept(Instant readAt, List<Event> events, String next) {}

  /** Reads the stream itself. */
  interface Source {
    Page read(@Nullable String after, int most) throws PlatformUnavailable;
  }

  RecentPages(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What follows a cursor; readers of the same stream wait for each other.
   *
   * @param after null for the beginning, which is always read
   */
  Page read(@Nullable String after, int most, Source source) throws PlatformUnavailable {
    if (after == null) {
      return source.read(null, most);
    }
    lock.lock();
    try {
      forget();
      List<Event> found = new ArrayList<>();
      String next = known(after, most, found);
      if (found.size() == most || (!found.isEmpty() && pages.containsKey(next))) {
        return new Page(found, next);
      }
      Instant now = clock.instant();
      Page rest = source.read(next, most - found.size());
      keep(next, rest, now);
      if (found.isEmpty()) {
        return rest;
      }
      found.addAll(rest.events());
      return new Page(found, rest.next() == null ? next : rest.next());
    } finally {
      lock.unlock();
    }
  }

  /** Collects what is known to follow a cursor; returns the cursor behind it. */
  private String known(String after, int most, List<Event> into) {
    String next = after;
    for (Kept kept = pages.get(after);
        kept != null && into.size() + kept.events().size() <= most;
        kept = pages.get(next)) {
      into.addAll(kept.events());
      next = kept.next();
    }
    return next;
  }

  private void keep(String after, Page page, Instant now) {
    String next = page.next();
    if (next != null && !next.equals(after)) {
      drop(pages.remove(after));
      pages.put(after, new Kept(now, page.events(), next));
      events += page.events().size();
    }
  }

  private void forget() {
    Instant oldest = clock.instant().minus(KEPT);
    Iterator<Kept> all = pages.values().iterator();
    while (all.hasNext()) {
      Kept kept = all.next();
      if (events <= EVENTS && !kept.readAt().isBefore(oldest)) {
        return;
      }
      all.remove();
      drop(kept);
    }
  }

  private void drop(@Nullable Kept kept) {
    events -= kept == null ? 0 : kept.events().size();
  }
}
