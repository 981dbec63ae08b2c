package reeve.server.watch.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Figures;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;
import reeve.rules.engine.VerdictSink;
import reeve.rules.schema.Facts;
import reeve.rules.source.RuleSource.Then;
import reeve.server.watch.backtest.BacktestResult.Account;
import reeve.server.watch.backtest.BacktestResult.Found;
import reeve.server.watch.signal.SignalFinder;

/** One rule set over the events: an engine with counters of its own, and what it found. */
final class Side implements AutoCloseable, VerdictSink {
  /** So many surfaced accounts are remembered at the most. */
  static final int SURFACED = 100_000;

  /** No secret: the same events give the same readings, and nobody waits for the answer. */
  private static final long SECRET = 0x7265657665L;

  private final RuleSet set;
  private final Program program;
  private final List<Table> tables = new ArrayList<>();
  private final Engine engine;
  private final long from;
  private final Map<String, Tally> tallies = new HashMap<>();
  private final Set<Account> surfaced = new LinkedHashSet<>();
  private final int source;
  private Facts[] events = {};
  private boolean cut;
  private long failed;

  /**
   * @param bytes for its counters
   */
  Side(RuleSet set, Program program, Buckets buckets, long bytes, int threads) {
    this.set = set;
    this.program = program;
    from = buckets.from();
    source = set.schema().at("event.source").index();
    Tally.Shares shares = Tally.Shares.of(set.rules().size());
    for (Rule rule : set.rules()) {
      tallies.put(rule.name(), new Tally(rule, buckets, shares));
    }
    for (int i = 0; i < threads; i++) {
      tables.add(new Table(Math.max(Table.LEAST_BUDGET, bytes / threads)));
    }
    engine =
        new Engine(
            set,
            program,
            tables,
            new Keys(SECRET, SECRET),
            new SignalFinder(program.literals()),
            threads);
  }

  void apply(Facts[] batch, int size) {
    events = batch;
    engine.apply(batch, size, this);
  }

  @Override
  public void verdict(int event, Verdict verdict) {
    if (verdict.at() < from) {
      return;
    }
    Account account = account(events[event], verdict);
    Tally tally = tallies.get(verdict.rule());
    if (tally != null) {
      tally.add(verdict, account);
    }
    if (account != null && !verdict.overLimit() && !(verdict.then() instanceof Then.Tag)) {
      if (surfaced.size() < SURFACED) {
        surfaced.add(account);
      } else {
        cut |= !surfaced.contains(account);
      }
    }
  }

  private @Nullable Account account(Facts facts, Verdict verdict) {
    String id = verdict.account();
    return id == null ? null : new Account(facts.has(source) ? facts.text(source) : "", id);
  }

  @Override
  public void failed(int event, Throwable why) {
    failed++;
  }

  Set<Account> surfaced() {
    return surfaced;
  }

  Found found() {
    long keys = 0;
    long forgotten = 0;
    for (Table table : tables) {
      Figures figures = table.figures();
      keys += figures.keys();
      forgotten += figures.evicted();
    }
    return new Found(
        set.digest(),
        surfaced.size(),
        cut,
        failed,
        keys,
        forgotten,
        program.rules().stream()
            .map(rule -> tallies.get(rule.name()))
            .filter(java.util.Objects::nonNull)
            .map(Tally::found)
            .toList());
  }

  @Override
  public void close() {
    engine.close();
    tables.forEach(Table::close);
  }
}
