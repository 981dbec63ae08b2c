package reeve.server.watch.run;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.History;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Definition;
import reeve.rules.schema.Facts;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.signal.Derived;
import reeve.server.watch.signal.SignalFinder;

/**
 * Makes the next set ready: compiles and warms it on a thread of its own, then fills its new
 * counters from the archive on the watcher's thread, a batch between two batches of events, and has
 * it taken over exactly where the watcher stands.
 *
 * <p>A counter that is filled gets keys that no filling had before, so that one that was broken off
 * leaves nothing behind that would be counted twice.
 */
final class Loading implements AutoCloseable {
  /** The next set is run over so many of the last events before it is taken over. */
  private static final int WARM_EVENTS = Batch.MOST;

  /** So often: a JVM compiles what ran some thousand times. */
  private static final int WARM_ROUNDS = 60;

  /** No longer than that, whatever else the JVM compiles. */
  private static final long WARM_NANOS = 30_000_000_000L;

  /** A compilation counts once it is done, and some take a second. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final CompilationMXBean JIT = ManagementFactory.getCompilationMXBean();

  private final EventLog events;
  private final List<Table> tables;
  private final Keys keys;
  private final WatcherSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final Thread thread;
  private @Nullable Loaded asked;
  private volatile @Nullable Loaded ready;
  private boolean ended;

  /** Of the watcher's thread: the counters that count, by identity. */
  private volatile Map<Long, History> histories = Map.of();

  private @Nullable Filling filling;
  private volatile Consumer<Facts> derive = _ -> {};

  /** A set on its way. */
  static final class Loaded {
    private final RuleSet set;
    private final CompletableFuture<Program> answer = new CompletableFuture<>();
    private @Nullable Program program;

    private Loaded(RuleSet set) {
      this.set = set;
    }

    private Program program() {
      Program compiled = program;
      if (compiled == null) {
        throw new IllegalStateException("the set is not compiled yet");
      }
      return compiled;
    }
  }

  Loading(EventLog events, List<Table> tables, Keys keys, WatcherSettings settings, String name) {
    this.events = events;
    this.tables = tables;
    this.keys = keys;
    this.settings = settings;
    thread = Thread.ofPlatform().daemon().name("loading-" + name).start(this::compile);
  }

  /** Asks for a set; one asked for before and not yet taken over is given up. */
  CompletableFuture<Program> ask(RuleSet set) {
    Loaded next = new Loaded(set);
    lock.lock();
    try {
      if (ended) {
        next.answer.cancel(false);
        return next.answer;
      }
      giveUp(asked);
      giveUp(ready);
      asked = next;
      ready = null;
      turn.signalAll();
    } finally {
      lock.unlock();
    }
    return next.answer;
  }

  private static void giveUp(@Nullable Loaded one) {
    if (one != null) {
      one.answer.completeExceptionally(new CancellationException("another set came after it"));
    }
  }

  private void compile() {
    Background.giveWay();
    try {
      while (true) {
        Loaded one = take();
        if (one == null) {
          return;
        }
        try {
          one.program = Program.of(one.set);
          warm(one);
          offer(one);
        } catch (RuntimeException | LinkageError e) {
          one.answer.completeExceptionally(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Loaded take() throws InterruptedException {
    lock.lock();
    try {
      while (asked == null && !ended) {
        turn.await();
      }
      Loaded one = asked;
      asked = null;
      return ended ? null : one;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs it over the last events until the JVM has compiled it to machine code, so that it is as
   * fast when it is taken over as it will ever be. Every other moment is left to those who count;
   * it ends at once where another set is asked for.
   */
  private void warm(Loaded one) throws InterruptedException {
    long from = Math.max(events.begin(), events.end() - WARM_EVENTS);
    Batch batch = new Batch();
    try (LogReader reader = events.read(from);
        Engine engine = engine(one, Map.of(), 1)) {
      int n = batch.fill(reader, Long.MAX_VALUE, derive(one.program()));
      long begin = System.nanoTime();
      for (int round = 0; round < WARM_ROUNDS && n > 0 && warming(begin); round++) {
        long before = System.nanoTime();
        engine.warm(batch.facts(), n);
        rest(System.nanoTime() - before);
      }
      // With less than that nothing has run often enough to be compiled.
      while (n == WARM_EVENTS && warming(begin) && compiling()) {
        engine.warm(batch.facts(), n);
      }
    }
  }

  private boolean warming(long begin) {
    lock.lock();
    try {
      return System.nanoTime() - begin < WARM_NANOS && !ended && asked == null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a moment; returns whether the JVM's compilers were at work meanwhile. */
  private boolean compiling() throws InterruptedException {
    long before = JIT.getTotalCompilationTime();
    rest(QUIET.toNanos());
    return JIT.getTotalCompilationTime() - before > QUIET.toMillis() / 20;
  }

  private void rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !ended && asked == null) {
        left = turn.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void offer(Loaded one) {
    lock.lock();
    try {
      if (asked == null) {
        ready = one;
        turn.signalAll();
      } else {
        giveUp(one);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first set; null at the end. */
  @Nullable Loaded first() throws InterruptedException {
    lock.lock();
    try {
      while (ready == null && !ended) {
        turn.await();
      }
      Loaded one = ready;
      ready = null;
      return ended ? null : one;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first course after a start: over what a snapshot held, with new counters filled up to where
   * the log is read on from.
   *
   * @param position of the log, from which on it will be read
   */
  Course begin(Loaded first, @Nullable Snapshot snapshot, long position) throws IOException {
    Map<Long, History> known = snapshot == null ? Map.of() : snapshot.histories();
    Filling fill = new Filling(first, known);
    try (fill) {
      while (!ended() && fill.step(position)) {
        // A batch each.
      }
    }
    Course course = fill.course();
    if (snapshot != null) {
      course.engine().restore(snapshot.limits().array());
    }
    taken(fill);
    return course;
  }

  /**
   * Goes on with what is on its way, for about as long as a batch takes.
   *
   * @param position where the watcher stands
   * @return the course to take over now, where one is ready
   */
  @Nullable Course next(long position, Course before) {
    Loaded fresh = pull();
    if (fresh != null) {
      stopFilling();
      filling = new Filling(fresh, histories);
    }
    Filling on = filling;
    if (on == null || on.step(position)) {
      return null;
    }
    on.close();
    filling = null;
    Course course = on.course();
    course.engine().inherit(before.engine());
    taken(on);
    return course;
  }

  /** Whether there is something to do here although no event came. */
  boolean busy() {
    return filling != null;
  }

  private @Nullable Loaded pull() {
    if (ready == null) { // read without the lock: what comes now is taken the next time
      return null;
    }
    lock.lock();
    try {
      Loaded one = ready;
      ready = null;
      return one;
    } finally {
      lock.unlock();
    }
  }

  private void taken(Filling fill) {
    histories = fill.histories;
    derive = derive(fill.of.program());
    fill.of.answer.complete(fill.of.program());
  }

  private static Consumer<Facts> derive(Program program) {
    return new Derived(program::reads)::fill;
  }

  private Engine engine(Loaded one, Map<Long, History> of, int threads) {
    Engine engine =
        new Engine(
            one.set,
            one.program(),
            tables,
            keys,
            new SignalFinder(one.program().literals()),
            threads);
    engine.histories(of);
    return engine;
  }

  /** New counters of a set, filled from the archive. Of the watcher's thread. */
  private final class Filling implements AutoCloseable {
    private final Loaded of;
    private final Map<Long, History> histories = new HashMap<>();
    private final boolean[] fresh;
    private final Batch batch = new Batch();
    private final Engine engine;
    private final @Nullable LogReader reader;

    private Filling(Loaded of, Map<Long, History> known) {
      this.of = of;
      List<Counter> counters = of.program().counters();
      fresh = new boolean[counters.size()];
      boolean any = false;
      long since = since();
      for (int i = 0; i < fresh.length; i++) {
        long identity = Definition.identity(counters.get(i));
        History history = known.get(identity);
        fresh[i] = history == null;
        any |= fresh[i];
        histories.put(identity, history == null ? History.fresh(since) : history);
      }
      engine = engine(of, histories, settings.threads());
      reader = any && events.begin() < events.end() ? events.read(events.begin()) : null;
    }

    /** Where the archive does not hold the log's beginning: the first event's time. */
    private long since() {
      if (events.begin() == 0) {
        return History.ALWAYS;
      }
      try (LogReader first = events.read(events.begin())) {
        int n = batch.fill(first, events.begin() + Batch.MOST, _ -> {});
        return n == 0 ? History.ALWAYS : batch.earliest(n);
      }
    }

    /** Fills a batch more; false once all before the position is in. */
    private boolean step(long position) {
      if (reader == null) {
        return false;
      }
      int n = batch.fill(reader, position, derive(of.program()));
      engine.fill(batch.facts(), n, fresh);
      return n > 0;
    }

    private Course course() {
      return new Course(of.set, of.program(), engine);
    }

    @Override
    public void close() {
      if (reader != null) {
        reader.close();
      }
    }
  }

  private void stopFilling() {
    Filling on = filling;
    if (on != null) {
      on.close();
      on.engine.close();
      filling = null;
    }
  }

  Consumer<Facts> derived() {
    return derive;
  }

  Map<Long, History> histories() {
    return histories;
  }

  /** Since when the counters of a program count that do not count over their whole window. */
  Map<String, Long> since(Program program, long now) {
    Map<Long, History> known = histories;
    Map<String, Long> since = new TreeMap<>();
    for (Counter counter : program.counters()) {
      History history = known.get(Definition.identity(counter));
      if (history != null && history.since() > now - counter.window().toMillis()) {
        since.put(Definition.of(counter), history.since());
      }
    }
    return since;
  }

  private boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is loaded any more; who waits for a set is told. */
  void end() {
    List<Loaded> left = new ArrayList<>();
    lock.lock();
    try {
      ended = true;
      if (asked != null) {
        left.add(asked);
      }
      if (ready != null) {
        left.add(ready);
      }
      turn.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(Loading::giveUp);
  }

  @Override
  public void close() {
    end();
    stopFilling();
    Background.awaitEnd(thread);
  }
}
