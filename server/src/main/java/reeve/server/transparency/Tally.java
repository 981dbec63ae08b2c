package reeve.server.transparency;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The running counts of accounts of one origin. */
final class Tally {
  private final TreeMap<YearMonth, long[]> months = new TreeMap<>();
  private final Map<String, EnumMap<Source, Long>> shares = new TreeMap<>();
  private @Nullable Instant since;
  private long[] delays = new long[64];
  private int delayCount;
  private long suspended;
  private long still;
  private long reinstated;
  private long ended;
  private long filed;
  private long upheld;
  private long changed;
  private long overturned;
  private long aloneDecided;
  private long aloneHeard;
  private long byRules;

  /** An account is suspended for the first time. */
  void suspendedFirst(Instant at, String policy, Source source) {
    since = since == null || at.isBefore(since) ? at : since;
    suspended++;
    still++;
    month(at)[0]++;
    shares.computeIfAbsent(policy, key -> new EnumMap<>(Source.class)).merge(source, 1L, Long::sum);
  }

  void took(long seconds) {
    if (delayCount == delays.length) {
      delays = Arrays.copyOf(delays, delays.length * 2);
    }
    delays[delayCount++] = seconds;
  }

  /** An account that was suspended before no longer was, and is again. */
  void suspendedAgain(boolean wasReinstated) {
    still++;
    if (wasReinstated) {
      reinstated--;
    } else {
      ended--;
    }
  }

  void reinstated(Instant at) {
    still--;
    reinstated++;
    month(at)[1]++;
  }

  void ended() {
    still--;
    ended++;
  }

  /** One more, or one less. */
  void decidedAlone(int by) {
    aloneDecided += by;
  }

  /** One more, or one less. */
  void decidedByRule(int by) {
    byRules += by;
  }

  void appealed() {
    filed++;
  }

  /** One more, or one less. */
  void heard(String outcome, boolean alone, int by) {
    switch (outcome) {
      case "upheld" -> upheld += by;
      case "changed" -> changed += by;
      case "overturned" -> overturned += by;
      default -> throw new IllegalStateException("an appeal ends in no '" + outcome + "'");
    }
    if (alone) {
      aloneHeard += by;
    }
  }

  Figures.Town town() {
    List<Figures.Month> monthly = new ArrayList<>();
    if (!months.isEmpty()) {
      YearMonth last = months.lastKey();
      YearMonth first = months.firstKey();
      for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
        long[] counts = months.getOrDefault(month, new long[2]);
        monthly.add(new Figures.Month(month, counts[0], counts[1]));
      }
    }
    List<Figures.Share> byPolicy = new ArrayList<>();
    shares.forEach((policy, by) ->
        byPolicy.add(
            new Figures.Share(
                policy,
                by.getOrDefault(Source.REPORTS, 0L),
                by.getOrDefault(Source.FROM_REPORTS, 0L),
                by.getOrDefault(Source.PROACTIVE, 0L),
                by.getOrDefault(Source.OTHERWISE, 0L),
                by.values().stream().mapToLong(Long::longValue).sum())));
    long undecided = filed - upheld - changed - overturned;
    return new Figures.Town(
        since,
        suspended,
        still,
        reinstated,
        ended,
        monthly,
        byPolicy,
        delay(),
        new Figures.Appeals(filed, undecided, upheld, changed, overturned, aloneHeard),
        aloneDecided,
        byRules);
  }

  private Figures.Delay delay() {
    long[] sorted = Arrays.copyOf(delays, delayCount);
    Arrays.sort(sorted);
    return new Figures.Delay(delayCount, rank(sorted, 50), rank(sorted, 90));
  }

  /** The nearest rank: the smallest value that at least this share of all does not exceed. */
  private static @Nullable Long rank(long[] sorted, int percent) {
    return sorted.length == 0
        ? null
        : Long.valueOf(sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1]);
  }

  private long[] month(Instant at) {
    return months.computeIfAbsent(YearMonth.from(at.atZone(ZoneOffset.UTC)), key -> new long[2]);
  }
}
