package reeve.server.watch.backtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.engine.Verdict;
import reeve.rules.source.RuleSource.Then;
import reeve.server.watch.backtest.BacktestResult.Account;
import reeve.server.watch.backtest.BacktestResult.Hit;
import reeve.server.watch.backtest.BacktestResult.RuleFound;

/** What one rule found so far, in memory that is bounded. */
final class Tally {
  private final Rule rule;
  private final Buckets buckets;
  private final Shares shares;
  private final long[] overTime;
  private final Set<Account> who = new LinkedHashSet<>();
  private final Reservoir<Verdict> sample;
  private long hits;
  private long overLimit;
  private long lacking;
  private boolean cut;

  /** How much is remembered for a rule, so that many rules take no more than few. */
  record Shares(int accounts, int sample) {
    /** So many hits of a rule are shown at the most, and of all rules together. */
    static final int SAMPLE = 50;

    static final int SAMPLES = 5_000;

    /** So many accounts of a rule are remembered at the most, and of all rules together. */
    static final int ACCOUNTS = 10_000;

    static final int ALL_ACCOUNTS = 500_000;

    static Shares of(int rules) {
      int some = Math.max(1, rules);
      return new Shares(
          Math.min(ACCOUNTS, ALL_ACCOUNTS / some), Math.clamp(SAMPLES / some, 1, SAMPLE));
    }
  }

  Tally(Rule rule, Buckets buckets, Shares shares) {
    this.rule = rule;
    this.buckets = buckets;
    this.shares = shares;
    overTime = new long[buckets.count()];
    sample = new Reservoir<>(shares.sample());
  }

  void add(Verdict verdict, @Nullable Account account) {
    hits++;
    overTime[buckets.of(verdict.at())]++;
    sample.offer(verdict);
    if (verdict.missing() != null) {
      lacking++;
    }
    if (verdict.overLimit()) {
      overLimit++;
    } else if (account != null && !who.contains(account)) {
      if (who.size() < shares.accounts()) {
        who.add(account);
      } else {
        cut = true;
      }
    }
  }

  RuleFound found() {
    List<Long> parts = new ArrayList<>(overTime.length);
    for (long part : overTime) {
      parts.add(part);
    }
    return new RuleFound(
        rule.name(),
        rule.version(),
        rule.clause(),
        words(rule.then()),
        hits,
        overLimit,
        lacking,
        who.size(),
        cut,
        List.copyOf(who),
        parts,
        sample.kept().stream().map(Tally::hit).toList());
  }

  private static Hit hit(Verdict verdict) {
    return new Hit(
        verdict.id(),
        verdict.event(),
        verdict.account(),
        Instant.ofEpochMilli(verdict.at()),
        verdict.overLimit(),
        verdict.values(),
        verdict.counters());
  }

  /** What follows a hit, in words. */
  static String words(Then then) {
    return switch (then) {
      case Then.Surface surface -> "surface " + surface.weight();
      case Then.Tag tag -> "tag " + tag.tag();
      case Then.Act act -> "act " + act.measure().name().toLowerCase(Locale.ROOT);
    };
  }
}
