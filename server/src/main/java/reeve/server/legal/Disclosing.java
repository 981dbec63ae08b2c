package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.Named;
import reeve.server.legal.Disclosure.Proposed;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/**
 * What people do with a request for data: one proposes what is handed over, another releases it.
 * Nothing is ever handed over that is wider than what was asked for, nor while the authority is not
 * verified.
 */
@Component
class Disclosing {
  static final Kind PROPOSED = new Kind("legal.disclosure-proposed", 1);
  static final Kind OPENED = new Kind("legal.disclosure-opened-again", 1);
  static final Kind RELEASED = new Kind("legal.disclosure-released", 1);
  static final Kind ENDED = new Kind("legal.disclosure-ended", 1);
  static final Kind SILENCED = new Kind("legal.silence-changed", 1);
  static final Kind DOWNLOADED = new Kind("legal.package-downloaded", 1);
  static final Kind REVIEWED = new Kind("legal.disclosure-reviewed", 1);

  /** From now on, at the most. */
  static final Duration SILENCE_MOST = Duration.ofDays(366);

  private static final Set<Role> DESK = EnumSet.of(Role.LEGAL);

  private final AuthorityRows authorities;
  private final DisclosureRows rows;
  private final DisclosureChanges changes;
  private final Packages packages;
  private final SecondPerson second;
  private final HoldRows holds;
  private final Holding holding;
  private final Orders orders;
  private final Records records;
  private final InstantSource clock;

  Disclosing(
      AuthorityRows authorities,
      DisclosureRows rows,
      DisclosureChanges changes,
      Packages packages,
      SecondPerson second,
      HoldRows holds,
      Holding holding,
      Orders orders,
      Records records,
      InstantSource clock) {
    this.authorities = authorities;
    this.rows = rows;
    this.changes = changes;
    this.packages = packages;
    this.second = second;
    this.holds = holds;
    this.holding = holding;
    this.orders = orders;
    this.records = records;
    this.clock = clock;
  }

  /**
   * What somebody wants to hand over.
   *
   * @param places of the accounts as named
   * @param contact of the registry through which an emergency was confirmed; null of an order
   * @param how what was asked there and answered
   */
  record Wish(
      Set<Data> data,
      Set<Integer> places,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable UUID contact,
      String how) {}

  /**
   * Proposes what is handed over: all that was asked for, or a part.
   *
   * @throws Refused where it is wider than what was asked for or than such a paper may ask, and
   *     where the authority is not verified
   */
  @Transactional
  void propose(UUID id, Wish wish, Member by) {
    Disclosure it = lock(id, by);
    Authority authority = standing(it);
    List<Named> chosen =
        it.named().stream()
            .filter(one -> wish.places().contains(one.place()) && one.account() != null)
            .toList();
    Scope scope =
        new Scope(
            wish.data(),
            chosen.stream().map(Named::account).filter(java.util.Objects::nonNull).toList(),
            wish.from(),
            wish.until());
    if (scope.data().isEmpty() || scope.accounts().isEmpty()) {
      throw Registry.bad("Choose what is handed over, and of which account that was found.");
    }
    Optional<String> wider = scope.wider(it.asked(), it.instrument());
    if (wider.isPresent()) {
      throw new Refused(LegalProblem.WIDER, wider.get());
    }
    Contact contact = it.emergency() == null ? null : confirmed(authority, wish.contact());
    String how =
        contact == null
            ? ""
            : TakingIn.words(wish.how(), "Say what you asked there and what was answered.");
    Instant now = clock.instant();
    changes.move(it, State.PROPOSED);
    changes.propose(
        id,
        new Proposed(Registry.actor(by), now, scope, contact == null ? "" : contact.value(), how));
    chosen.forEach(one -> changes.put(id, with(one, true, null)));
    changes.log(id, now, "It is proposed to hand over: " + Data.words(scope.data()) + ".");
    Map<String, Object> told = told(scope);
    told.put("contact", contact == null ? null : contact.value());
    append(PROPOSED, it, by, Map.of(), told);
  }

  /** Never through a contact that any message named, the request's own least of all. */
  private Contact confirmed(Authority authority, @Nullable UUID contact) {
    return authority.contacts().stream()
        .filter(it -> it.id().equals(contact) && !it.fromMessage())
        .filter(it -> !authorities.namedInMessage(it.value()))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                LegalProblem.NO_SECOND_CHANNEL,
                "Ask them through a contact of the registry that no message named, and say which."));
  }

  /** Drops what was proposed, or what was collected; somebody proposes anew. */
  @Transactional
  void openAgain(UUID id, String why, Member by) {
    Disclosure it = lock(id, by);
    String words = TakingIn.words(why, "Say what is wrong with it.");
    Instant now = clock.instant();
    changes.move(it, State.OPEN);
    changes.unpropose(id);
    packages.erase(id, now);
    changes.log(id, now, "Dropped; somebody proposes anew.");
    append(OPENED, it, by, Map.of(), Map.of("why", words));
  }

  /**
   * Releases what was proposed: record, notice to the holder where no silence stands, and the
   * orders to act in one transaction. The notice goes before the data.
   */
  @Transactional
  void release(UUID id, Member by) {
    Disclosure it = lock(id, by);
    Proposed proposed = it.proposed();
    if (proposed == null || !it.is(State.PROPOSED)) {
      throw new Refused(LegalProblem.NOT_OPEN, "Nothing waits for a release. Reload the page.");
    }
    Authority authority = standing(it);
    Instant now = clock.instant();
    boolean alone =
        it.emergency() == null
            ? second.unhurried(proposed.by(), by, DESK)
            : SecondPerson.inDanger(proposed.by(), proposed.at(), by, now);
    changes.move(it, State.COLLECTING);
    UUID bundle = UUID.randomUUID();
    RecordId record = append(RELEASED, it, by, Map.of(), Map.of("alone", alone));
    boolean tells = !it.silent(now) && it.toldAt() == null;
    List<Issue> issues = new ArrayList<>();
    for (Named one : it.named()) {
      AccountRef account = one.account();
      if (one.proposed() && account != null) {
        if (tells) {
          issues.add(
              tell(
                  it,
                  Notice.of(it, authority, proposed.scope(), true),
                  account,
                  bundle,
                  record,
                  now));
        }
        Issue issue = handOver(it, proposed.scope(), account, bundle, record);
        if (issue != null) {
          issues.add(issue);
        }
        changes.put(id, with(one, true, issue == null ? null : issue.id()));
      }
    }
    changes.release(id, new Released(Registry.actor(by), now, alone, bundle, record));
    if (tells) {
      changes.told(id, now);
      changes.log(id, now, "The holders are told, before anything is handed over.");
    }
    changes.log(id, now, "Released" + (alone ? "; no second person." : " by a second person."));
    orders.issue(issues, now);
  }

  Issue tell(
      Disclosure it, Notice notice, AccountRef to, UUID bundle, RecordId cause, Instant now) {
    UUID letter = UUID.randomUUID();
    changes.add(it.id(), to, letter, notice, now);
    return Issue.of(bundle, to, notice.action(letter), cause);
  }

  private static @Nullable Issue handOver(
      Disclosure it, Scope scope, AccountRef account, UUID bundle, RecordId cause) {
    Set<Action.Category> categories = EnumSet.noneOf(Action.Category.class);
    scope.data().forEach(one -> one.platform().ifPresent(categories::add));
    return categories.isEmpty()
        ? null
        : Issue.of(
            bundle,
            account,
            new Action.HandOver(categories, List.of(), scope.from(), scope.until(), it.reference()),
            cause);
  }

  /**
   * Discloses nothing, with a ground; while the authority is not verified only that it is forged.
   */
  @Transactional
  void refuse(UUID id, Denial denial, String reason, Member by) {
    Disclosure it = lock(id, by);
    String words = TakingIn.words(reason, "Say why.");
    Authority authority = authorities.lock(it.authority()).orElseThrow();
    if (!authority.stands() && denial != Denial.FORGED) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority, so nothing is answered to it. Where it says that it"
              + " never sent this, choose that nobody issued it.");
    }
    Instant now = clock.instant();
    changes.move(it, State.REFUSED);
    changes.end(id, denial, words, "", now);
    changes.log(id, now, "Refused: " + denial.words() + ".");
    String outcome = denial == Denial.FORGED ? "forged" : "refused";
    append(
        ENDED,
        it,
        by,
        Figures.of(authority, Figures.demand(it), outcome),
        Map.of("denial", denial.code(), "reason", words));
    if (denial == Denial.FORGED) {
      letGo(it, by);
    }
  }

  /** The authority withdrew it: what was collected is deleted. */
  @Transactional
  void takeBack(UUID id, String reason, Member by) {
    Disclosure it = lock(id, by);
    String words = TakingIn.words(reason, "Say who took it back, and how you know.");
    Authority authority = authorities.lock(it.authority()).orElseThrow();
    Instant now = clock.instant();
    changes.move(it, State.TAKEN_BACK);
    changes.end(id, null, words, "", now);
    packages.erase(id, now);
    changes.log(id, now, "Taken back; nothing is handed over.");
    append(
        ENDED,
        it,
        by,
        Figures.of(authority, Figures.demand(it), "taken-back"),
        Map.of("denial", "", "reason", words));
    letGo(it, by);
  }

  /** What was held for it alone is held no longer. */
  private void letGo(Disclosure it, Member by) {
    Instant now = clock.instant();
    for (AccountRef account : it.accounts()) {
      holds
          .known(it.authority(), it.reference(), account)
          .filter(hold -> hold.term() == Term.DISCLOSURE && hold.stands(now))
          .ifPresent(hold -> holding.release(hold.id(), "The request does not stand.", by));
    }
  }

  /**
   * The file for the authority; who takes it is recorded before it leaves.
   *
   * @throws Refused where nothing is ready, it was deleted, or the authority does not stand
   */
  @Transactional
  byte[] download(UUID id, Member by) {
    Disclosure it = lock(id, by);
    if (!it.is(State.READY) && !it.is(State.HANDED_OVER)) {
      throw new Refused(LegalProblem.NOT_OPEN, "Nothing is ready to be handed over.");
    }
    standing(it);
    byte[] file =
        packages
            .open(id)
            .orElseThrow(() ->
                new Refused(
                    LegalProblem.NO_FILE,
                    "The file was deleted, or the key that opens it is not given to this server."));
    changes.log(id, clock.instant(), "The file was downloaded.");
    append(
        DOWNLOADED,
        it,
        by,
        Map.of(),
        Map.of("sha256", Packages.sha256(file), "bytes", file.length));
    return file;
  }

  /** Notes that a person handed the file over. Stops the clock. */
  @Transactional
  void handedOver(UUID id, String receipt, Member by) {
    Disclosure it = lock(id, by);
    Authority authority = standing(it);
    String words =
        Registry.text(receipt, 2_000, "Say to which contact it went, how, and what was answered.");
    Instant now = clock.instant();
    changes.move(it, State.HANDED_OVER);
    changes.end(id, null, "", words, now);
    changes.log(id, now, "Handed over: " + words);
    append(
        ENDED,
        it,
        by,
        Figures.of(authority, Figures.demand(it), it.inPart() ? "disclosed-in-part" : "disclosed"),
        Map.of("denial", "", "reason", words));
  }

  /**
   * Changes why and until when the holder is not told: an order of silence came, or was extended.
   */
  @Transactional
  void silence(UUID id, Silence silence, Member by) {
    Disclosure it = lock(id, by);
    if (it.toldAt() != null) {
      throw new Refused(LegalProblem.NOT_OPEN, "The holders were told already.");
    }
    Instant now = clock.instant();
    Silence read = TakingIn.silence(silence, now);
    changes.silence(id, read);
    changes.log(id, now, "The holders are not told before " + read.until() + ".");
    append(
        SILENCED,
        it,
        by,
        Map.of(),
        Map.of(
            "why", read.why().code(), "reason", read.reason(), "until", read.until().toString()));
  }

  /** What another found afterwards of an emergency, or of what was released alone. */
  @Transactional
  void review(UUID id, String review, Member by) {
    Disclosure it = lock(id, by);
    Proposed proposed = it.proposed();
    Released released = it.released();
    if (!it.needsReview() || proposed == null || released == null) {
      throw new Refused(LegalProblem.NOT_OPEN, "It waits for no second look.");
    }
    Set<Actor.Staff> hands = new HashSet<>(Set.of(proposed.by()));
    hands.add(released.by());
    boolean other = second.looksAgain(hands, by, DESK);
    String words = TakingIn.words(review, "Say what you found.");
    Instant now = clock.instant();
    changes.review(id, Registry.actor(by), words, now);
    changes.log(id, now, "Looked at afterwards" + (other ? "." : "; nobody else was there."));
    append(REVIEWED, it, by, Map.of(), Map.of("review", words, "secondPerson", other));
  }

  private Disclosure lock(UUID id, Member by) {
    Disclosure it = rows.lock(id).orElseThrow(Disclosing::none);
    Registry.requireOther(by, it.accounts());
    return it;
  }

  private Authority standing(Disclosure it) {
    Authority authority = authorities.lock(it.authority()).orElseThrow();
    if (!authority.stands()) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority: nothing is disclosed, its accounts are held.");
    }
    if (it.emergency() == null && !authority.mayOrder(Demand.DISCLOSURE)) {
      throw new Refused(
          LegalProblem.MAY_NOT_ORDER,
          "The registry does not say that this authority may order a disclosure.");
    }
    return authority;
  }

  static Refused none() {
    return new Refused(
        LegalProblem.NO_SUCH_DISCLOSURE, "There is no request for data at this address.");
  }

  static Named with(Named one, boolean proposed, @Nullable OrderId act) {
    return new Named(
        one.place(), one.named(), one.account(), one.missing(), proposed, act, one.answer());
  }

  static Map<String, Object> told(Scope scope) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("data", List.of(DisclosureRows.codes(scope.data())));
    told.put("accounts", scope.accounts().stream().map(AccountRef::nativeId).toList());
    told.put("from", scope.from() == null ? null : scope.from().toString());
    told.put("until", scope.until() == null ? null : scope.until().toString());
    return told;
  }

  private RecordId append(
      Kind kind, Disclosure it, Member by, Map<String, Object> open, Map<String, Object> told) {
    return records.append(entry(kind, it, by.id().actor(), open, told));
  }

  static Entry entry(
      Kind kind, Disclosure it, Actor actor, Map<String, Object> open, Map<String, Object> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("disclosure", it.id().toString());
    List<AccountRef> accounts = it.accounts();
    return new Entry(
        kind, accounts.size() == 1 ? accounts.getFirst() : null, actor, it.record(), open, closed);
  }
}
