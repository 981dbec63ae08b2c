package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;
import reeve.server.watch.run.Standing;
import reeve.server.watch.run.Watcher;

/**
 * One of the two watchers, and the thread that carries its verdicts on. A fault ends the watcher;
 * it is opened again after a pause and goes on where its snapshot and its verdicts say.
 */
final class Beat {
  private static final Logger LOG = LoggerFactory.getLogger(Beat.class);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

  private final Watching.Stage stage;
  private final Patrol patrol;
  private @Nullable Thread thread;
  private volatile CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Watcher watcher;
  private volatile @Nullable Carrier carrier;
  private volatile @Nullable String trouble;
  private volatile @Nullable RuleSet asked;
  private volatile @Nullable Program program;

  Beat(Watching.Stage stage, Patrol patrol) {
    this.stage = stage;
    this.patrol = patrol;
  }

  void start() {
    var end = new CountDownLatch(1);
    ending = end;
    thread = Thread.ofVirtual().name("watch-" + stage.code()).start(() -> keepOn(end));
  }

  void stop() {
    Thread on = thread;
    ending.countDown();
    if (on != null) {
      try {
        // What is on its way into the database comes to its end.
        if (!on.join(Duration.ofSeconds(5))) {
          on.interrupt();
          on.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  private boolean ends() {
    return ending.getCount() == 0;
  }

  private void keepOn(CountDownLatch end) {
    try {
      do {
        try {
          patrol.journal().log().ifPresent(this::watch);
        } catch (RuntimeException e) {
          trouble = told(e);
          LOG.error("the {} rules stopped and will be started again", stage.code(), e);
        }
      } while (!end.await(AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The end of the server.
    }
  }

  private static String told(RuntimeException e) {
    return e instanceof LogException
        ? String.valueOf(e.getMessage())
        : "The rules stopped (" + e.getClass().getSimpleName() + ") and are started again.";
  }

  private void watch(EventLog log) {
    try (Watcher opened = patrol.open(stage, log)) {
      watcher = opened;
      trouble = null;
      reload();
      Carrier carries =
          new Carrier(stage, patrol.journal().id() + "/" + stage.code(), patrol.emission(), ending);
      carrier = carries;
      carries.run(opened.verdicts(), opened::check);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LogException e) {
      patrol.journal().failed(e);
      throw e;
    } finally {
      watcher = null;
    }
  }

  /** Gives the watcher what the rulebook says now. */
  void reload() {
    Watcher on = watcher;
    if (on == null) {
      return;
    }
    Optional<RuleSet> set =
        switch (stage) {
          case LIVE -> patrol.rulebook().live();
          case SHADOW -> patrol.rulebook().shadow();
        };
    asked = set.orElse(null);
    var _ = on.run(set.orElseGet(() -> RuleSet.none(TownEvents.SCHEMA))).whenComplete(this::loaded);
  }

  private void loaded(@Nullable Program runs, @Nullable Throwable failure) {
    if (failure == null) {
      trouble = null;
      program = runs;
      patrol.readsChanged();
    } else if (!ends() && !(failure instanceof CancellationException)) {
      trouble = "The rules could not be loaded: " + failure.getMessage();
      LOG.error("the {} rules could not be loaded", stage.code(), failure);
    }
  }

  /** As {@link Watcher#forget}; fails where the watcher does not stand now, to be tried again. */
  void forget(Collection<String> posts, boolean now) {
    try {
      standing().forget(posts, now);
    } catch (IOException e) {
      throw new UncheckedIOException("verdicts could not be let go", e);
    }
  }

  void tidy(Instant now) {
    try {
      long gone = standing().verdicts().rewrite(now, _ -> false);
      LOG.debug("{} verdicts left the {} log", gone, stage.code());
    } catch (IOException e) {
      throw new UncheckedIOException("verdicts could not be let go", e);
    }
  }

  boolean stands() {
    return watcher != null;
  }

  private Watcher standing() {
    Watcher on = watcher;
    if (on == null) {
      throw new IllegalStateException("the " + stage.code() + " watcher does not stand yet");
    }
    return on;
  }

  long verdicts() {
    Watcher on = watcher;
    return on == null ? Long.MAX_VALUE : on.verdicts().end();
  }

  Predicate<Slot> reads() {
    Program on = program;
    return slot -> on != null && on.reads(slot);
  }

  Watching.View view() {
    Watcher on = watcher;
    String told = told();
    if (on == null) {
      return new Watching.View(
          told == null ? Watching.State.IDLE : Watching.State.TROUBLED,
          null,
          told,
          0,
          0,
          List.of(),
          List.of(),
          null);
    }
    Standing standing = on.standing();
    return new Watching.View(
        state(standing, told),
        standing.ruleSet(),
        told,
        standing.behind(),
        standing.eventsPerSecond(),
        rules(standing),
        counters(standing),
        standing.memory());
  }

  private @Nullable String told() {
    Carrier carries = carrier;
    String carried = carries == null ? null : carries.trouble();
    String own = trouble == null ? carried : trouble;
    return own == null ? patrol.journal().trouble().orElse(null) : own;
  }

  private Watching.State state(Standing standing, @Nullable String told) {
    if (told != null) {
      return Watching.State.TROUBLED;
    }
    if (asked == null) {
      return Watching.State.IDLE;
    }
    return standing.catchingUp() ? Watching.State.CATCHING_UP : Watching.State.RUNNING;
  }

  private List<Watching.RuleFigures> rules(Standing standing) {
    Program on = program;
    Map<String, Integer> costs = new TreeMap<>();
    if (on != null) {
      for (int i = 0; i < on.rules().size(); i++) {
        costs.put(on.rules().get(i).name(), on.cost(i));
      }
    }
    return standing.rules().stream()
        .map(rule ->
            new Watching.RuleFigures(
                rule.rule(),
                rule.version(),
                rule.hits(),
                rule.overLimit(),
                costs.getOrDefault(rule.rule(), 0)))
        .toList();
  }

  private List<Watching.CounterFigures> counters(Standing standing) {
    Program on = program;
    if (on == null) {
      return List.of();
    }
    Map<String, Set<String>> by = new TreeMap<>();
    on.rules()
        .forEach(rule ->
            rule.counters()
                .values()
                .forEach(counter ->
                    by.computeIfAbsent(
                            reeve.rules.expr.Definition.of(counter), _ -> new TreeSet<>())
                        .add(rule.name())));
    List<Watching.CounterFigures> figures = new ArrayList<>();
    by.forEach((definition, rules) -> {
      Long since = standing.since().get(definition);
      figures.add(
          new Watching.CounterFigures(
              definition, rules, since == null ? null : Instant.ofEpochMilli(since)));
    });
    return figures;
  }
}
