package reeve.server.transparency;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Subject;
import reeve.server.record.Finding;
import reeve.server.record.Found;
import reeve.server.record.RecordId;
import reeve.server.record.Told;

/**
 * Finds out anew, from all records in their order, what receipts and other records say of those
 * before them, believes none of it, and tells where they are wrong. One thread at a time.
 */
final class Derive {
  private static final Duration MICROSECOND = Duration.ofNanos(1_000);

  /** Of what is wrong so much is told; all is counted. */
  static final int TOLD = 100;

  private final Map<Subject, Known> accounts = new HashMap<>();
  private final IdMap<Link> links = new IdMap<>();
  private final Map<String, String> words = new HashMap<>();

  /** Outcomes of appeals whose withdrawal repeats nothing. */
  private final IdMap<Map<String, Object>> heard = new IdMap<>();

  private final List<Wrong> told = new ArrayList<>();
  private long wrong;

  /**
   * A record that says something else than follows.
   *
   * @param key of its public half
   */
  record Wrong(RecordId record, String kind, String key, String says, String follows) {}

  /** What is known of an account so far. */
  private static final class Known {
    final Seen told = new Seen();
    final Seen surfaced = new Seen();
    @Nullable Decided suspendedBy;
  }

  private record Opening(Known account, Instant sign, boolean leadTold) {}

  /**
   * What a record goes back to.
   *
   * @param decided the newest decision
   */
  private record Link(@Nullable Opening opening, @Nullable Decided decided) {}

  /** A decision; null where its bytes were erased. */
  private record Decided(
      @Nullable String origin,
      @Nullable String policy,
      @Nullable String clause,
      boolean automated,
      boolean secondPerson,
      boolean onAppeal,
      Instant at) {}

  /** How many records say something else than follows. */
  long wrong() {
    return wrong;
  }

  /** The first of them. */
  List<Wrong> told() {
    return List.copyOf(told);
  }

  /**
   * Gives the record as it should be.
   *
   * @param seen of a suspension's receipt: what its transaction saw; null where it does not say
   */
  Told take(Told record, @Nullable String seen) {
    String kind = record.kind().name();
    if (Finding.TOLD.contains(kind)) {
      known(record).told.add(record.place().tx());
    }
    return switch (kind) {
      case "cases.reported", "legal.account-named" -> record;
      case "cases.surfaced", "cases.resembled" -> {
        known(record).surfaced.add(record.place().tx());
        yield record;
      }
      case Finding.OPENED -> {
        Link lead = links.get(record.cause());
        boolean leadTold =
            lead != null && lead.opening() != null && lead.opening().account().told.any();
        Instant at = Fold.time(record.publicHalf().get("at"));
        links.put(
            record.id(),
            new Link(new Opening(known(record), at == null ? record.at() : at, leadTold), null));
        yield record;
      }
      case Finding.DECIDED -> {
        Link before = links.get(record.cause());
        links.put(
            record.id(), new Link(before == null ? null : before.opening(), decision(record)));
        yield record;
      }
      case "decisions.described" -> described(record);
      case "decisions.withdrawn", "decisions.undone" -> takenBack(pass(record), record);
      case "appeals.filed" -> copy(pass(record), record);
      case "appeals.decided" -> {
        if (record.kind().version() == 1) {
          heard.put(record.id(), record.publicHalf());
        }
        yield copy(pass(record), record);
      }
      case "appeals.withdrawn" -> {
        Map<String, Object> outcome = heard.get(record.cause());
        yield copy(pass(record), outcome == null ? record : Upgrade.with(record, outcome));
      }
      case "enforcement.carried-out", "enforcement.lapsed" -> receipt(record, seen);
      default -> {
        pass(record);
        yield record;
      }
    };
  }

  private Known known(Told record) {
    return accounts.computeIfAbsent(
        Objects.requireNonNull(record.subject(), "of an account"), _ -> new Known());
  }

  /** What follows from a record goes back to what that goes back to. */
  private @Nullable Link pass(Told record) {
    Link link = links.get(record.cause());
    if (link != null) {
      links.put(record.id(), link);
    }
    return link;
  }

  private Decided decision(Told record) {
    Map<String, Object> half = record.publicHalf();
    return new Decided(
        word(record, "origin"),
        word(record, "policy"),
        word(record, "clause"),
        Boolean.TRUE.equals(half.get("automated")),
        !Boolean.FALSE.equals(half.get("secondPerson")),
        Boolean.TRUE.equals(half.get("onAppeal")),
        record.at());
  }

  /** The same words come again and again. */
  private @Nullable String word(Told record, String key) {
    String word = record.word(key);
    return word.isEmpty() ? null : words.computeIfAbsent(word, it -> it);
  }

  private Told described(Told record) {
    Link link = links.get(record.cause());
    if (link == null || link.opening() == null || record.publicHalf().isEmpty()) {
      return record;
    }
    Instant right = link.opening().sign();
    Instant said = Fold.time(record.publicHalf().get("sign"));
    // A case keeps its time as the database does, to the microsecond; its opening has all of it.
    if (said != null && Duration.between(said, right).abs().compareTo(MICROSECOND) <= 0) {
      return record;
    }
    return held(record, new HashMap<>(Map.of("sign", right.toString())));
  }

  private Told takenBack(@Nullable Link link, Told record) {
    Decided decided = link == null ? null : link.decided();
    if (decided == null || decided.origin() == null) {
      return record;
    }
    Map<String, Object> right = copied(decided);
    right.put("automated", decided.automated());
    right.put("secondPerson", decided.secondPerson());
    right.put("onAppeal", decided.onAppeal());
    return held(record, right);
  }

  private static Map<String, Object> copied(Decided decided) {
    Map<String, Object> right = new LinkedHashMap<>();
    if (decided.origin() != null) {
      right.put("origin", decided.origin());
      right.put("policy", decided.policy() == null ? "" : decided.policy());
      right.put("clause", decided.clause() == null ? "" : decided.clause());
    }
    return right;
  }

  /** Origin, policy and clause are the decision's. */
  private Told copy(@Nullable Link link, Told record) {
    Decided decided = link == null ? null : link.decided();
    if (decided == null || record.kind().version() == 1 || decided.origin() == null) {
      return record;
    }
    return held(record, copied(decided));
  }

  // A decision is itself, however much another is like it.
  @SuppressWarnings("ReferenceEquality")
  private Told receipt(Told record, @Nullable String seen) {
    Link link = links.get(record.cause());
    Decided decided = link == null ? null : link.decided();
    Subject subject = record.subject();
    String action = record.word("action");
    if (link == null || decided == null || subject == null || !sanction(action)) {
      return record;
    }
    Map<String, Object> right = copied(decided);
    Known known = accounts.computeIfAbsent(subject, _ -> new Known());
    boolean done = record.kind().name().equals("enforcement.carried-out");
    if (done && action.equals("suspend")) {
      known.suspendedBy = decided;
      right.put("found", found(known, link.opening(), Snapshot.of(seen)).code());
      if (record.kind().version() == 1) {
        right.put("decidedAt", decided.at().toString());
        if (link.opening() != null) {
          right.put("sign", link.opening().sign().toString());
        }
      }
    } else if (action.equals("reinstate") || (!done && action.equals("suspend"))) {
      right.put("ends", decided == known.suspendedBy);
    }
    return held(record, right);
  }

  private static boolean sanction(String action) {
    return switch (action) {
      case "warn", "remove-posts", "clear-field", "limit", "suspend", "reinstate" -> true;
      default -> false;
    };
  }

  private static Found found(Known known, @Nullable Opening opening, Snapshot seen) {
    return Found.of(
        known.told.any(seen),
        opening != null,
        opening != null && opening.leadTold(),
        known.surfaced.any(seen));
  }

  /** Holds what a record says against what is right, and puts that in its place. */
  private Told held(Told record, Map<String, Object> right) {
    Map<String, Object> says = record.publicHalf();
    if (says.entrySet().containsAll(right.entrySet())) {
      return record;
    }
    Map<String, Object> half = new HashMap<>(says);
    right.forEach((key, follows) -> {
      Object word = half.put(key, follows);
      String said = word == null ? "" : word.toString();
      if (!said.equals(follows.toString()) && record.kind().version() > first(record)) {
        wrong(record, key, said, follows.toString());
      }
    });
    return new Told(
        record.place(),
        record.id(),
        record.at(),
        record.kind(),
        record.subject(),
        record.cause(),
        half);
  }

  /** In the first version of most kinds nothing of it stood. */
  private static int first(Told record) {
    return record.kind().name().equals("decisions.described") ? 0 : 1;
  }

  private void wrong(Told record, String key, String says, String follows) {
    wrong++;
    if (told.size() < TOLD) {
      told.add(new Wrong(record.id(), record.kind().name(), key, says, follows));
    }
  }

  /** In which transactions something happened: the first few tell whether any was seen. */
  private static final class Seen {
    private static final int MOST = 8;
    private long[] txs = {};

    void add(long tx) {
      if (txs.length < MOST && (txs.length == 0 || txs[txs.length - 1] != tx)) {
        txs = java.util.Arrays.copyOf(txs, txs.length + 1);
        txs[txs.length - 1] = tx;
      }
    }

    boolean any() {
      return txs.length > 0;
    }

    boolean any(Snapshot snapshot) {
      for (long tx : txs) {
        if (snapshot.sees(tx)) {
          return true;
        }
      }
      return false;
    }
  }
}
