package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Docket;
import reeve.server.decisions.Phrases;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Holds what is kept of an account, for as long as an order says; tells nobody. */
@Component
class Holding {
  static final Kind STARTED = new Kind("legal.hold-started", 3);
  static final Kind TURNED_AWAY = new Kind("legal.hold-turned-away", 1);
  static final Kind EXTENDED = new Kind("legal.hold-extended", 1);
  static final Kind RELEASED = new Kind("legal.hold-released", 2);

  private static final Actor LEGAL = new Actor.Worker("legal");

  private final HoldRows rows;
  private final AuthorityRows authorities;
  private final Naming naming;
  private final HoldTries tries;
  private final HoldAlarms alarms;
  private final Longest longest;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Holding(
      HoldRows rows,
      AuthorityRows authorities,
      Naming naming,
      HoldTries tries,
      HoldAlarms alarms,
      Longest longest,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.authorities = authorities;
    this.naming = naming;
    this.tries = tries;
    this.alarms = alarms;
    this.longest = longest;
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
   * Takes an order to preserve in, whether or not the authority is verified, whoever it names, and
   * whether or not the platform answers: a copy of profile and recent posts as they are now is
   * taken, and nothing that is kept of the account ends before the term does. What is missing is
   * tried again.
   *
   * @throws Refused where the term was over before
   */
  Preserved start(Written written, Member by) {
    return start(written, Entrant.of(by), by, false);
  }

  /**
   * The same.
   *
   * @param member who enters it where that is a member of staff; null where a program does
   * @param byForm whether it came by a form, which never stands for what comes by a better way
   */
  Preserved start(Written written, Entrant by, @Nullable Member member, boolean byForm) {
    Instant now = clock.instant();
    Instant received = Registry.moment(written.receivedAt(), now);
    String reference = Registry.text(written.reference(), 200, "Write the order's reference.");
    String typed = Registry.text(written.account(), 200, "Write whose data it orders to preserve.");
    if (authorities.find(written.authority()).isEmpty()) {
      throw Registry.none();
    }
    if (!written.term().isOfOrders()) {
      throw Registry.bad("Choose the law that the order names.");
    }
    Naming.Found found = naming.look(written.platform(), typed);
    AccountRef account = found.account();
    if (member != null && account != null) {
      Registry.requireOther(member, List.of(account));
    }
    return begin(
        new Wanted(
            written.authority(),
            reference,
            written.term(),
            written.platform(),
            typed,
            account,
            found.missing(),
            null,
            byForm,
            received,
            written.term().from(received)),
        by,
        now);
  }

  /** What a request for data is about, while it is worked; whoever enters it. */
  Preserved on(
      AccountRef account,
      UUID authority,
      String reference,
      Term term,
      Instant received,
      Entrant by) {
    return begin(
        Wanted.of(account, authority, reference, term, null, received), by, clock.instant());
  }

  private Preserved begin(Wanted wanted, Entrant by, Instant now) {
    if (wanted.receivedAt().isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead. The term starts at receipt.");
    }
    if (!wanted.until().isAfter(now)) {
      turnAway(wanted, by);
      throw Registry.bad(
          "Its term was over at %s, counted from its receipt: there is nothing to hold any more."
              .formatted(Phrases.minute(wanted.until())));
    }
    Preserved hold =
        transaction.execute(t -> {
          Authority authority = authorities.lock(wanted.authority()).orElseThrow();
          return rows.standing(wanted, now)
              .orElseGet(() -> add(wanted, authority, by.actor(), by.id(), now));
        });
    if (hold.seenAt() == null) {
      try {
        tries.once(hold, () -> {});
      } catch (Docket.CaseMoved e) {
        // It is held; the copy is tried again soon.
      }
    }
    return rows.find(hold.id()).orElseThrow();
  }

  /**
   * What an order to remove is about, for six months from its receipt. MUST be called in the
   * transaction that takes the order in; what the platform shows is copied soon after.
   */
  void forRemoval(RemovalOrder order, AccountRef account, Instant now) {
    Wanted wanted =
        Wanted.of(
            account,
            order.authority(),
            order.reference(),
            Term.TERRORIST_CONTENT,
            order.id(),
            order.receivedAt());
    if (wanted.until().isAfter(now) && rows.standing(wanted, now).isEmpty()) {
      Authority authority = authorities.find(order.authority()).orElseThrow();
      add(wanted, authority, LEGAL, null, now);
    }
  }

  /** An order that came is on record, also one that holds nothing. */
  private void turnAway(Wanted wanted, Entrant by) {
    if (!wanted.isOrder()) {
      return;
    }
    transaction.executeWithoutResult(t ->
        records.append(
            new Entry(
                TURNED_AWAY,
                wanted.account(),
                by.actor(),
                null,
                Map.of(),
                Map.of(
                    "authority",
                    wanted.authority().toString(),
                    "reference",
                    wanted.reference(),
                    "term",
                    wanted.term().code(),
                    "named",
                    wanted.named(),
                    "receivedAt",
                    wanted.receivedAt().toString()))));
  }

  private Preserved add(
      Wanted wanted, Authority authority, Actor by, @Nullable UUID entrant, Instant now) {
    UUID id = UUID.randomUUID();
    AccountRef account = wanted.account();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("hold", id.toString());
    told.put("authority", authority.id().toString());
    told.put("verified", authority.stands());
    told.put("reference", wanted.reference());
    told.put("term", wanted.term().code());
    told.put("named", wanted.named());
    UUID removal = wanted.removal();
    told.put("order", removal == null ? null : removal.toString());
    told.put("receivedAt", wanted.receivedAt().toString());
    told.put("until", wanted.until().toString());
    Map<String, Object> open =
        account == null
            ? Figures.of(authority, Figures.PRESERVATION)
            : figures(authority, wanted.isOrder(), "held");
    Preserved hold =
        wanted.begun(id, records.append(new Entry(STARTED, account, by, null, open, told)));
    rows.add(hold, entrant, wanted.byForm());
    rows.log(
        id,
        wanted.receivedAt(),
        account == null
            ? "Received. " + wanted.missing() + " It is tried again."
            : "Received, and held.");
    if (wanted.isOrder() && !authority.stands()) {
      alarms.onReceipt(hold, now);
    }
    if (account != null) {
      longest.settle(account, hold.record(), now);
    }
    return hold;
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
    rows.log(id, now, "Extended, for the one time that its law allows.");
    append(EXTENDED, hold, by.id().actor(), Map.of(), Map.of("until", until.toString()));
    settle(hold, now);
  }

  /** Ends it before its time: the authority withdrew the order, or never gave it. */
  @Transactional
  void release(UUID id, String why, Member by) {
    Preserved hold = lock(id, by);
    Instant now = clock.instant();
    if (!hold.stands(now)) {
      throw new Refused(LegalProblem.NOT_OPEN, "It is over already.");
    }
    if (!hold.canBeReleased(now)) {
      throw new Refused(
          LegalProblem.NOT_OPEN, "It ends with its order to remove: refuse that, or take it back.");
    }
    String words = Registry.text(why, 2_000, "Say who took the order back, and how you know.");
    release(hold, words, by.id().actor(), now);
  }

  /**
   * Ends what an order to remove held, once that is refused or taken back; in the caller's
   * transaction.
   */
  void endWithItsOrder(UUID id) {
    Preserved hold = rows.lock(id).orElseThrow();
    Instant now = clock.instant();
    if (hold.stands(now)) {
      release(
          hold,
          "Its order to remove was refused or taken back, or names nothing of this account.",
          LEGAL,
          now);
    }
  }

  private void release(Preserved hold, String why, Actor by, Instant now) {
    rows.release(hold.id(), now);
    rows.log(hold.id(), now, "Released.");
    Authority authority = authorities.find(hold.authority()).orElseThrow();
    append(RELEASED, hold, by, figures(authority, hold.isOrder(), "released"), Map.of("why", why));
    settle(hold, now);
  }

  private void settle(Preserved hold, Instant now) {
    AccountRef account = hold.account();
    if (account != null) {
      longest.settle(account, hold.record(), now);
    }
  }

  private Preserved lock(UUID id, Member by) {
    Preserved hold = rows.lock(id).orElseThrow(Working::none);
    Registry.requireOther(by, hold.accounts());
    return hold;
  }

  /**
   * What is held for an order to disclose or to remove is no order to preserve, and counts as none.
   */
  private static Map<String, Object> figures(Authority authority, boolean order, String outcome) {
    return order ? Figures.of(authority, Figures.PRESERVATION, outcome) : Map.of();
  }

  private void append(
      Kind kind, Preserved hold, Actor by, Map<String, Object> open, Map<String, Object> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("reference", hold.reference());
    records.append(new Entry(kind, hold.account(), by, hold.record(), open, closed));
  }
}
