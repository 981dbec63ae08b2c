package reeve.server.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.staff.StaffSettings;

/**
 * Tells the watchers of this process that rules changed: after each change here at once, and within
 * some seconds after one that another process made. Nobody who saves waits for them.
 */
@Component
final class RuleNews implements SmartLifecycle {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(RuleNews.class);

  private final RuleStore store;
  private final ObjectProvider<Watching> watching;
  private final StaffSettings settings;
  private final Semaphore news = new Semaphore(0);
  private long told = -1;
  private volatile @Nullable Thread thread;

  RuleNews(RuleStore store, ObjectProvider<Watching> watching, StaffSettings settings) {
    this.store = store;
    this.watching = watching;
    this.settings = settings;
  }

  /** Something changed; call it once that stands. */
  void changed() {
    news.release();
  }

  /** Whether the watchers were told of something. */
  synchronized boolean look() {
    long revision = store.revision();
    if (revision == told) {
      return false;
    }
    watching.ifAvailable(Watching::reload);
    told = revision;
    return true;
  }

  private void run() {
    try {
      while (true) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.warn("changed rules could not be read and will be again: {}", e.getMessage());
        }
        if (news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // The end of the server.
    }
  }

  @Override
  public void start() {
    if (settings.loops() && thread == null) {
      thread = Thread.ofVirtual().name("rule-news").start(this::run);
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
