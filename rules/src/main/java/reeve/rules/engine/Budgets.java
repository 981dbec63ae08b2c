package reeve.rules.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.count.Keys;
import reeve.rules.schema.Schema;
import reeve.rules.source.RuleSource.Limits;

/**
 * How much of its limits each rule has used: different accounts in the hour and the day of the
 * events of its kind (by their time, UTC), and its share of these events that day. A late event
 * counts in the hour and day that are current. Depends on the events and their order alone.
 *
 * <p>Accounts are kept as hashes under the secret of the counters. All rules together keep {@link
 * #ACCOUNTS} at the most: beyond that, a rule is over its limit with every account that is new to
 * it.
 */
final class Budgets {
  /** The most accounts of this hour and this day, over all rules: at most 128 MB. */
  static final int ACCOUNTS = 4_000_000;

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** A share means nothing yet among so few events. */
  private static final long EVENTS_LEAST = 1_000;

  /** The events of a kind: the newest hour and day, and how many there were that day. */
  static final class Events {
    long hour = Long.MIN_VALUE;
    long day = Long.MIN_VALUE;
    long count;
  }

  /** What a rule used. Its hour and day are turned when it hits, not with every event. */
  static final class Used {
    final LongSet hourly = new LongSet();
    final LongSet daily = new LongSet();
    long hour = Long.MIN_VALUE;
    long day = Long.MIN_VALUE;

    /** How many events of this day there were before the rule was. */
    long missed;

    long hits;
  }

  private final List<String> kinds;
  private final Events[] events;
  private final List<Rule> rules;
  private final int[] kindOf;
  private final Limits[] limits;
  private final Used[] used;
  private final Keys keys;
  private final int most;
  private int accounts;
  private boolean turned;

  Budgets(Schema schema, List<Rule> rules, Keys keys) {
    this(schema, rules, keys, ACCOUNTS);
  }

  Budgets(Schema schema, List<Rule> rules, Keys keys, int most) {
    this.rules = rules;
    this.keys = keys;
    this.most = most;
    kinds = List.copyOf(schema.kinds());
    events = new Events[kinds.size()];
    for (int kind = 0; kind < events.length; kind++) {
      events[kind] = new Events();
    }
    kindOf = rules.stream().mapToInt(rule -> kinds.indexOf(rule.event())).toArray();
    limits = rules.stream().map(Rule::limits).toArray(Limits[]::new);
    used = new Used[limits.length];
    for (int rule = 0; rule < used.length; rule++) {
      used[rule] = new Used();
    }
  }

  /** Counts an event. */
  void event(int kind, long at) {
    Events of = events[kind];
    long hour = Math.floorDiv(at, HOUR);
    if (hour > of.hour) {
      of.hour = hour;
      turned = true;
      long day = Math.floorDiv(at, DAY);
      if (day > of.day) {
        of.day = day;
        of.count = 0;
      }
    }
    of.count++;
  }

  /** Counts a hit of the event that was counted last, and says whether it is over a limit. */
  boolean over(int rule, @Nullable String account) {
    Used of = used[rule];
    turn(rule);
    of.hits++;
    byte[] bytes = (account == null ? "" : account).getBytes(StandardCharsets.UTF_8);
    keys.hash(bytes, 0, bytes.length);
    boolean inHour = room(of.hourly, keys.low(), limits[rule].accountsPerHour());
    boolean inDay = room(of.daily, keys.low(), limits[rule].accountsPerDay());
    long all = events[kindOf[rule]].count - of.missed;
    boolean inShare = all < EVENTS_LEAST || of.hits <= limits[rule].share() * all;
    return !inHour || !inDay || !inShare;
  }

  private boolean room(LongSet set, long account, int limit) {
    if (set.contains(account)) {
      return true;
    }
    if (accounts >= most && turned) {
      turn();
    }
    if (set.size() >= limit || accounts >= most) {
      return false;
    }
    set.add(account);
    accounts++;
    return true;
  }

  /** Turns all rules to the newest hour and day, so that only what is of these is kept. */
  void turn() {
    for (int rule = 0; rule < used.length; rule++) {
      turn(rule);
    }
    turned = false;
  }

  private void turn(int rule) {
    Used of = used[rule];
    Events kind = events[kindOf[rule]];
    if (kind.hour > of.hour) {
      of.hour = kind.hour;
      accounts -= of.hourly.size();
      of.hourly.clear();
    }
    if (kind.day > of.day) {
      of.day = kind.day;
      accounts -= of.daily.size();
      of.daily.clear();
      of.missed = 0;
      of.hits = 0;
    }
  }

  /** What was used, by names. */
  Map<String, Events> events() {
    Map<String, Events> all = new TreeMap<>();
    for (int kind = 0; kind < events.length; kind++) {
      all.put(kinds.get(kind), events[kind]);
    }
    return all;
  }

  /** What a rule used, and which events it is about. */
  record Named(String rule, String kind, Used used) {}

  List<Named> used() {
    turn();
    List<Named> all = new ArrayList<>();
    for (int rule = 0; rule < used.length; rule++) {
      all.add(new Named(rules.get(rule).name(), rules.get(rule).event(), used[rule]));
    }
    return all;
  }

  /**
   * Takes over what others used, which must not be used any more: of the same kinds, and of rules
   * of the same names about the same kinds. Other rules begin anew.
   */
  void inherit(Map<String, Events> others, List<Named> rulesBefore) {
    for (int kind = 0; kind < events.length; kind++) {
      events[kind] = others.getOrDefault(kinds.get(kind), new Events());
    }
    Map<String, Named> byName = new HashMap<>();
    rulesBefore.forEach(one -> byName.put(one.rule(), one));
    accounts = 0;
    for (int rule = 0; rule < used.length; rule++) {
      Named before = byName.get(rules.get(rule).name());
      if (before != null && before.kind().equals(rules.get(rule).event())) {
        used[rule] = before.used();
      } else {
        Events kind = events[kindOf[rule]];
        used[rule] = new Used();
        used[rule].hour = kind.hour;
        used[rule].day = kind.day;
        used[rule].missed = kind.count;
      }
      accounts += used[rule].hourly.size() + used[rule].daily.size();
    }
    turned = true;
  }
}
