package reeve.server.transparency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Finding;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.TestRecords;

/** Writes records as the slices do, each in a transaction of its own. */
final class Scene {
  /** Stands in what must never be published. */
  static final String SECRET = "vera.secret@town.example";

  static final UUID STAFF = UUID.randomUUID();

  /** Begins with a year, and goes on when it is told to. */
  static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void forward(Duration by) {
      now = now.plus(by);
    }
  }

  private final TestRecords town;
  private final Clock clock;

  Scene(TestRecords town, Clock clock) {
    this.town = town;
    this.clock = clock;
  }

  RecordId add(
      String kind,
      int version,
      @Nullable AccountRef account,
      @Nullable RecordId cause,
      Map<String, ?> open,
      Map<String, ?> closed) {
    Map<String, Object> whole = new HashMap<>(closed);
    whole.put("secret", SECRET);
    return town.transaction()
        .execute(t ->
            town.records()
                .append(
                    new Entry(
                        new Kind(kind, version),
                        account,
                        new Actor.Staff(STAFF),
                        cause,
                        open,
                        whole)));
  }

  RecordId reported(AccountRef account) {
    RecordId opening = opened(account, null);
    add("cases.reported", 1, account, opening, Map.of("origin", "live"), Map.of());
    return opening;
  }

  RecordId opened(AccountRef account, @Nullable RecordId lead) {
    return add(
        "cases.opened",
        1,
        account,
        lead,
        Map.of(
            "case",
            1,
            "origin",
            "live",
            "source",
            "report",
            "at",
            clock.instant().plusNanos(258).toString()),
        Map.of());
  }

  RecordId surfaced(AccountRef account) {
    RecordId opening = opened(account, null);
    add(
        "cases.surfaced",
        3,
        account,
        opening,
        Map.of(
            "policy", "violent-extremism", "origin", "live", "source", "surfaced", "opened", true),
        Map.of("at", clock.instant().toString()));
    return opening;
  }

  /** Decides that a suspension, or a milder measure, is due. */
  RecordId decided(AccountRef account, RecordId opening, String clause, String action) {
    add("cases.claimed", 1, account, opening, Map.of(), Map.of());
    Map<String, Object> half = new HashMap<>();
    half.put("actions", List.of(action));
    half.put("origin", "live");
    half.put("source", "reports");
    half.put("automated", false);
    half.put("secondPerson", true);
    half.put("onAppeal", false);
    half.put("policyVersion", 1);
    half.put("policy", "violent-extremism");
    half.put("clause", clause);
    String sign = clock.instant().toString();
    clock.forward(Duration.ofMinutes(20));
    RecordId decision = add("decisions.decided", 1, account, opening, half, Map.of());
    add(
        "decisions.described",
        1,
        account,
        decision,
        Map.of(
            "origin",
            "live",
            "sign",
            sign,
            "language",
            "de",
            "followers",
            12,
            "posts",
            3,
            "violation",
            true,
            "onAppeal",
            false,
            "rules",
            List.of(Map.of("rule", "a-rule", "clause", "violent-extremism/" + clause))),
        Map.of());
    return decision;
  }

  /** The receipt, as enforcement writes it. */
  RecordId carriedOut(AccountRef account, RecordId cause, String action) {
    return town.transaction()
        .execute(t -> {
          Finding.Way way =
              town.finding().of(List.of(new Finding.Action(account, cause, null))).getFirst();
          return town.records().append(receipt(account, cause, action, way));
        });
  }

  private static Entry receipt(AccountRef account, RecordId cause, String action, Finding.Way way) {
    Map<String, Object> half = new HashMap<>();
    half.put("action", action);
    half.put("temporary", false);
    half.put("by", "platform");
    half.put("origin", way.word("origin"));
    half.put("policy", way.word("policy"));
    half.put("clause", way.word("clause"));
    Map<String, Object> closed = new HashMap<>();
    if (action.equals("suspend")) {
      half.put("found", way.found().code());
      closed.put("seen", way.seen());
    } else {
      half.put("ends", action.equals("reinstate"));
    }
    return new Entry(
        new Kind("enforcement.carried-out", 2),
        account,
        new Actor.Worker("enforcement"),
        cause,
        half,
        closed);
  }

  RecordId suspended(AccountRef account, RecordId opening, String clause) {
    RecordId decision = decided(account, opening, clause, "suspend-permanently");
    carriedOut(account, decision, "suspend");
    return decision;
  }

  /** Everything that there is at least once. */
  void play() {
    suspended(account("1"), reported(account("1")), "recruitment");
    AccountRef found = account("2");
    suspended(found, surfaced(found), "promotion");
    AccountRef lead = account("3");
    RecordId opening = reported(lead);
    suspended(lead, opening, "promotion");
    AccountRef led = account("4");
    suspended(led, opened(led, opening), "promotion");
    AccountRef back = account("5");
    RecordId wrong = suspended(back, reported(back), "glorification");
    appealed(back, wrong, "holder", "overturned");
    AccountRef kept = account("6");
    RecordId warned = decided(kept, reported(kept), "promotion", "warn");
    carriedOut(kept, warned, "warn");
    appealed(kept, warned, "reporter", "upheld");
    for (int i = 0; i < 12; i++) {
      ordered();
    }
    notified(found);
    viewed(found);
  }

  void ordered() {
    add(
        "legal.order-received",
        2,
        null,
        null,
        Map.of("country", "FR", "demand", "removal"),
        Map.of());
  }

  void notified(AccountRef about) {
    add(
        "legal.notification-sent",
        2,
        about,
        null,
        Map.of("country", "DE", "demand", "danger-to-life", "outcome", "told"),
        Map.of());
  }

  void viewed(AccountRef account) {
    add("staff.viewed", 1, account, null, Map.of(), Map.of());
  }

  AccountRef account(String name) {
    return new AccountRef(PlatformId.SQUARE, name + "-" + SECRET);
  }

  private void appealed(AccountRef account, RecordId decision, String side, String outcome) {
    Map<String, Object> half = new HashMap<>();
    half.put("origin", "live");
    half.put("policy", "violent-extremism");
    half.put("clause", outcome.equals("upheld") ? "promotion" : "glorification");
    half.put("automated", false);
    half.put("by", side);
    RecordId filed = add("appeals.filed", 2, account, decision, half, Map.of());
    half.put("outcome", outcome);
    half.put("secondPerson", true);
    RecordId heard = add("appeals.decided", 2, account, filed, half, Map.of());
    if (outcome.equals("overturned")) {
      add(
          "decisions.reversed",
          1,
          account,
          decision,
          Map.of(
              "origin",
              "live",
              "how",
              "overturned",
              "again",
              false,
              "violation",
              true,
              "rules",
              List.of(Map.of("rule", "a", "clause", "violent-extremism/glorification"))),
          Map.of());
      carriedOut(account, heard, "reinstate");
    }
  }
}
