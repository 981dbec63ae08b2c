package reeve.server.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.Publication;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.witness.Witnesses;
import reeve.server.platform.ServerSettings;

/** Opens today's log and publishes it. */
@Component
final class OpenedLogs {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedLogs.class);

  private final LedgerSettings settings;
  private final ServerSettings server;
  private final JdbcClient jdbc;
  private final PlatformTransactionManager transactions;
  private final FindIndex find;
  private final InstantSource clock;

  OpenedLogs(
      LedgerSettings settings,
      ServerSettings server,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      FindIndex find,
      InstantSource clock) {
    this.settings = settings;
    this.server = server;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.find = find;
    this.clock = clock;
  }

  /**
   * Opens today's log, or begins the first one.
   *
   * @param published is run after each publication, whatever came of it
   * @throws LedgerException as {@link Sequencer}
   */
  Opened open(Runnable published) {
    LogPlace place = LogPlace.today(settings).orElseThrow();
    SigningKey key = place.key(LogPlace.origin(settings, server.squareUrl()));
    Cosigners cosigners =
        settings.policy().isEmpty() ? Cosigners.NONE : new Witnesses(policy(settings.policy()));
    var sequencer = new Sequencer(jdbc, transactions, key, place.shelf(), cosigners);
    return new Opened(place, sequencer, cosigners.any(), published);
  }

  /**
   * What stands on today's shelf and in its key, for a process that has not opened the log. What
   * cannot be read is told as the problem, and is empty or 0.
   */
  Ledger.State unopened(Ledger.Standing standing, @Nullable String problem) {
    Optional<LogPlace> today = LogPlace.today(settings).filter(LogPlace::begun);
    VerifierKey key = null;
    long size = 0;
    String unread = null;
    try {
      key = today.map(LogPlace::verifier).orElse(null);
      size = today.map(LogPlace::published).orElse(0L);
    } catch (LedgerException e) {
      unread = e.getMessage();
    }
    Instant at = today.map(it -> writtenAt(it.folder().resolve("checkpoint"))).orElse(null);
    return new Ledger.State(
        standing,
        today.map(LogPlace::number).orElse(0),
        key == null ? "" : key.name(),
        key == null ? "" : key.toString(),
        0,
        Duration.ZERO,
        problem == null ? unread : problem,
        new Ledger.Published(size, at, Set.of(), !settings.policy().isEmpty(), List.of(), null));
  }

  private static Policy policy(String file) {
    try {
      return Policy.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.MALFORMED,
          "The policy " + file + " (server.ledger.policy) cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** Writes what the public is told of how the ledger stands; never fails. */
  void tell(Supplier<Ledger.State> state) {
    Path dir = settings.dir();
    if (dir == null) {
      return;
    }
    try {
      Files.createDirectories(dir);
      LedgerFile.write(dir.resolve("state.json"), state.get(), prefix(), settings.every());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the state of the ledger could not be written to {}: {}", dir, e.getMessage());
    }
  }

  private String prefix() {
    return LogPlace.today(settings).map(LogPlace::prefix).orElse("");
  }

  /** A log that this process works on. */
  final class Opened implements AutoCloseable {
    /** Longer than that nobody waits for a publication that runs; it ends by itself. */
    private static final Duration TO_THE_END = Duration.ofSeconds(5);

    private final LogPlace place;
    private final Sequencer sequencer;
    private final boolean asked;
    private final Runnable after;
    private final Hours hours = new Hours(settings.every(), clock.instant());
    private final AtomicReference<@Nullable LedgerException> failed = new AtomicReference<>();
    private volatile List<String> refusals = List.of();
    private volatile @Nullable Instant at;
    private @Nullable Thread publishing;

    private Opened(LogPlace place, Sequencer sequencer, boolean asked, Runnable after) {
      this.place = place;
      this.sequencer = sequencer;
      this.asked = asked;
      this.after = after;
      this.at = writtenAt(place.folder().resolve("checkpoint"));
    }

    Sequencer sequencer() {
      return sequencer;
    }

    int number() {
      return place.number();
    }

    /** When it is time, begins to publish beside the appends; throws what stopped the last one. */
    void publishIfDue() {
      LedgerException before = failed.get();
      if (before != null) {
        throw before;
      }
      Thread running = publishing;
      if ((running == null || !running.isAlive()) && hours.due(clock.instant())) {
        publishing = Thread.ofVirtual().name("ledger-publish").start(this::publish);
      }
    }

    /** It is time, whatever the hour. */
    void bringForward() {
      hours.bringForward(clock.instant());
    }

    /** Publishes now. */
    void publish() {
      try {
        tell(sequencer.log().publish());
      } catch (LedgerException e) {
        if (e.problem() == LedgerProblem.UNAVAILABLE) {
          again(List.of("" + e.getMessage()));
        } else {
          failed.set(e);
        }
      } catch (RuntimeException e) {
        LOG.error("the ledger was not published", e);
        again(List.of("" + e.getMessage()));
      }
      after.run();
    }

    private void tell(Publication publication) {
      switch (publication) {
        case Publication.Published published -> {
          at = writtenAt(place.folder().resolve("checkpoint"));
          refusals = List.of();
          hours.succeeded();
          find(published.checkpoint().size());
        }
        case Publication.Withheld withheld ->
            again(
                withheld.refusals().stream().map(it -> it.witness() + ": " + it.words()).toList());
        case Publication.Nothing _ -> hours.succeeded();
      }
    }

    private void find(long size) {
      try {
        find.publish(sequencer.key().name(), size, place.folder());
      } catch (IOException | RuntimeException e) {
        LOG.error("where opened records stand was not published, and is at the next hour", e);
      }
    }

    private void again(List<String> why) {
      LOG.warn("the ledger's checkpoint was not published and is tried again: {}", why);
      refusals = why;
      hours.failed(clock.instant());
    }

    Ledger.Published published() {
      Optional<Publication.Published> now = sequencer.log().published();
      return new Ledger.Published(
          now.map(it -> it.checkpoint().size()).orElse(0L),
          at,
          now.map(Publication.Published::witnesses).orElse(Set.of()),
          asked,
          refusals,
          hours.next());
    }

    @Override
    public void close() {
      Thread running = publishing;
      if (running != null) {
        try {
          running.join(TO_THE_END);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static @Nullable Instant writtenAt(Path checkpoint) {
    try {
      return Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint).toInstant() : null;
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", checkpoint, e.getMessage());
      return null;
    }
  }
}
