package reeve.server.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.watch.run.Watcher;
import reeve.server.watch.run.WatcherSettings;

/** Runs the two watchers while the server runs, each with what the rulebook says for it. */
@Component
final class Patrol implements Watching, SmartLifecycle {
  private final Journal journal;
  private final ObjectProvider<Rulebook> rulebook;
  private final Emission emission;
  private final Wanted wanted;
  private final WatchSettings settings;
  private final InstantSource clock;
  private final Beat live = new Beat(Stage.LIVE, this);
  private final Beat shadow = new Beat(Stage.SHADOW, this);
  private volatile boolean running;

  Patrol(
      Journal journal,
      ObjectProvider<Rulebook> rulebook,
      Emission emission,
      Wanted wanted,
      WatchSettings settings,
      InstantSource clock) {
    this.journal = journal;
    this.rulebook = rulebook;
    this.emission = emission;
    this.wanted = wanted;
    this.settings = settings;
    this.clock = clock;
  }

  private List<Beat> beats() {
    return List.of(live, shadow);
  }

  private Beat beat(Stage stage) {
    return switch (stage) {
      case LIVE -> live;
      case SHADOW -> shadow;
    };
  }

  Journal journal() {
    return journal;
  }

  Rulebook rulebook() {
    return rulebook.getObject();
  }

  Emission emission() {
    return emission;
  }

  /** Opens a watcher over the log as it is now. */
  Watcher open(Stage stage, reeve.server.watch.log.EventLog log) throws IOException {
    Path dir = java.util.Objects.requireNonNull(settings.dir()).resolve(stage.code());
    long bytes = settings.counters().toBytes();
    long share = stage == Stage.LIVE ? bytes - bytes / 4 : bytes / 4;
    int threads =
        stage == Stage.LIVE ? Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2) : 1;
    return Watcher.open(
        log,
        new WatcherSettings(
            dir, share, threads, settings.snapshotRate().toBytes(), WatcherSettings.REST),
        stage.code(),
        clock);
  }

  @Override
  public void reload() {
    beats().forEach(Beat::reload);
  }

  /** The end of a stage's verdict log; for tests. */
  long verdicts(Stage stage) {
    return beat(stage).verdicts();
  }

  /**
   * Lets go of what verdicts told of posts, in both stages.
   *
   * @param now as {@link Watcher#forget}
   */
  void forget(Collection<String> posts, boolean now) {
    for (Beat beat : beats()) {
      beat.forget(posts, now);
    }
  }

  /** Whether both watchers stand over the log. */
  boolean stands() {
    return beats().stream().allMatch(Beat::stands);
  }

  /** The work of a day: what verdict logs keep no longer leaves their files. */
  void tidy(Instant now) {
    beats().forEach(beat -> beat.tidy(now));
  }

  /** What rules read has changed: which signals the next events are to bring. */
  void readsChanged() {
    wanted.read(beats().stream().map(Beat::reads).toList());
  }

  @Override
  public View view(Stage stage) {
    return beat(stage).view();
  }

  @Override
  public void start() {
    running = true;
    if (journal.kept()) {
      beats().forEach(Beat::start);
    }
  }

  @Override
  public void stop() {
    running = false;
    beats().forEach(Beat::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
