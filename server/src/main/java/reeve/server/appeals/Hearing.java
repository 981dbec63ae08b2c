package reeve.server.appeals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.decisions.Decision;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Judged;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.decisions.Letter;
import reeve.server.decisions.Letters;
import reeve.server.decisions.PlainText;
import reeve.server.decisions.Reconsidering;
import reeve.server.decisions.Ruling;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.GuestLinks;
import reeve.server.staff.Member;

/** Claims appeals, decides them, and takes an outcome back before it leaves. */
@Component
class Hearing {
  static final Kind DECIDED = new Kind("appeals.decided", 2);
  static final Kind WITHDRAWN = new Kind("appeals.withdrawn", 2);
  static final Kind INVITED = new Kind("appeals.guest-invited", 1);

  /** How long a claim holds without a renewal. */
  static final Duration LEASE = Duration.ofHours(1);

  /** Characters of the reason, at least and at the most. */
  static final int REASON_LEAST = 20;

  static final int REASON_MOST = 4_000;

  private final AppealRows rows;
  private final Bench bench;
  private final Reconsidering decisions;
  private final Letters letters;
  private final Orders orders;
  private final Cases cases;
  private final Records records;
  private final GuestLinks guests;
  private final InstantSource clock;

  Hearing(
      AppealRows rows,
      Bench bench,
      Reconsidering decisions,
      Letters letters,
      Orders orders,
      Cases cases,
      Records records,
      GuestLinks guests,
      InstantSource clock) {
    this.rows = rows;
    this.bench = bench;
    this.decisions = decisions;
    this.letters = letters;
    this.orders = orders;
    this.cases = cases;
    this.records = records;
    this.guests = guests;
    this.clock = clock;
  }

  /**
   * What somebody wants to decide.
   *
   * @param reason for the appellant
   * @param form what stands in the decision's place, where it is changed
   */
  record Wish(Appeal.@Nullable Outcome outcome, String reason, String note, DecisionForm form) {}

  /** The most urgent appeal that the member may hear and nobody else hears; now claimed by them. */
  @Transactional
  Optional<Appeal> claimNext(Member member) {
    Instant now = clock.instant();
    for (Appeal open : rows.open()) {
      if (!open.claimedByOther(staff(member), now) && seat(open, member, now).may()) {
        Optional<Appeal> taken =
            open.claimedBy(staff(member), now) ? Optional.of(open) : rows.free(open.id(), now);
        if (taken.isPresent()) {
          hold(open, member, now);
          return taken;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Claims one appeal.
   *
   * @throws Refused with why not
   */
  @Transactional
  void claim(UUID id, Member member) {
    Instant now = clock.instant();
    Appeal appeal = lock(id);
    seated(appeal, member, now);
    if (appeal.state() != Appeal.State.OPEN) {
      throw new Refused(AppealProblem.CLOSED, "This appeal is decided already.");
    }
    if (appeal.claimedByOther(staff(member), now)) {
      throw new Refused(AppealProblem.CLAIMED, "Somebody else hears this appeal now.");
    }
    hold(appeal, member, now);
  }

  /** The claim, and with it a look at the closed case. */
  private void hold(Appeal appeal, Member member, Instant now) {
    Instant until = now.plus(LEASE);
    rows.claim(appeal.id(), staff(member), until);
    CaseId of = appeal.caseId();
    if (of != null) {
      cases.letSee(of, staff(member), until);
    }
  }

  @Transactional
  void handBack(UUID id, Member member) {
    rows.handBack(id, staff(member));
  }

  /**
   * Decides.
   *
   * @return what is wrong with the wish; empty where it is decided
   * @throws Refused where the member may not, or holds the appeal no more
   */
  @Transactional
  List<Flaw> decide(UUID id, Member member, Wish wish) {
    Instant now = clock.instant();
    Appeal appeal = lock(id);
    Bench.Seat seat = seated(appeal, member, now);
    if (appeal.state() != Appeal.State.OPEN) {
      throw new Refused(
          AppealProblem.CLOSED, "Nothing was decided: this appeal is closed already.");
    }
    if (!appeal.claimedBy(staff(member), now)) {
      throw new Refused(
          AppealProblem.NOT_CLAIMED,
          "Nothing was decided: your claim on this appeal has lapsed. Go back, claim it again, and"
              + " decide; your browser still has what you wrote.");
    }
    Decision decision = decisions.lock(appeal.decision()).orElseThrow();
    List<Flaw> flaws = new ArrayList<>(flaws(appeal, wish));
    Ruling ruling = null;
    if (wish.outcome() == Appeal.Outcome.CHANGED) {
      switch (decisions.check(decision, wish.form())) {
        case Judged.Flawed flawed -> flaws.addAll(flawed.flaws());
        case Judged.Sound sound -> ruling = sound.ruling();
      }
    }
    Appeal.Outcome outcome = wish.outcome();
    if (!flaws.isEmpty() || outcome == null) {
      return flaws;
    }
    carryThrough(appeal, decision, outcome, ruling, wish, member, seat, now);
    return List.of();
  }

  private void carryThrough(
      Appeal appeal,
      Decision decision,
      Appeal.Outcome outcome,
      @Nullable Ruling ruling,
      Wish wish,
      Member member,
      Bench.Seat seat,
      Instant now) {
    boolean second = seat == Bench.Seat.SECOND_PERSON;
    RecordId record =
        records.append(
            new Entry(
                DECIDED,
                decision.account(),
                staff(member),
                appeal.record(),
                told(decision, appeal, outcome, second),
                Map.of(
                    "appeal", appeal.id().toString(),
                    "decision", decision.id().toString(),
                    "reason", wish.reason(),
                    "note", wish.note())));
    tell(appeal, decision, outcome, wish.reason(), second, record, now);
    DecisionId replacement = null;
    if (outcome == Appeal.Outcome.OVERTURNED) {
      decisions.overturn(decision, appeal.id(), record);
    } else if (ruling != null) {
      replacement =
          decisions.replace(
              decision,
              ruling,
              wish.form(),
              staff(member),
              second,
              appeal.id(),
              record,
              appeal.side() == Appeal.Side.REPORTER);
    } else {
      decisions.uphold(decision);
    }
    rows.end(
        appeal.id(),
        new Appeal.Ending(
            outcome,
            wish.reason(),
            wish.note(),
            staff(member),
            now,
            now.plus(Reconsidering.WITHHELD),
            record,
            second,
            replacement));
    CaseId of = appeal.caseId();
    if (of != null) {
      cases.keep(of, now);
    }
  }

  private Map<String, @Nullable Object> told(
      Decision decision, Appeal appeal, Appeal.Outcome outcome, boolean second) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>(decisions.about(decision));
    open.put("by", appeal.side().code());
    open.put("outcome", outcome.code());
    open.put("secondPerson", second);
    return open;
  }

  private static List<Flaw> flaws(Appeal appeal, Wish wish) {
    List<Flaw> flaws = new ArrayList<>();
    if (wish.outcome() == null) {
      flaws.add(new Flaw("outcome", "Choose what the appeal comes to."));
    }
    if (wish.outcome() == Appeal.Outcome.OVERTURNED && appeal.side() == Appeal.Side.REPORTER) {
      flaws.add(
          new Flaw(
              "outcome",
              "Where something was broken after all, change the decision and choose the sanction."));
    }
    int length = PlainText.length(wish.reason());
    if (length < REASON_LEAST || length > REASON_MOST) {
      flaws.add(
          new Flaw(
              "reason",
              "The appellant is told why: write %d to %,d characters."
                  .formatted(REASON_LEAST, REASON_MOST)));
    }
    if (PlainText.length(wish.note()) > REASON_MOST) {
      flaws.add(new Flaw("note", "The note has more than %,d characters.".formatted(REASON_MOST)));
    }
    return flaws;
  }

  private void tell(
      Appeal appeal,
      Decision decision,
      Appeal.Outcome outcome,
      String reason,
      boolean second,
      RecordId record,
      Instant now) {
    Set<AccountRef> appellants = new LinkedHashSet<>();
    rows.voices(appeal.id()).stream()
        .filter(v -> v.heard() == Voice.Heard.HEARD)
        .forEach(v -> appellants.add(v.by()));
    AppealWords.Text words = AppealWords.outcome(decision, appeal.side(), outcome, reason, second);
    List<Letter> mail =
        appellants.stream()
            .map(to ->
                Letter.to(
                    to,
                    Letter.Audience.APPELLANT,
                    decision.id(),
                    words.title(),
                    words.body(),
                    null))
            .toList();
    // Two who compare their letters must not find one word in both.
    List<Letter> written =
        mail.size() == 1 ? List.of(letters.opening(mail.getFirst(), record)) : mail;
    letters.keep(appeal.id(), written, now);
    orders.issue(
        written.stream().map(letter -> letter.issue(appeal.id(), record)).toList(),
        now.plus(Reconsidering.WITHHELD));
  }

  /**
   * Takes an outcome back that has not left.
   *
   * @throws Refused with why not
   */
  @Transactional
  void withdraw(UUID id, Member member) {
    Instant now = clock.instant();
    Appeal appeal = lock(id);
    Appeal.Ending ending = appeal.ending();
    if (ending == null || !ending.by().equals(staff(member))) {
      throw new Refused(AppealProblem.NOT_CLAIMED, "Only who decided this appeal can withdraw.");
    }
    Decision decision = decisions.lock(appeal.decision()).orElseThrow();
    if (!now.isBefore(ending.leavesAt())
        || !decisions.restore(decision, ending.replacement(), id, staff(member))) {
      throw new Refused(AppealProblem.TOO_LATE, "The ten seconds are over: the outcome has left.");
    }
    records.append(
        new Entry(
            WITHDRAWN,
            decision.account(),
            staff(member),
            ending.record(),
            told(decision, appeal, ending.outcome(), ending.secondPerson()),
            Map.of("appeal", id.toString())));
    rows.reopen(id, now.plus(LEASE));
  }

  /**
   * Invites a guest reviewer to this one appeal, where nobody on the staff can hear it.
   *
   * @return the path of a link that is good once
   * @throws Refused where somebody can
   */
  @Transactional
  String invite(UUID id, Member administrator) {
    Appeal appeal = lock(id);
    Decision decision = decisions.find(appeal.decision()).orElseThrow();
    if (appeal.state() != Appeal.State.OPEN) {
      throw new Refused(AppealProblem.CLOSED, "This appeal is closed already.");
    }
    if (!bench.nobodyElse(appeal, decision)) {
      throw new Refused(
          AppealProblem.OTHERS_CAN_HEAR,
          "Somebody on your staff took no part in this decision and can hear the appeal.");
    }
    records.append(
        new Entry(
            INVITED,
            decision.account(),
            staff(administrator),
            appeal.record(),
            Map.of(),
            Map.of("appeal", id.toString())));
    rows.invited(id, clock.instant());
    return guests.make(appeal.thing(), administrator);
  }

  Bench.Seat seat(Appeal appeal, Member member, Instant now) {
    return bench.seat(appeal, decisions.find(appeal.decision()).orElseThrow(), member, now);
  }

  private Bench.Seat seated(Appeal appeal, Member member, Instant now) {
    Bench.Seat seat = seat(appeal, member, now);
    if (!seat.may()) {
      throw new Refused(AppealProblem.TOOK_PART, seat.words());
    }
    return seat;
  }

  private Appeal lock(UUID id) {
    return rows.lock(id)
        .orElseThrow(
            () -> new Refused(AppealProblem.NO_SUCH_APPEAL, "There is no appeal at this address."));
  }

  static Actor.Staff staff(Member member) {
    return new Actor.Staff(member.id().value());
  }
}
