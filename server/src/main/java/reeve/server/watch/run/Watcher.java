package reeve.server.watch.run;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Figures;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.History;
import reeve.rules.engine.Verdict;
import reeve.rules.engine.VerdictSink;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogProblem;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.log.Progress;

/**
 * Applies a rule set to an event log: follows it from where it stopped, keeps counters and their
 * snapshots, and appends verdicts to a log of its own. A fault ends it ({@link #check}); whoever
 * opened it closes it and opens it again, and it goes on as if nothing had been.
 *
 * <p>A verdict is written under the sequence {@code offset x 4096 + place} of source {@value
 * #SOURCE}, so that what is found again after a stop changes nothing.
 */
public final class Watcher implements AutoCloseable {
  /** The source of verdicts in their log. */
  public static final String SOURCE = "watch";

  /** Verdicts of one event have so many places; a rule set has fewer rules. */
  static final int PLACES = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final Duration NEWS = Duration.ofMillis(100);

  /** Verdicts are carried into cases within moments, and are kept there. */
  private static final LogSettings VERDICTS =
      new LogSettings(64 << 20, Duration.ofHours(1), Duration.ofDays(7), 2L << 30, 1 << 10);

  /** Once in so many batches a segment of counters is looked at for expired keys. */
  private static final int SWEPT_EVERY = 16;

  private final EventLog events;
  private final EventLog verdicts;
  private final long began;
  private final InstantSource clock;
  private final List<Table> tables = new ArrayList<>();
  private final Snapshots snapshots;
  private final Progress progress;
  private final Loading loading;
  private final Thread thread;
  private final Rate rate = new Rate();
  private final Verdicts written = new Verdicts();
  private CompletableFuture<?> durable = CompletableFuture.completedFuture(null);
  private volatile long newest;
  private long rounds;

  private volatile boolean closing;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Course course;
  private volatile boolean catchingUp;
  private volatile long position;
  private volatile long failed;

  /** Written by the verdict log's thread, or, where nothing is on its way, by the watcher's. */
  private volatile long settled;

  private volatile Figures memory = new Figures(0, 0, 0, 0, 0);

  private Watcher(
      EventLog events,
      EventLog verdicts,
      Progress progress,
      Keys keys,
      long began,
      WatcherSettings settings,
      String name,
      InstantSource clock) {
    this.events = events;
    this.verdicts = verdicts;
    this.progress = progress;
    this.clock = clock;
    this.began = began;
    for (int i = 0; i < WatcherSettings.SHARDS; i++) {
      tables.add(new Table(settings.counterBytes() / WatcherSettings.SHARDS));
    }
    snapshots = new Snapshots(progress, tables, settings, name + "-snapshots");
    loading = new Loading(events, tables, keys, settings, name);
    thread = Thread.ofPlatform().daemon().name("watcher-" + name).unstarted(this::run);
  }

  /**
   * Opens a watcher; it does nothing before it is given a set. Of what is in the log when it is
   * opened for the first time, rules find nothing: it only counts.
   *
   * @param name of its threads
   */
  public static Watcher open(
      EventLog events, WatcherSettings settings, String name, InstantSource clock)
      throws IOException {
    Path dir = settings.dir();
    Files.createDirectories(dir);
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    Keys keys = Secret.of(dir);
    EventLog verdicts = EventLog.open(dir.resolve("verdicts"), Verdicts.SCHEMA, VERDICTS, clock);
    Watcher watcher;
    try {
      watcher =
          new Watcher(
              events,
              verdicts,
              Progress.open(dir.resolve("counters"), "counters"),
              keys,
              Beginning.of(dir, events.end()),
              settings,
              name,
              clock);
    } catch (IOException | RuntimeException e) {
      verdicts.close();
      throw e;
    }
    watcher.thread.start();
    return watcher;
  }

  /**
   * Goes over to a set, once it is compiled, warm, and its new counters are filled.
   *
   * @return done with the set's program once it runs; fails where it cannot be compiled, or was
   *     given up for another set
   */
  public CompletableFuture<Program> run(RuleSet set) {
    return loading.ask(set);
  }

  /** The verdicts: {@link Verdicts} reads them. */
  public EventLog verdicts() {
    return verdicts;
  }

  /**
   * Lets go of what verdicts told of posts.
   *
   * @param posts by their ids, whatever their platform
   * @param now whether it is left out of reads at once, as what was sealed is; else after the time
   *     that deleted posts are kept
   */
  public void forget(Collection<String> posts, boolean now) throws IOException {
    List<Erasable.Post> marks = posts.stream().map(id -> new Erasable.Post(SOURCE, id)).toList();
    if (now) {
      verdicts.erase(marks);
    } else {
      verdicts.deleted(marks);
    }
  }

  /**
   * Refuses once the watcher has ended.
   *
   * @throws LogException where a log failed
   * @throws IllegalStateException where something else did
   */
  public void check() {
    Throwable why = failure;
    if (why instanceof LogException log) {
      throw log;
    }
    if (why != null) {
      throw new IllegalStateException("the watcher has ended", why);
    }
  }

  private void run() {
    try {
      if (begin()) {
        snapshots.start();
        keepOn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // whatever it is, others are to know
      failure = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      loading.end();
    }
  }

  /** Waits for the first set and brings the counters to where they were; false at the end. */
  private boolean begin() throws IOException, InterruptedException {
    Loading.Loaded first = loading.first();
    if (first == null) {
      return false;
    }
    catchingUp = true;
    long reached = verdicts.reached(SOURCE);
    Snapshot snapshot = snapshot();
    if (snapshot != null) {
      position = Math.max(snapshot.from(), events.begin());
    } else {
      // What happened before there were rules surfaces nobody: it only fills the counters.
      position = Math.min(events.end(), Math.max(began, reached < 0 ? 0 : reached / PLACES + 1));
    }
    Course begun = loading.begin(first, snapshot, position);
    course = begun;
    if (snapshot != null) {
      catchUp(begun.engine(), snapshot, Math.min(events.end(), snapshot.evaluated()));
    }
    settled = position;
    catchingUp = false;
    return true;
  }

  private @Nullable Snapshot snapshot() throws IOException {
    Optional<Progress.Saved> saved = progress.newest();
    if (saved.isEmpty()) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(saved.get())) {
      Snapshot snapshot = Snapshot.load(in, tables);
      if (snapshot == null) {
        LOG.info("Another version of Reeve wrote the counters; they are filled from the archive.");
      }
      return snapshot;
    }
  }

  /**
   * Up to where the snapshot says that events have their verdicts only counters move. What came
   * after is applied as always: verdicts that are found again change nothing.
   */
  private void catchUp(Engine engine, Snapshot snapshot, long until) throws InterruptedException {
    try (LogAhead ahead = ahead(until)) {
      while (position < until && !closing) {
        Batch batch = ahead.next(NEWS);
        if (batch != null) {
          engine.replay(batch.facts(), batch.offsets(), batch.size(), snapshot.cuts());
          position = batch.behind();
        }
      }
    }
  }

  private LogAhead ahead(long until) {
    return new LogAhead(events, position, until, loading::derived, thread.getName() + "-reader");
  }

  private void keepOn() throws InterruptedException {
    try (LogAhead ahead = ahead(Long.MAX_VALUE)) {
      while (!closing) {
        swap();
        Batch batch = ahead.next(loading.busy() ? Duration.ZERO : NEWS);
        if (batch != null) {
          batch.derive(loading.derived());
          if (batch.size() > 0) {
            apply(batch);
            rate.add(clock.millis() / 1000, batch.size());
          }
          position = batch.behind();
        }
        if (durable.isDone()) {
          settled = position;
        }
        tidy();
        offer();
      }
    }
  }

  private void swap() {
    Course before = running();
    Course next = loading.next(position, before);
    if (next != null) {
      course = next;
      before.engine().close();
    }
  }

  private Course running() {
    Course on = course;
    if (on == null) {
      throw new IllegalStateException("there is no set yet");
    }
    return on;
  }

  private void apply(Batch batch) {
    Course on = running();
    EventBatch found = verdicts.batch(SOURCE);
    Places places = new Places(on, batch, found);
    int n = batch.size();
    on.engine().apply(batch.facts(), n, places);
    newest = Math.max(newest, batch.newest(n));
    if (found.size() > 0) {
      durable = append(found);
    }
    long behind = batch.offsets()[n - 1] + 1;
    var _ = durable.thenRun(() -> settled = Math.max(settled, behind));
  }

  /** Gives each verdict its place. */
  private final class Places implements VerdictSink {
    private final Course on;
    private final Batch batch;
    private final EventBatch into;
    private int last = -1;
    private int place;

    private Places(Course on, Batch batch, EventBatch into) {
      this.on = on;
      this.batch = batch;
      this.into = into;
    }

    @Override
    public void verdict(int event, Verdict verdict) {
      place = event == last ? place + 1 : 0;
      last = event;
      on.count(verdict);
      into.add(
          batch.offsets()[event] * PLACES + place,
          written.write(verdict, on.description(verdict.rule()), batch.facts()[event]));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
    public void failed(int event, Throwable why) {
      if (failed++ == 0) {
        LOG.error("event at {} could not be taken through the rules", batch.offsets()[event], why);
      }
    }
  }

  private CompletableFuture<?> append(EventBatch found) {
    while (true) {
      CompletableFuture<?> answer = verdicts.append(found);
      if (answer.isCompletedExceptionally()) {
        LogException refused = refusal(answer);
        if (refused.problem() == LogProblem.BUSY) {
          durable.join();
          continue;
        }
        throw refused;
      }
      return answer;
    }
  }

  private static LogException refusal(CompletableFuture<?> answer) {
    try {
      answer.join();
      throw new IllegalStateException("it was refused");
    } catch (CompletionException e) {
      if (e.getCause() instanceof LogException refused) {
        return refused;
      }
      throw e;
    }
  }

  /** Looks at some counters whose windows may have passed: late events may still come for a day. */
  private void tidy() {
    if (++rounds % SWEPT_EVERY != 0) {
      return;
    }
    long before = newest - Duration.ofDays(1).toMillis();
    for (Table table : tables) {
      table.expire(Math.max(0, before), 1);
    }
    memory = sum();
  }

  private Figures sum() {
    long[] sums = new long[5];
    for (Table table : tables) {
      Figures one = table.figures();
      sums[0] += one.keys();
      sums[1] += one.bytes();
      sums[2] += one.budget();
      sums[3] += one.evicted();
      sums[4] += one.expired();
    }
    return new Figures(sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  private void offer() {
    if (durable.isCompletedExceptionally()) {
      throw refusal(durable);
    }
    Course on = running();
    snapshots.offer(position - 1, new Beside(on.engine()));
  }

  private final class Beside implements Snapshots.Beside {
    private final Engine engine;

    private Beside(Engine engine) {
      this.engine = engine;
    }

    @Override
    public CompletableFuture<?> durable() {
      return durable;
    }

    @Override
    public Map<Long, History> histories() {
      return loading.histories();
    }

    @Override
    public ByteBuffer limits(long at) {
      return ByteBuffer.wrap(engine.budgets(at));
    }
  }

  /** Events before this offset have their verdicts on disk. */
  public long settled() {
    return settled;
  }

  /** How it stands now. */
  public Standing standing() {
    Course on = course;
    long end = events.end();
    long at = position;
    return new Standing(
        on == null ? null : on.digest(),
        catchingUp,
        at,
        Math.max(0, end - settled),
        rate.perSecond(clock.millis() / 1000),
        failed,
        on == null ? List.of() : on.hits(),
        on == null ? Map.of() : loading.since(on.program(), newest),
        memory,
        snapshots.failures());
  }

  /** Writes what is on its way, and ends; snapshots stay as they are. */
  @Override
  public void close() {
    closing = true;
    loading.end();
    Background.awaitEnd(thread);
    snapshots.close();
    loading.close();
    Course on = course;
    if (on != null) {
      on.engine().close();
    }
    tables.forEach(Table::close);
    // An interrupt would close the files under what is still written.
    boolean interrupted = Thread.interrupted();
    try {
      verdicts.close();
      progress.close();
    } catch (IOException e) {
      LOG.warn("a watcher's files did not close well", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
