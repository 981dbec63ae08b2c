package reeve.server.transparency;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.record.Finding;
import reeve.server.record.Place;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/**
 * Writes the files when the figures changed. Every process writes its own directory: the same
 * record gives the same figures, so no lease is needed. The record is counted from its beginning
 * once after each start and read on from there.
 */
@Component
final class Publisher implements Transparency, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration TO_THE_END = Duration.ofSeconds(2);
  private static final int PAGE = 5_000;

  private final RecordStream records;
  private final Finding finding;
  private final Site site;
  private final TransparencySettings settings;
  private final InstantSource clock;
  private Fold fold = new Fold();
  private Upgrade upgrade;
  private Place place = Place.START;
  private boolean written;
  private volatile CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  Publisher(
      RecordStream records,
      Finding finding,
      Site site,
      TransparencySettings settings,
      InstantSource clock) {
    this.records = records;
    this.finding = finding;
    this.upgrade = new Upgrade(records, finding);
    this.site = site;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public synchronized void publish() {
    readOn();
    write();
  }

  private synchronized void publishIfChanged() {
    Path dir = settings.dir();
    boolean changed = readOn();
    if (changed || !written || (dir != null && site.changed(dir))) {
      write();
    }
  }

  /** After a failure in the middle of a page it begins anew: nothing may count twice. */
  private boolean readOn() {
    try {
      boolean any = false;
      while (true) {
        List<Told> page = records.after(place, Kinds.COUNTED, PAGE);
        if (page.isEmpty()) {
          return any;
        }
        any = true;
        List<Told> newest = new ArrayList<>(upgrade.of(page));
        newest.forEach(fold::take);
        place = page.getLast().place();
      }
    } catch (RuntimeException e) {
      fold = new Fold();
      upgrade = new Upgrade(records, finding);
      place = Place.START;
      throw e;
    }
  }

  private void write() {
    if (settings.dir() != null) {
      Instant now = clock.instant();
      site.write(settings.dir(), fold.figures(), now);
      written = true;
    }
  }

  @Override
  public void start() {
    if (settings.dir() != null) {
      var end = new CountDownLatch(1);
      ending = end;
      thread = Thread.ofVirtual().name("transparency").start(() -> keepOn(end));
    }
  }

  private void keepOn(CountDownLatch end) {
    try {
      do {
        try {
          publishIfChanged();
        } catch (RuntimeException e) {
          if (end.getCount() == 0) {
            LOG.info("publishing the figures was broken off: {}", e.getMessage());
          } else {
            LOG.error("the figures were not published and will be tried again", e);
          }
        }
      } while (!end.await(settings.every().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Stopped in the middle of something long: the next start reads the record anew.
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      ending.countDown();
      try {
        // To be interrupted costs a connection: what is nearly done may come to its end.
        if (!running.join(TO_THE_END)) {
          running.interrupt();
          running.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
