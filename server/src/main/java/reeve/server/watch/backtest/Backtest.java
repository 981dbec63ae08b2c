package reeve.server.watch.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.expr.Counter;
import reeve.rules.schema.Facts;
import reeve.server.watch.backtest.BacktestResult.Account;
import reeve.server.watch.backtest.BacktestResult.Difference;
import reeve.server.watch.backtest.BacktestResult.Period;
import reeve.server.watch.backtest.BacktestResult.Read;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.LogException;
import reeve.server.watch.signal.Derived;

/**
 * Runs one or two rule sets over a period of an archive, by the time of the events and in the order
 * in which they came. Counters and limits are warmed by the events before it, back to the longest
 * window. The same archive and rules give the same result, but for the seconds it took.
 */
public final class Backtest {
  /** So many accounts of either set alone are told at the most. */
  static final int TOLD = 10_000;

  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final Archive archive;
  private final Program candidate;
  private final @Nullable Program live;
  private final RuleSet candidateSet;
  private final @Nullable RuleSet liveSet;

  /**
   * @param live what it is compared with; null for nothing
   */
  public Backtest(Archive archive, RuleSet candidate, @Nullable RuleSet live) {
    this.archive = archive;
    candidateSet = candidate;
    liveSet = live;
    this.candidate = Program.of(candidate);
    this.live = live == null ? null : Program.of(live);
  }

  /**
   * Runs to the end.
   *
   * @param from the first moment; null for the first event
   * @param to the first moment behind the period; null for behind the last event
   * @param counterBytes memory for all counters together
   * @param threads at least 1; what reads the archive takes one beside
   * @param progress told a few times a second
   * @throws BacktestException {@link BacktestProblem#EMPTY_PERIOD}, {@link
   *     BacktestProblem#NO_ARCHIVE}
   */
  public BacktestResult run(
      @Nullable Instant from,
      @Nullable Instant to,
      long counterBytes,
      int threads,
      Consumer<Progress> progress)
      throws InterruptedException {
    Instant earliest = archive.earliest().orElseThrow(Backtest::nothing);
    Instant latest = archive.latest().orElseThrow(Backtest::nothing);
    Instant begin = from == null ? earliest : from;
    Instant end = to == null ? latest.plusMillis(1) : to;
    if (!begin.isBefore(end)) {
      throw new BacktestException(
          BacktestProblem.EMPTY_PERIOD, "A period ends after it begins, not at " + end + ".");
    }
    Instant warm = begin.minus(window());
    Buckets buckets = Buckets.of(begin, end);
    long bytes = live == null ? counterBytes : counterBytes / 2;
    var stretch =
        new ReadAhead.Stretch(
            archive.since(warm), archive.until(end), warm.toEpochMilli(), end.toEpochMilli());
    boolean whole = archive.begin() == 0 || !earliest.isAfter(warm);
    Instant since = earliest.isAfter(warm) ? earliest : warm;
    Program beside = live;
    try (Side one = new Side(candidateSet, candidate, buckets, bytes, threads);
        Side other =
            beside == null || liveSet == null
                ? null
                : new Side(liveSet, beside, buckets, bytes, threads);
        ReadAhead ahead = new ReadAhead(archive, candidateSet.schema(), stretch, derived())) {
      Read read = apply(ahead, stretch, buckets.from(), one, other, progress);
      if (read.events() == 0) {
        throw new BacktestException(
            BacktestProblem.EMPTY_PERIOD,
            "The archive holds no event from %s to %s; its events are from %s to %s."
                .formatted(begin, end, earliest, latest));
      }
      return new BacktestResult(
          new Period(begin, end, since, whole, buckets.millis() / 1_000),
          read,
          one.found(),
          other == null ? null : other.found(),
          other == null ? null : difference(one.surfaced(), other.surfaced()));
    } catch (LogException e) {
      throw new BacktestException(BacktestProblem.NO_ARCHIVE, "" + e.getMessage(), e);
    }
  }

  private static BacktestException nothing() {
    return new BacktestException(BacktestProblem.EMPTY_PERIOD, "The archive holds no event yet.");
  }

  private Read apply(
      ReadAhead ahead,
      ReadAhead.Stretch stretch,
      long from,
      Side one,
      @Nullable Side other,
      Consumer<Progress> progress)
      throws InterruptedException {
    int at = candidateSet.schema().at("event.at_ms").index();
    long begun = System.nanoTime();
    long told = begun;
    long events = 0;
    long warming = 0;
    long lacking = 0;
    for (ReadAhead.Batch batch = ahead.next(); batch != null; batch = ahead.next()) {
      lacking += batch.lacking;
      for (int i = 0; i < batch.size; i++) {
        Facts event = batch.events[i];
        if (event.integer(at) < from) {
          warming++;
        } else {
          events++;
        }
      }
      one.apply(batch.events, batch.size);
      if (other != null) {
        other.apply(batch.events, batch.size);
      }
      long now = System.nanoTime();
      if (batch.last || now - told > BETWEEN.toNanos()) {
        told = now;
        long all = Math.max(1, stretch.end() - stretch.begin());
        double share = (double) (batch.position - stretch.begin()) / all;
        progress.accept(
            new Progress(
                Math.clamp(share, 0, 1),
                events + warming,
                Math.round((events + warming) / Math.max(1e-3, (now - begun) / 1e9))));
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Read(events, warming, lacking, archive.dropped(), seconds);
  }

  /** The longest window of any counter. */
  private Duration window() {
    Duration longest = Duration.ZERO;
    for (Counter counter : candidate.counters()) {
      longest = counter.window().compareTo(longest) > 0 ? counter.window() : longest;
    }
    for (Counter counter : live == null ? List.<Counter>of() : live.counters()) {
      longest = counter.window().compareTo(longest) > 0 ? counter.window() : longest;
    }
    return longest;
  }

  private Derived derived() {
    Program beside = live;
    return new Derived(slot -> candidate.reads(slot) || (beside != null && beside.reads(slot)));
  }

  private static Difference difference(Set<Account> one, Set<Account> other) {
    List<Account> candidate = new ArrayList<>(one);
    candidate.removeAll(other);
    List<Account> live = new ArrayList<>(other);
    live.removeAll(one);
    Set<Account> both = new HashSet<>(one);
    both.retainAll(other);
    return new Difference(
        candidate.size(),
        live.size(),
        both.size(),
        candidate.stream().limit(TOLD).toList(),
        live.stream().limit(TOLD).toList(),
        candidate.size() > TOLD || live.size() > TOLD);
  }
}
