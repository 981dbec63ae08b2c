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
import reeve.server.record.Ledger;
import reeve.server.record.Place;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/**
 * Writes the files at each checkpoint of the ledger, from the records that it covers: whoever looks
 * in between sees nothing move, and the public tables are those that the rows of the data set give.
 * Every process writes its own directory: the same record gives the same figures, so no lease is
 * needed. The record is counted from its beginning once after each start and read on from there.
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
  private @Nullable Place reached;
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
    Ledger.State ledger = site.ledger();
    Covered covered = covered(ledger);
    readOn(covered);
    write(ledger, covered);
  }

  /** Writes the files where something that they tell of changed, or where they are not whole. */
  synchronized void publishIfChanged() {
    Path dir = settings.dir();
    Ledger.State ledger = site.ledger();
    Covered covered = covered(ledger);
    boolean changed = readOn(covered);
    if (changed || !written || (dir != null && site.changed(dir, ledger))) {
      write(ledger, covered);
    }
  }

  /**
   * So much is counted: all, where no ledger is kept; before a log's first checkpoint what was
   * last, since a log that follows another one begins with nothing published.
   */
  private @Nullable Covered covered(Ledger.State ledger) {
    long size = ledger.published().size();
    if (size > 0) {
      return new Covered(ledger.origin(), size);
    }
    if (ledger.standing() == Ledger.Standing.OFF) {
      return null;
    }
    Path dir = settings.dir();
    Covered before = dir == null ? null : Site.covered(dir);
    return before == null ? new Covered(ledger.origin(), 0) : before;
  }

  /** After a failure in the middle of a page it begins anew: nothing may count twice. */
  private boolean readOn(@Nullable Covered covered) {
    try {
      Place end = covered == null ? null : records.covered(covered.origin(), covered.size());
      if (end != null && end.equals(reached)) {
        return false;
      }
      boolean any = end != null && end.compareTo(place) < 0;
      if (any) {
        // An older checkpoint was put back, or another log begins.
        beginAnew();
      }
      while (true) {
        List<Told> page = records.after(place, Kinds.COUNTED, PAGE);
        if (end != null) {
          page = page.stream().takeWhile(it -> it.place().compareTo(end) <= 0).toList();
        }
        if (page.isEmpty()) {
          reached = end;
          return any;
        }
        any = true;
        List<Told> newest = new ArrayList<>(upgrade.of(page));
        newest.forEach(fold::take);
        place = page.getLast().place();
      }
    } catch (RuntimeException e) {
      beginAnew();
      throw e;
    }
  }

  private void beginAnew() {
    fold = new Fold();
    upgrade = new Upgrade(records, finding);
    place = Place.START;
    reached = null;
  }

  private void write(Ledger.State ledger, @Nullable Covered covered) {
    if (settings.dir() != null) {
      Instant now = clock.instant();
      written = false;
      site.write(settings.dir(), fold.figures(), ledger, covered, now);
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
