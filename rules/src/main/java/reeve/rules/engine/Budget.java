package reeve.rules.engine;

import java.util.HashSet;
import java.util.Set;
import reeve.rules.source.RuleSource.Limits;

/**
 * How much of its limits a rule has used: different accounts in the hour and the day of the event
 * (by its time, UTC), and its share of the events of its kind that day. A late event counts in the
 * hour and day that are current. Depends on the events and their order alone.
 */
final class Budget {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** A share means nothing yet among so few events. */
  private static final long EVENTS_LEAST = 1_000;

  private final Limits limits;
  private final Set<String> hourly = new HashSet<>();
  private final Set<String> daily = new HashSet<>();
  private long hour = Long.MIN_VALUE;
  private long day = Long.MIN_VALUE;
  private long events;
  private long hits;

  Budget(Limits limits) {
    this.limits = limits;
  }

  /** Counts an event of the rule's kind. */
  void event(long at) {
    turn(at);
    events++;
  }

  /** Counts a hit and says whether it is over a limit. */
  boolean over(String account, long at) {
    turn(at);
    hits++;
    boolean inHour = room(hourly, account, limits.accountsPerHour());
    boolean inDay = room(daily, account, limits.accountsPerDay());
    boolean inShare = events < EVENTS_LEAST || hits <= limits.share() * events;
    return !inHour || !inDay || !inShare;
  }

  private static boolean room(Set<String> accounts, String account, int most) {
    return accounts.contains(account) || (accounts.size() < most && accounts.add(account));
  }

  private void turn(long at) {
    if (Math.floorDiv(at, HOUR) > hour) {
      hour = Math.floorDiv(at, HOUR);
      hourly.clear();
    }
    if (Math.floorDiv(at, DAY) > day) {
      day = Math.floorDiv(at, DAY);
      daily.clear();
      events = 0;
      hits = 0;
    }
  }
}
