package reeve.node;

import java.io.PrintStream;
import java.util.Locale;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.BacktestResult.Difference;
import reeve.server.watch.backtest.BacktestResult.Found;
import reeve.server.watch.backtest.BacktestResult.RuleFound;

/** Prints what a backtest found for people. */
record BacktestTable(PrintStream out) {
  private static final String SPARKS = ".:-=+*#@";
  private static final int PARTS = 24;

  void print(BacktestResult result) {
    BacktestResult.Period period = result.period();
    BacktestResult.Read read = result.read();
    line(
        "%s to %s, %,d events in %.1f s."
            .formatted(period.from(), period.to(), read.events(), read.seconds()));
    line(
        "Counters were filled from %s on (%,d events before the period)%s."
            .formatted(
                period.countersSince(),
                read.warming(),
                period.countersWhole()
                    ? ""
                    : ": the archive holds no more, so readings may be too low"));
    if (read.lacking() + read.dropped() + result.candidate().failed() > 0) {
      line(
          "%,d events say no time, %,d left the archive meanwhile, %,d could not be evaluated."
              .formatted(read.lacking(), read.dropped(), result.candidate().failed()));
    }
    if (result.candidate().countersForgotten() > 0) {
      line(
          ("%,d counters were let go for want of memory, so readings may be too low:"
                  + " give --job-memory more.")
              .formatted(result.candidate().countersForgotten()));
    }
    out.println();
    rules(result.candidate());
    out.println();
    line(
        "%s accounts surfaced."
            .formatted(many(result.candidate().surfaced(), result.candidate().surfacedCut())));
    Found live = result.live();
    Difference difference = result.difference();
    if (live != null && difference != null) {
      line("%s by the live set.".formatted(many(live.surfaced(), live.surfacedCut())));
      line(
          "%,d by both, %,d by the candidate alone, %,d by the live set alone."
              .formatted(difference.both(), difference.candidate(), difference.live()));
    }
  }

  private void rules(Found found) {
    line(
        "%-32s %-14s %10s %10s %9s  %s"
            .formatted("rule", "does", "hits", "over limit", "accounts", "when"));
    for (RuleFound rule : found.rules()) {
      line(
          "%-32s %-14s %,10d %,10d %9s  %s"
              .formatted(
                  rule.rule(),
                  rule.then(),
                  rule.hits(),
                  rule.overLimit(),
                  many(rule.accounts(), rule.accountsCut()),
                  sparks(rule)));
    }
  }

  private static String many(long count, boolean cut) {
    return (cut ? "over " : "") + String.format(Locale.ROOT, "%,d", count);
  }

  /** Hits over time in a few characters, against the greatest of them. */
  private static String sparks(RuleFound rule) {
    int all = rule.hitsOverTime().size();
    int parts = Math.min(PARTS, all);
    long[] sums = new long[parts];
    long most = 0;
    for (int i = 0; i < all; i++) {
      int part = (int) ((long) i * parts / all);
      sums[part] += rule.hitsOverTime().get(i);
      most = Math.max(most, sums[part]);
    }
    var text = new StringBuilder();
    for (long sum : sums) {
      text.append(
          sum == 0 ? ' ' : SPARKS.charAt((int) Math.min(7, Math.ceilDiv(8 * sum, most) - 1)));
    }
    return text.toString().stripTrailing();
  }

  private void line(String text) {
    out.println(text.stripTrailing());
  }
}
