package reeve.server.transparency;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;
import reeve.server.record.Told;
import reeve.server.transparency.Cell.What;
import reeve.server.transparency.Figures.Since;
import reeve.server.transparency.Figures.Spread;

/**
 * Counts records in their order. Each record tells by itself what is counted of it, in its newest
 * version; {@link Upgrade} makes that of older ones. One thread at a time.
 */
final class Fold {
  private static final Set<String> SUSPENSIONS =
      Set.of("suspend-temporarily", "suspend-permanently");

  /** What is done when it comes: a hold, and what we tell unasked. */
  private static final Set<String> AT_ONCE = Set.of("held", "told");

  private final Map<Cell, Long> counts = new HashMap<>();
  private final Map<Spread, Numbers> spreads = new HashMap<>();
  private final Map<Since, Instant> since = new HashMap<>();
  private final RuleTally rules = new RuleTally(this::add);

  /** Accounts by subject, or by pseudonym where that is all that is known. */
  private final Map<Object, Account> accounts = new HashMap<>();

  /** Decisions to suspend that have no receipt yet. */
  private final Set<RecordId> suspending = new HashSet<>();

  /** What is known of these. */
  private final Map<RecordId, Described> described = new HashMap<>();

  private long records;

  private enum State {
    SUSPENDED,
    REINSTATED,
    ENDED
  }

  private static final class Account {
    final EnumMap<Scope, State> states = new EnumMap<>(Scope.class);
  }

  private record Described(
      @Nullable Instant sign,
      Instant decided,
      String language,
      @Nullable Long followers,
      @Nullable Long posts,
      @Nullable Instant oldest) {}

  long records() {
    return records;
  }

  Figures figures() {
    Map<Cell, Long> told = new HashMap<>(counts);
    told.values().removeIf(it -> it == 0);
    Map<Spread, Numbers.Ranks> ranks = new HashMap<>();
    spreads.forEach((spread, numbers) -> ranks.put(spread, numbers.ranks()));
    return new Figures(records, told, ranks, since);
  }

  /** Counts one more record; what it does not know it leaves. */
  void take(Told record) {
    records++;
    String kind = record.kind().name();
    switch (kind) {
      case "decisions.decided" -> decided(record);
      case "decisions.withdrawn" -> withdrawn(record);
      case "decisions.undone" -> undone(record);
      case "decisions.described" -> described(record);
      case "decisions.reversed" -> rules.reversed(record);
      case "enforcement.carried-out" -> carriedOut(record);
      case "enforcement.lapsed" -> lapsed(record);
      case "appeals.filed" -> add(What.FILED, record, Scope.ALL, record.word("by"), 1);
      case "appeals.decided" -> heard(record, 1);
      case "appeals.withdrawn" -> heard(record, -1);
      case "cases.claimed" -> add(What.WORK, record, Scope.ALL, "claims", 1);
      default -> {
        if (kind.startsWith("legal.")) {
          ordered(record);
        } else if (Kinds.VIEWS.contains(kind)) {
          add(What.WORK, record, Scope.ALL, "views", 1);
        }
      }
    }
  }

  private void add(What what, Told record, Scope scope, String detail, int by) {
    add(
        new Cell(
            what,
            Origin.of(record),
            scope,
            month(record.at()),
            record.word("policy"),
            record.word("clause"),
            detail),
        by);
  }

  private void add(Cell cell, int by) {
    counts.merge(cell, (long) by, Long::sum);
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private void decided(Told record) {
    if (record.publicHalf().get("actions") instanceof List<?> actions
        && actions.stream().anyMatch(SUSPENSIONS::contains)) {
      suspending.add(record.id());
    }
    decided(record, 1);
  }

  private void decided(Told record, int by) {
    Map<String, Object> half = record.publicHalf();
    if (Boolean.TRUE.equals(half.get("onAppeal"))) {
      return;
    }
    boolean rule = Boolean.TRUE.equals(half.get("automated"));
    add(What.DECIDED, record, Scope.ALL, rule ? "rule" : "person", by);
    if (Boolean.FALSE.equals(half.get("secondPerson"))) {
      add(What.ALONE, record, Scope.ALL, "", by);
    }
  }

  /** Taken back before it left: it counts as never taken. */
  private void withdrawn(Told record) {
    RecordId decision = record.cause();
    if (decision != null) {
      suspending.remove(decision);
      described.remove(decision);
    }
    decided(record, -1);
  }

  /** As with decisions: what stood in another's place is told by the appeal's outcome. */
  private void undone(Told record) {
    if (!Boolean.TRUE.equals(record.publicHalf().get("onAppeal"))) {
      add(What.UNDONE, record, Scope.ALL, "", 1);
    }
  }

  private void described(Told record) {
    RecordId decision = record.cause();
    Map<String, Object> half = record.publicHalf();
    if (decision != null && suspending.contains(decision)) {
      described.put(
          decision,
          new Described(
              time(half.get("sign")),
              record.at(),
              half.get("language") instanceof String language ? language : "not declared",
              half.get("followers") instanceof Long followers ? followers : null,
              half.get("posts") instanceof Long posts ? posts : null,
              time(half.get("oldest"))));
    }
    rules.described(record);
  }

  private void carriedOut(Told record) {
    // What follows from no decision, as a removal that an authority ordered, is no sanction.
    if (!record.publicHalf().containsKey("policy")) {
      return;
    }
    String action = record.word("action");
    add(What.MEASURE, record, Scope.ALL, action, 1);
    if (action.equals("suspend")) {
      suspended(record);
    } else if (action.equals("reinstate") && ends(record)) {
      end(record, State.REINSTATED);
    }
  }

  private void lapsed(Told record) {
    if (record.word("action").equals("suspend") && ends(record)) {
      end(record, State.ENDED);
    }
  }

  private static boolean ends(Told record) {
    return Boolean.TRUE.equals(record.publicHalf().get("ends"));
  }

  private static Object who(Told record) {
    return record.subject() != null ? record.subject() : record.word("who");
  }

  private void suspended(Told record) {
    RecordId decision = record.cause();
    Described known = decision == null ? null : described.remove(decision);
    if (decision != null) {
      suspending.remove(decision);
    }
    Account account = accounts.computeIfAbsent(who(record), _ -> new Account());
    for (Scope scope : Scope.values()) {
      if (!scope.holds(record.word("policy"))) {
        continue;
      }
      State before = account.states.put(scope, State.SUSPENDED);
      if (before == null) {
        first(record, scope, known);
      } else if (before != State.SUSPENDED) {
        add(What.AGAIN, record, scope, before == State.REINSTATED ? "reinstated" : "ended", 1);
      }
    }
  }

  private void first(Told record, Scope scope, @Nullable Described described) {
    Origin origin = Origin.of(record);
    since.merge(
        new Since(origin, scope), record.at(), (one, other) -> one.isBefore(other) ? one : other);
    String found = record.word("found");
    add(What.SUSPENDED, record, scope, found.isEmpty() ? "otherwise" : found, 1);
    Instant sign =
        described != null && described.sign() != null
            ? described.sign()
            : time(record.publicHalf().get("sign"));
    Instant decided =
        described != null ? described.decided() : time(record.publicHalf().get("decidedAt"));
    if (sign != null) {
      spread(origin, scope, Spread.Of.ENFORCEMENT, Duration.between(sign, record.at()).toSeconds());
      if (decided != null) {
        spread(origin, scope, Spread.Of.DECISION, Duration.between(sign, decided).toSeconds());
      }
    }
    add(What.LANGUAGE, record, scope, described == null ? "not recorded" : described.language(), 1);
    if (described != null) {
      reach(record, scope, described);
    }
  }

  private void reach(Told record, Scope scope, Described described) {
    Origin origin = Origin.of(record);
    Long followers = described.followers();
    Long posts = described.posts();
    if (followers != null && posts != null) {
      add(What.REACH, record, scope, "described", 1);
      if (posts == 0) {
        add(What.REACH, record, scope, "before-first-post", 1);
      }
      spread(origin, scope, Spread.Of.FOLLOWERS, followers);
    }
    if (described.oldest() != null) {
      long hours = Duration.between(described.oldest(), record.at()).toHours();
      spread(origin, scope, Spread.Of.STOOD, hours);
    }
  }

  private void spread(Origin origin, Scope scope, Spread.Of of, long number) {
    spreads.computeIfAbsent(new Spread(origin, scope, of), _ -> new Numbers()).add(number);
  }

  private void end(Told record, State state) {
    Account account = accounts.get(who(record));
    if (account == null) {
      return;
    }
    for (Scope scope : Scope.values()) {
      if (account.states.get(scope) == State.SUSPENDED) {
        account.states.put(scope, state);
        add(state == State.REINSTATED ? What.REINSTATED : What.ENDED, record, scope, "", 1);
      }
    }
  }

  private void heard(Told record, int by) {
    String side = record.word("by");
    String outcome = record.word("outcome");
    add(What.HEARD, record, Scope.ALL, side + ":" + outcome, by);
    if (Boolean.FALSE.equals(record.publicHalf().get("secondPerson"))) {
      add(What.HEARD_ALONE, record, Scope.ALL, side, by);
    }
    if (Boolean.TRUE.equals(record.publicHalf().get("automated"))) {
      add(What.HEARD_AUTOMATED, record, Scope.ALL, outcome, by);
    }
  }

  /** By what its public half says, whatever the kind. */
  private void ordered(Told record) {
    String country = record.word("country");
    String demand = record.word("demand");
    if (country.isEmpty() || demand.isEmpty()) {
      return;
    }
    // Held once somebody was found: the order itself was counted when it came.
    String came = record.word("outcome");
    String outcome = came.equals("held-later") ? "held" : came;
    YearMonth month = month(record.at());
    if (came.isEmpty() || AT_ONCE.contains(came)) {
      add(new Cell(What.ORDER, Origin.LIVE, Scope.ALL, month, country, demand, "received"), 1);
    }
    if (!outcome.isEmpty()) {
      add(new Cell(What.ORDER, Origin.LIVE, Scope.ALL, month, country, demand, outcome), 1);
    }
  }

  static @Nullable Instant time(@Nullable Object value) {
    try {
      return value instanceof String text ? Instant.parse(text) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
