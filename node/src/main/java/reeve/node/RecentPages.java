package reeve.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Platform.Page;
import reeve.server.platform.PlatformUnavailable;

/**
 * The last pages of a stream for some seconds, so that what several readers follow is read and
 * parsed once. A page never changes: what follows a cursor is the same for whoever asks, however
 * much of it. Safe for several threads.
 */
final class RecentPages {
  /** Events held at the most. */
  static final int EVENTS = 8_192;

  /** A page older than that is read again: nothing that was erased is given for longer. */
  static final Duration KEPT = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Kept> pages = new ArrayDeque<>();
  private int events;

  private record Kept(String after, Instant readAt, Page page) {}

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
      for (Kept kept : pages) {
        if (kept.after().equals(after) && kept.page().events().size() <= most) {
          return kept.page();
        }
      }
      Instant now = clock.instant();
      Page page = source.read(after, most);
      if (page.next() != null && !page.next().equals(after)) {
        pages.addFirst(new Kept(after, now, page));
        events += page.events().size();
      }
      return page;
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    Instant oldest = clock.instant().minus(KEPT);
    while (!pages.isEmpty() && (events > EVENTS || pages.getLast().readAt().isBefore(oldest))) {
      events -= pages.removeLast().page().events().size();
    }
  }
}
