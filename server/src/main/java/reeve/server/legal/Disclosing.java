package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
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
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
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

  /** Who may release, and look again. */
  static final Set<Role> DESK = EnumSet.of(Role.LEGAL);

  private final AuthorityRows authorities;
  private final Dossiers dossiers;
  private final DisclosureChanges changes;
  private final Packages packages;
  private final SecondPerson second;
  private final DisclosureAlarms alarms;
  private final Telling telling;
  private final HoldRows holds;
  private final Holding holding;
  private final Orders orders;
  private final InstantSource clock;

  Disclosing(
      AuthorityRows authorities,
      Dossiers dossiers,
      DisclosureChanges changes,
      Packages packages,
      SecondPerson second,
      DisclosureAlarms alarms,
      Telling telling,
      HoldRows holds,
      Holding holding,
      Orders orders,
      InstantSource clock) {
    this.authorities = authorities;
    this.dossiers = dossiers;
    this.changes = changes;
    this.packages = packages;
    this.second = second;
    this.alarms = alarms;
    this.telling = telling;
    this.holds = holds;
    this.holding = holding;
    this.orders = orders;
    this.clock = clock;
  }

  /**
   * What somebody wants to hand over.
   *
   * @param places of the accounts as named
   * @param contact of the registry through which somebody asked whether it is theirs
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
   * Proposes what is handed over: all that was asked for, or a part. Whoever does has asked the
   * authority through a contact of the registry whether the paper is theirs: anybody can write its
   * name on one.
   *
   * @throws Refused where it is wider than what was asked for or than such a paper may ask, and
   *     where the authority is not verified
   */
  @Transactional
  void propose(UUID id, Wish wish, Member by) {
    Disclosure it = dossiers.lock(id, by);
    Authority authority = dossiers.standing(it);
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
    Contact contact = authorities.secondChannel(authority, wish.contact());
    String how = TakingIn.words(wish.how(), "Say what you asked there and what was answered.");
    Instant now = clock.instant();
    changes.move(it, State.PROPOSED);
    UUID proposal = UUID.randomUUID();
    changes.propose(
        id, new Proposed(proposal, Registry.actor(by), now, scope, contact.value(), how));
    chosen.forEach(one -> changes.put(id, with(one, true, null)));
    changes.log(id, now, "It is proposed to hand over: " + Data.words(scope.data()) + ".");
    Map<String, Object> told = Dossiers.told(scope);
    told.put("contact", contact.value());
    RecordId record = dossiers.append(PROPOSED, it, by, Map.of(), told);
    if (it.emergency() != null) {
      alarms.onProposal(it, proposal, record);
    }
  }

  /**
   * Drops what was proposed, or what was collected; somebody proposes anew. A release stays known.
   *
   * @throws Refused where somebody has downloaded the file: what is seen is not undone
   */
  @Transactional
  void openAgain(UUID id, String why, Member by) {
    Disclosure it = dossiers.lock(id, by);
    String words = TakingIn.words(why, "Say what is wrong with it.");
    Instant now = clock.instant();
    if (it.downloaded()) {
      throw new Refused(
          LegalProblem.NOT_OPEN,
          "Its file was downloaded. Note that it was handed over, or take it back and say what"
              + " became of the copy.");
    }
    changes.move(it, State.OPEN);
    changes.unpropose(id, now);
    packages.erase(id, now);
    changes.log(id, now, "Dropped; somebody proposes anew.");
    dossiers.append(OPENED, it, by, Map.of(), Map.of("why", words));
  }

  /**
   * Releases what was proposed: record, notice to the holder where no silence stands, and the
   * orders to act in one transaction. The notice goes before the data.
   *
   * @param seen the proposal that whoever releases has read
   */
  @Transactional
  void release(UUID id, UUID seen, Member by) {
    Disclosure it = dossiers.lock(id, by);
    Proposed proposed = it.proposed();
    if (proposed == null || !it.is(State.PROPOSED)) {
      throw new Refused(LegalProblem.NOT_OPEN, "Nothing waits for a release. Reload the page.");
    }
    if (!proposed.id().equals(seen)) {
      throw new Refused(
          LegalProblem.MOVED,
          "What you read was dropped, and something else proposed. Reload the page and read that.");
    }
    Authority authority = dossiers.standing(it);
    Instant now = clock.instant();
    boolean alone =
        it.emergency() == null
            ? second.unhurried(proposed.by(), by, DESK)
            : second.inDanger(proposed.by(), proposed.at(), by, now);
    changes.move(it, State.COLLECTING);
    UUID bundle = UUID.randomUUID();
    RecordId record = dossiers.append(RELEASED, it, by, Map.of(), Map.of("alone", alone));
    Released release =
        new Released(
            UUID.randomUUID(),
            proposed.by(),
            Registry.actor(by),
            now,
            alone,
            proposed.scope(),
            bundle,
            record,
            null,
            null,
            "");
    changes.release(id, release);
    changes.log(id, now, "Released" + (alone ? "; no second person." : " by a second person."));
    List<Issue> issues = new ArrayList<>();
    if (!it.silent(now)) {
      List<AccountRef> untold = telling.untold(it, release);
      Notice notice = Notice.of(it, authority, release, true);
      issues.addAll(telling.letters(it, notice, untold, release, bundle, record, now));
      changes.log(
          id,
          now,
          untold.isEmpty()
              ? "The holders had been told of just this before."
              : "The holders are told, before anything is handed over.");
    }
    for (Named one : it.named()) {
      AccountRef account = one.account();
      if (one.proposed() && account != null) {
        Issue issue = handOver(it, proposed.scope(), account, bundle, record);
        if (issue != null) {
          issues.add(issue);
        }
        changes.put(id, with(one, true, issue == null ? null : issue.id()));
      }
    }
    orders.issue(issues, now);
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
    Disclosure it = dossiers.lock(id, by);
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
    RecordId record =
        dossiers.append(
            ENDED,
            it,
            by,
            Figures.of(authority, Figures.demand(it), outcome),
            Map.of("denial", denial.code(), "reason", words));
    telling.nothing(it, List.of(), record, now);
    if (denial == Denial.FORGED) {
      letGo(it, by);
    }
  }

  /**
   * The authority withdrew it: what was collected is deleted, also what a platform still answers.
   * Where somebody had downloaded the file, timeline and record say so.
   */
  @Transactional
  void takeBack(UUID id, String reason, Member by) {
    Disclosure it = dossiers.lock(id, by);
    String words = TakingIn.words(reason, "Say who took it back, and how you know.");
    Authority authority = authorities.lock(it.authority()).orElseThrow();
    Instant now = clock.instant();
    changes.move(it, State.TAKEN_BACK);
    changes.end(id, null, words, "", now);
    packages.erase(id, now);
    changes.log(id, now, takenBack(it, withdrawn(it, now)));
    RecordId record =
        dossiers.append(
            ENDED,
            it,
            by,
            Figures.of(authority, Figures.demand(it), "taken-back"),
            Map.of("denial", "", "reason", words, "downloaded", it.downloaded()));
    telling.nothing(it, List.of(), record, now);
    letGo(it, by);
  }

  /** Whether the orders to act were taken back before any was tried, the letters with them. */
  private boolean withdrawn(Disclosure it, Instant now) {
    Released release = it.released();
    if (release == null || !it.is(State.COLLECTING) || !orders.withdraw(release.bundle())) {
      return false;
    }
    changes.untell(it.id(), release.bundle());
    changes.collected(it.id(), now);
    return true;
  }

  private static String takenBack(Disclosure it, boolean withdrawn) {
    if (it.downloaded()) {
      return "Taken back, after its file had been downloaded.";
    }
    return it.is(State.COLLECTING) && !withdrawn
        ? "Taken back; nothing is handed over, and what the platform still gives is deleted."
        : "Taken back; nothing is handed over.";
  }

  /** What was held for it alone is held no longer. */
  private void letGo(Disclosure it, Member by) {
    Instant now = clock.instant();
    for (AccountRef account : dossiers.alone(it)) {
      holds
          .known(it.authority(), it.reference(), account)
          .filter(hold -> hold.term() == Term.DISCLOSURE && hold.stands(now))
          .ifPresent(hold -> holding.release(hold.id(), "The request does not stand.", by));
    }
  }

  static Named with(Named one, boolean proposed, @Nullable OrderId act) {
    return new Named(
        one.place(), one.named(), one.account(), one.missing(), proposed, act, one.answer());
  }
}
