package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.check.Checking;
import reeve.server.platform.Refused;
import reeve.server.policy.Policies;
import reeve.server.staff.Member;
import reeve.server.watch.BacktestRows.Row;
import reeve.server.watch.BacktestRows.State;
import reeve.server.watch.RuleRecords.What;
import reeve.server.watch.backtest.BacktestException;
import reeve.server.watch.backtest.BacktestJob;
import reeve.server.watch.backtest.BacktestProblem;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.Backtests;
import reeve.server.watch.backtest.Order;
import reeve.server.watch.log.Archive;

/**
 * Tries what would become live on the events that this process keeps, against what is live: one at
 * a time, in a process of its own, with sets written out for it beside the log.
 */
@Component
final class Backtesting implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Backtesting.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** So many accounts of a rule, and of a difference, are kept with a result. */
  static final int ACCOUNTS = 1_000;

  private final Plans plans;
  private final RuleShelf shelf;
  private final RuleStore store;
  private final RuleChecks checks;
  private final BacktestRows rows;
  private final RuleRecords records;
  private final Policies policies;
  private final Journal journal;
  private final WatchSettings watch;
  private final BacktestSettings settings;
  private final TransactionTemplate transaction;
  private @Nullable Running running;

  Backtesting(
      Plans plans,
      RuleShelf shelf,
      RuleStore store,
      RuleChecks checks,
      BacktestRows rows,
      RuleRecords records,
      Policies policies,
      Journal journal,
      WatchSettings watch,
      BacktestSettings settings,
      TransactionTemplate transaction) {
    this.plans = plans;
    this.shelf = shelf;
    this.store = store;
    this.checks = checks;
    this.rows = rows;
    this.records = records;
    this.policies = policies;
    this.journal = journal;
    this.watch = watch;
    this.settings = settings;
    this.transaction = transaction;
  }

  private record Running(UUID id, BacktestJob job, Path folder) {}

  /** Whether this process keeps events to try rules on. */
  boolean possible() {
    return journal.kept();
  }

  /**
   * Starts one.
   *
   * @param from null for the first event that is kept
   * @param to the first moment behind the period; null for all
   */
  synchronized UUID start(Plans.Aim aim, @Nullable Instant from, @Nullable Instant to, Member by) {
    Path dir = watch.dir();
    if (dir == null) {
      throw new Refused(WatchProblem.BAD_INPUT, "This process keeps no events to try rules on.");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new Refused(WatchProblem.BAD_INPUT, "The period ends before it begins.");
    }
    if (running != null) {
      throw new Refused(
          WatchProblem.BUSY, "A backtest runs already. Wait for it, or cancel it first.");
    }
    Plan plan = plans.of(aim);
    if (!(plan.checking() instanceof Checking.Checked candidate)) {
      throw new Refused(
          WatchProblem.NOT_SOUND, "It cannot be tried: " + RuleShelf.firstError(plan.checking()));
    }
    UUID id = UUID.randomUUID();
    Path folder = dir.resolve("backtests").resolve(id.toString());
    Order order = order(dir, folder, plan, from, to);
    note(id, plan.title(), candidate.set().digest(), from, to, by);
    Running started;
    try {
      started = new Running(id, Backtests.here().start(order), folder);
    } catch (UncheckedIOException e) {
      rows.ended(id, State.FAILED, "Its process could not be started: " + e.getMessage());
      delete(folder);
      throw e;
    }
    running = started;
    Thread.ofVirtual().name("backtest-" + id).start(() -> follow(started));
    return id;
  }

  private void note(
      UUID id,
      String title,
      String candidate,
      @Nullable Instant from,
      @Nullable Instant to,
      Member by) {
    transaction.executeWithoutResult(_ -> {
      Map<String, Object> told = new TreeMap<>();
      told.put("backtest", id.toString());
      told.put("title", title);
      told.put("digest", candidate);
      if (from != null) {
        told.put("from", from.toString());
      }
      if (to != null) {
        told.put("to", to.toString());
      }
      rows.add(id, journal.id(), by.id().value(), title, candidate, from, to);
      records.append(What.BACKTEST_STARTED, by.id().actor(), null, told);
    });
  }

  private Order order(
      Path dir, Path folder, Plan plan, @Nullable Instant from, @Nullable Instant to) {
    SortedMap<String, String> live = shelf.stand().liveFiles();
    boolean compared = live.keySet().stream().anyMatch(path -> RuleFile.of(path).isRule());
    try {
      write(folder.resolve("candidate"), plan.files());
      if (compared) {
        write(folder.resolve("live"), live);
      }
    } catch (IOException e) {
      delete(folder);
      throw new UncheckedIOException("the sets could not be written out", e);
    }
    return new Order(
        dir.resolve("events"),
        Archive.WHOLE,
        folder.resolve("candidate"),
        compared ? folder.resolve("live") : null,
        from,
        to,
        Order.clauses(new PolicyClauses(policies.current())),
        checks.today(),
        (int) settings.memory().toMegabytes());
  }

  private void write(Path folder, Map<String, String> files) throws IOException {
    Map<String, String> texts = store.texts(files.values());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(RuleFile.of(file.getKey()).path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, "" + texts.get(file.getValue()));
    }
  }

  private void follow(Running started) {
    try {
      rows.done(started.id(), trimmed(wait(started)));
    } catch (BacktestException e) {
      rows.ended(
          started.id(),
          e.problem() == BacktestProblem.CANCELLED ? State.CANCELLED : State.FAILED,
          String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("what became of a backtest could not be kept", e);
      started.job().cancel();
    } finally {
      end(started);
    }
  }

  /** Its result, while it tells how far it is. */
  private BacktestResult wait(Running started) {
    var result = started.job().result();
    while (true) {
      try {
        return result.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        rows.progress(started.id(), started.job().progress());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof BacktestException failure) {
          throw failure;
        }
        throw new IllegalStateException("a backtest fails in its own words only", e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts who follows a backtest", e);
      }
    }
  }

  private synchronized void end(Running ended) {
    running = null;
    delete(ended.folder());
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("the sets of a backtest could not be deleted: {}", e.getMessage());
    }
  }

  /** As much of a result as a page can show. */
  private static BacktestResult trimmed(BacktestResult all) {
    BacktestResult.Difference difference = all.difference();
    return new BacktestResult(
        all.period(),
        all.read(),
        trimmed(all.candidate()),
        all.live() == null ? null : trimmed(all.live()),
        difference == null
            ? null
            : new BacktestResult.Difference(
                difference.candidate(),
                difference.live(),
                difference.both(),
                first(difference.onlyCandidate()),
                first(difference.onlyLive()),
                difference.cut()));
  }

  private static BacktestResult.Found trimmed(BacktestResult.Found of) {
    return new BacktestResult.Found(
        of.ruleSet(),
        of.surfaced(),
        of.surfacedCut(),
        of.failed(),
        of.counterKeys(),
        of.countersForgotten(),
        of.rules().stream()
            .map(rule ->
                new BacktestResult.RuleFound(
                    rule.rule(),
                    rule.version(),
                    rule.clause(),
                    rule.then(),
                    rule.hits(),
                    rule.overLimit(),
                    rule.lacking(),
                    rule.accounts(),
                    rule.accountsCut(),
                    first(rule.who()),
                    rule.hitsOverTime(),
                    rule.sample()))
            .toList());
  }

  private static List<BacktestResult.Account> first(List<BacktestResult.Account> accounts) {
    return accounts.subList(0, Math.min(ACCOUNTS, accounts.size()));
  }

  /** Ends one that runs here. */
  synchronized void cancel(UUID id) {
    if (running == null || !running.id().equals(id)) {
      throw new Refused(
          WatchProblem.STALE, "This backtest does not run here, or has ended already.");
    }
    running.job().cancel();
  }

  /** Whether it runs in this process. */
  synchronized boolean here(UUID id) {
    return running != null && running.id().equals(id);
  }

  /** One, as it stands; what a stop of this process broke off is said to have failed. */
  Optional<Row> find(UUID id) {
    return rows.find(id).map(this::mended);
  }

  List<Row> newest(int most) {
    rows.sweep(settings.keep());
    return rows.newest(most).stream().map(this::mended).toList();
  }

  private Row mended(Row row) {
    if (!row.runs() || here(row.id()) || !journal.kept() || !row.log().equals(journal.id())) {
      return row;
    }
    rows.ended(row.id(), State.FAILED, "The server stopped while it ran. Start it again.");
    return rows.find(row.id()).orElse(row);
  }

  @Override
  public synchronized void destroy() {
    if (running != null) {
      running.job().cancel();
    }
  }
}
