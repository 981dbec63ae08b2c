package reeve.server.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogProblem;
import reeve.server.watch.log.LogSettings;

/**
 * The event log of this process. Where it cannot be opened, or a write failed so that what the disk
 * holds is not known, it is opened again some seconds later; everything else goes on meanwhile.
 */
@Component
public final class Journal implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final WatchSettings settings;
  private final InstantSource clock;
  private @Nullable EventLog log;
  private @Nullable String trouble;
  private @Nullable String id;
  private Instant next = Instant.MIN;
  private boolean ended;

  Journal(WatchSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether this server has a place to keep events, and so watches at all. */
  public boolean kept() {
    return settings.dir() != null;
  }

  /**
   * Names the log, and with it all that was kept beside it: a new directory is another log, which
   * follows every stream from its beginning, or what is left of it.
   */
  public synchronized String id() {
    String known = id;
    if (known == null) {
      known = LogId.of(Objects.requireNonNull(settings.dir(), "no directory, no log"));
      id = known;
    }
    return known;
  }

  /** The name of a work that each log has done for itself, as a lease is named. */
  String lease(String work) {
    StringBuilder name = new StringBuilder(work).append('-');
    for (char each : id().replace("-", "").toCharArray()) {
      name.append((char) ('a' + Character.digit(each, 16)));
    }
    return name.toString();
  }

  /** The log; empty while it cannot be opened. Whoever meets a failure of it says so. */
  synchronized Optional<EventLog> log() {
    Path dir = settings.dir();
    if (log == null && dir != null && !ended && !clock.instant().isBefore(next)) {
      open(dir.resolve("events"));
    }
    return Optional.ofNullable(log);
  }

  /**
   * What the log keeps.
   *
   * @param begin its first offset
   * @param end the offset after its last durable event
   */
  public record Kept(long begin, long end) {}

  /** What the log keeps now; empty while it cannot be opened. */
  public Optional<Kept> stretch() {
    return log().map(on -> new Kept(on.begin(), on.end()));
  }

  /** Reads the log from an offset on that it keeps; empty while it cannot be opened. */
  public Optional<Replay> replay(long from) {
    return log().map(on -> new Replay(this, on.read(from)));
  }

  private void open(Path dir) {
    LogSettings standard = LogSettings.standard();
    try {
      log =
          EventLog.open(
              dir,
              TownEvents.SCHEMA,
              new LogSettings(
                  standard.segmentBytes(),
                  standard.segmentAge(),
                  settings.keep(),
                  settings.keepMost().toBytes(),
                  standard.ids()),
              clock);
      trouble = null;
    } catch (IOException | LogException e) {
      if (trouble == null) {
        LOG.error("the event log cannot be opened and will be tried again", e);
      }
      trouble = String.valueOf(e.getMessage());
      next = clock.instant().plus(AGAIN);
    }
  }

  /** Somebody met a failure: a log that can be trusted no more is closed, and opened again. */
  synchronized void failed(LogException failure) {
    if (failure.problem() == LogProblem.STATE_UNKNOWN && log != null) {
      trouble = String.valueOf(failure.getMessage());
      next = clock.instant().plus(AGAIN);
      LOG.error("the event log is opened anew: {}", failure.getMessage());
      close();
    }
  }

  /** Why the log cannot be used now, in a plain sentence. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void close() {
    if (log != null) {
      try {
        log.close();
      } catch (IOException e) {
        LOG.warn("the event log did not close well", e);
      }
      log = null;
    }
  }

  @Override
  public synchronized void destroy() {
    ended = true;
    close();
  }
}
