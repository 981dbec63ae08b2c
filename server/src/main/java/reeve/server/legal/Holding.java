package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Docket;
import reeve.server.cases.Holds;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Holds what is kept of an account, for as long as an order to preserve says; tells nobody. */
@Component
class Holding {
  static final Kind STARTED = new Kind("legal.hold-started", 2);
  static final Kind EXTENDED = new Kind("legal.hold-extended", 1);
  static final Kind RELEASED = new Kind("legal.hold-released", 2);

  private final HoldRows rows;
  private final AuthorityRows authorities;
  private final Naming naming;
  private final Platforms platforms;
  private final Docket docket;
  private final Holds holds;
  private final PlatformHolds platformHolds;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Holding(
      HoldRows rows,
      AuthorityRows authorities,
      Naming naming,
      Platforms platforms,
      Docket docket,
      Holds holds,
      PlatformHolds platformHolds,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.authorities = authorities;
    this.naming = naming;
    this.platforms = platforms;
    this.docket = docket;
    this.holds = holds;
    this.platformHolds = platformHolds;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * What an order to preserve says.
   *
   * @param account by name or id
   * @param receivedAt when it came; null where it came just now
   */
  record Written(
      UUID authority,
      String reference,
      Term term,
      PlatformId platform,
      String account,
      @Nullable Instant receivedAt) {}

  /**
   * Holds at once, whether or not the authority is verified: a copy of profile and recent posts as
   * they are now is taken, and nothing that is kept of the account ends before the term does.
   *
   * @throws Refused where nobody has this name, or the term was over before
   */
  Preserved start(Written written, Member by) {
    Instant received = written.receivedAt() == null ? clock.instant() : written.receivedAt();
    String reference = Registry.text(written.reference(), 200, "Write the order's reference.");
    String typed = Registry.text(written.account(), 200, "Write whose data it orders to preserve.");
    if (authorities.find(written.authority()).isEmpty()) {
      throw Registry.none();
    }
    AccountRef account = naming.account(written.platform(), typed);
    Registry.requireOther(by, List.of(account));
    return on(account, written.authority(), reference, written.term(), received, by);
  }

  /** The same for an account that is known, whoever they are who enter it. */
  Preserved on(
      AccountRef account,
      UUID authority,
      String reference,
      Term term,
      Instant received,
      Member by) {
    Instant now = clock.instant();
    Instant until = term.from(received);
    if (received.isAfter(now) || !until.isAfter(now)) {
      throw Registry.bad(
          "The order came neither in the future nor so long ago that its term is over.");
    }
    List<Event> seen = seen(account);
    return transaction.execute(t -> {
      rows.lock(account);
      Optional<Preserved> known = rows.known(authority, reference, account);
      if (known.isPresent()) {
        return known.get();
      }
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("authority", authority.toString());
      told.put("reference", reference);
      told.put("term", term.code());
      told.put("receivedAt", received.toString());
      told.put("until", until.toString());
      told.put("captured", !seen.isEmpty());
      Preserved hold =
          new Preserved(
              UUID.randomUUID(),
              authority,
              reference,
              term,
              account,
              !seen.isEmpty(),
              received,
              until,
              false,
              null,
              records.append(
                  new Entry(
                      STARTED,
                      account,
                      by.id().actor(),
                      null,
                      figures(authority, term, "held"),
                      told)));
      rows.add(hold, Registry.actor(by));
      docket.enter(seen);
      holdOn(hold, now);
      return hold;
    });
  }

  /** Once, while it stands, where its law knows a second term. */
  @Transactional
  void extend(UUID id, Member by) {
    Preserved hold = lock(id, by);
    Instant now = clock.instant();
    if (!hold.canBeExtended(now)) {
      throw new Refused(
          LegalProblem.NOT_OPEN,
          "It is over, was extended before, or its law knows no second term.");
    }
    Instant until = hold.term().extended(hold.until());
    rows.extend(id, until);
    holdOn(hold, now);
    append(EXTENDED, hold, by, Map.of(), Map.of("until", until.toString()));
  }

  /** Ends it before its time: the authority withdrew the order, or never gave it. */
  @Transactional
  void release(UUID id, String why, Member by) {
    Preserved hold = lock(id, by);
    Instant now = clock.instant();
    if (!hold.stands(now)) {
      throw new Refused(LegalProblem.NOT_OPEN, "It is over already.");
    }
    String words = Registry.text(why, 2_000, "Say who took the order back, and how you know.");
    rows.release(id, now);
    holdOn(hold, now);
    append(
        RELEASED,
        hold,
        by,
        figures(hold.authority(), hold.term(), "released"),
        Map.of("why", words));
  }

  private Preserved lock(UUID id, Member by) {
    AccountRef account = rows.find(id).orElseThrow(Working::none).account();
    Registry.requireOther(by, List.of(account));
    rows.lock(account);
    return rows.find(id).orElseThrow();
  }

  /** The latest end of those that stand is the account's, here and there; none left: now. */
  private void holdOn(Preserved hold, Instant now) {
    AccountRef account = hold.account();
    Instant until =
        rows.lock(account).stream()
            .map(Preserved::until)
            .filter(it -> it.isAfter(now))
            .findFirst()
            .orElse(now);
    holds.hold(account, until);
    platformHolds.settle(account, hold.record(), now);
  }

  private List<Event> seen(AccountRef account) {
    Platform platform = platforms.find(account.platform()).orElse(null);
    if (platform == null) {
      return List.of();
    }
    try {
      return List.copyOf(platform.capture(List.of(account)));
    } catch (PlatformUnavailable e) {
      throw new Refused(
          LegalProblem.NO_ANSWER,
          "The platform did not answer, so nothing is held yet. Try again.");
    }
  }

  /** What is held for an order to disclose is no order to preserve, and counts as none. */
  private Map<String, Object> figures(UUID authority, Term term, String outcome) {
    return term == Term.DISCLOSURE
        ? Map.of()
        : Figures.of(authorities.find(authority).orElseThrow(), Figures.PRESERVATION, outcome);
  }

  private void append(
      Kind kind, Preserved hold, Member by, Map<String, Object> open, Map<String, Object> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("reference", hold.reference());
    records.append(new Entry(kind, hold.account(), by.id().actor(), hold.record(), open, closed));
  }
}
