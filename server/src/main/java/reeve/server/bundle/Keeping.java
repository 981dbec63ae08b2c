package reeve.server.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.bundle.BundleRecords.What;
import reeve.server.bundle.BundleRow.State;
import reeve.server.cases.Holds;
import reeve.server.platform.Refused;
import reeve.server.record.RecordTrail;
import reeve.server.staff.Member;
import reeve.server.staff.StaffSettings;

/**
 * Gives files out and lets them go: once their time is over, unless their account is held, and at
 * once when posts of the account were sealed since, held or not. Each process looks after its own
 * directory, so no lease is needed.
 */
@Component
final class Keeping implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final BundleRows rows;
  private final BundleRecords records;
  private final Bundling bundling;
  private final RecordTrail trail;
  private final Holds holds;
  private final Store store;
  private final BundleSettings settings;
  private final StaffSettings staff;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private volatile CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  Keeping(
      BundleRows rows,
      BundleRecords records,
      Bundling bundling,
      RecordTrail trail,
      Holds holds,
      Store store,
      BundleSettings settings,
      StaffSettings staff,
      TransactionTemplate transaction,
      InstantSource clock) {
    this.rows = rows;
    this.records = records;
    this.bundling = bundling;
    this.trail = trail;
    this.holds = holds;
    this.store = store;
    this.settings = settings;
    this.staff = staff;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Looks once at everything that this process keeps. */
  void round() {
    if (!store.kept()) {
      return;
    }
    for (BundleRow row : rows.kept(store.id())) {
      try {
        bundling.mend(row);
        look(row);
      } catch (IOException | RuntimeException e) {
        LOG.error("the bundle {} could not be looked after, and will be again", row.id(), e);
      }
    }
    try {
      bundling.sweep();
    } catch (IOException e) {
      LOG.error("what is left of bundles could not be deleted, and will be again", e);
    }
  }

  /** True where the file may be given out. */
  private boolean look(BundleRow row) throws IOException {
    if (!row.done()) {
      return false;
    }
    Instant now = clock.instant();
    if (trail.count(row.account(), "cases.sealed") != row.seals()) {
      letGo(row, "sealed", "Posts of the account were sealed since. Make it again.");
      return false;
    }
    if (now.isAfter(row.at().plus(settings.keep())) && !holds.held(row.account(), now)) {
      letGo(row, "expired", "Its time was over. Make it again.");
      return false;
    }
    return true;
  }

  /** The file goes first: what is said to be gone is gone. */
  private void letGo(BundleRow row, String why, String words) throws IOException {
    Files.deleteIfExists(store.file(row.id()));
    transaction.executeWithoutResult(_ -> {
      if (rows.ended(row.id(), State.DONE, State.GONE, words)) {
        records.append(What.GONE, row, null, Map.of("why", why));
      }
    });
  }

  /** The file, for who may have it; recorded before it leaves. */
  Path take(BundleRow row, Member by) {
    if (!row.done()) {
      throw new Refused(BundleProblem.GONE, "There is no file. " + nothing(row));
    }
    if (!store.keeps(row)) {
      throw new Refused(
          BundleProblem.ELSEWHERE, "Another server process keeps this file. Make it again here.");
    }
    try {
      if (!look(row) || !Files.exists(store.file(row.id()))) {
        throw new Refused(BundleProblem.GONE, "The file is no longer kept. Make it again.");
      }
    } catch (IOException e) {
      throw new Refused(BundleProblem.GONE, "The file cannot be read now. Try again.");
    }
    transaction.executeWithoutResult(_ ->
        records.append(
            What.DOWNLOADED,
            row,
            by.id().actor(),
            Map.of("case", row.of().value(), "sha256", String.valueOf(row.sha256()))));
    return store.file(row.id());
  }

  private static String nothing(BundleRow row) {
    return row.words() == null ? "It is not ready." : row.words();
  }

  /** Those of a list whose account is held now: they stay beyond their time. */
  boolean held(List<BundleRow> some) {
    return !some.isEmpty() && holds.held(some.getFirst().account(), clock.instant());
  }

  @Override
  public void start() {
    if (store.kept() && staff.loops()) {
      var end = new CountDownLatch(1);
      ending = end;
      thread = Thread.ofVirtual().name("bundles").start(() -> keepOn(end));
    }
  }

  private void keepOn(CountDownLatch end) {
    try {
      do {
        try {
          round();
        } catch (RuntimeException e) {
          LOG.error("bundles could not be looked after, and will be again", e);
        }
      } while (!end.await(EVERY.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      // The server stops; the next start looks anew.
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      ending.countDown();
      running.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
