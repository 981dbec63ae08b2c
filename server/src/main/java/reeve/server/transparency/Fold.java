package reeve.server.transparency;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Subject;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/** Reads the record in its order and keeps the counts. One thread at a time. */
final class Fold {
  /** What of the record goes in; the rest is looked up where one of these points at it. */
  static final Set<String> KINDS =
      Set.of(
          "decisions.decided",
          "decisions.withdrawn",
          "decisions.undone",
          "enforcement.carried-out",
          "enforcement.lapsed",
          "appeals.filed",
          "appeals.decided",
          "appeals.withdrawn");

  private static final Set<String> SUSPENSIONS =
      Set.of("suspend-temporarily", "suspend-permanently");

  private static final String REPORTED = "cases.reported";
  private static final String NAMED = "legal.account-named";
  private static final String SURFACED = "cases.surfaced";
  private static final String RESEMBLED = "cases.resembled";
  private static final String OPENED = "cases.opened";
  private static final int PAGE = 5_000;

  /** From an order back to the decision that it undoes: order, undoing or appeal, decision. */
  private static final int LONGEST_WAY_BACK = 8;

  private final RecordStream records;
  private final Tally live = new Tally();
  private final Tally sample = new Tally();
  private final Tally imported = new Tally();

  /** Decisions that suspend. */
  private final Map<RecordId, Suspending> suspending = new HashMap<>();

  /** What undoings, appeals and decisions on them follow from. */
  private final Map<RecordId, RecordId> causes = new HashMap<>();

  /** Decisions that one person took although another's word was asked for. */
  private final Map<RecordId, Origin> alone = new HashMap<>();

  /** Decisions that a rule took without a person. */
  private final Map<RecordId, Origin> automated = new HashMap<>();

  private final Map<RecordId, Heard> heard = new HashMap<>();
  private final Map<Subject, Account> accounts = new HashMap<>();
  private Place place = Place.START;
  private long count;
  private @Nullable Instant upTo;

  Fold(RecordStream records) {
    this.records = records;
  }

  private enum Origin {
    LIVE,
    SAMPLE,
    IMPORTED;

    /** What does not say is taken for live: a figure must not hide what happened. */
    static Origin of(Told record) {
      return switch (record.word("origin")) {
        case "sample" -> SAMPLE;
        case "imported" -> IMPORTED;
        default -> LIVE;
      };
    }
  }

  private enum State {
    SUSPENDED,
    REINSTATED,
    ENDED
  }

  private record Suspending(Origin origin, String policy, @Nullable RecordId cause) {}

  private record Heard(Origin origin, String outcome, boolean alone) {}

  private static final class Account {
    State state = State.SUSPENDED;
    RecordId by;

    Account(RecordId by) {
      this.by = by;
    }
  }

  /** The first suspension of an account, whose source is still to be found out. */
  private record First(Told receipt, Subject subject, Suspending decision) {}

  /** Reads on to the end. True when there was anything. */
  boolean readOn() {
    boolean any = false;
    while (true) {
      List<Told> page = records.after(place, KINDS, PAGE);
      if (page.isEmpty()) {
        return any;
      }
      any = true;
      List<First> firsts = new ArrayList<>();
      page.forEach(record -> take(record, firsts));
      count(firsts);
      Told last = page.getLast();
      place = last.place();
      count += page.size();
      upTo = last.at();
    }
  }

  Figures figures() {
    return new Figures(count, upTo, live.town(), sample.town(), imported.town());
  }

  private void take(Told record, List<First> firsts) {
    switch (record.kind().name()) {
      case "decisions.decided" -> decided(record);
      case "decisions.withdrawn" -> withdrawn(record);
      case "decisions.undone" -> follow(record);
      case "enforcement.carried-out" -> carriedOut(record, firsts);
      case "enforcement.lapsed" -> lapsed(record);
      case "appeals.filed" -> {
        follow(record);
        tally(record).appealed();
      }
      case "appeals.decided" -> heard(record);
      case "appeals.withdrawn" -> unheard(record);
      default -> throw new IllegalStateException("not asked for: " + record.kind().name());
    }
  }

  private Tally tally(Told record) {
    return tally(Origin.of(record));
  }

  private Tally tally(Origin origin) {
    return switch (origin) {
      case LIVE -> live;
      case SAMPLE -> sample;
      case IMPORTED -> imported;
    };
  }

  private void follow(Told record) {
    RecordId cause = record.cause();
    if (cause != null) {
      causes.put(record.id(), cause);
    }
  }

  private void decided(Told record) {
    Map<String, Object> half = record.publicHalf();
    Origin origin = Origin.of(record);
    if (Boolean.TRUE.equals(half.get("onAppeal"))) {
      follow(record);
    } else if (Boolean.FALSE.equals(half.get("secondPerson"))) {
      alone.put(record.id(), origin);
      tally(origin).decidedAlone(1);
    }
    if (Boolean.TRUE.equals(half.get("automated"))) {
      automated.put(record.id(), origin);
      tally(origin).decidedByRule(1);
    }
    if (half.get("actions") instanceof List<?> actions
        && actions.stream().anyMatch(SUSPENSIONS::contains)) {
      suspending.put(record.id(), new Suspending(origin, record.word("policy"), record.cause()));
    }
  }

  /** Taken back before it left: it counts as never taken. */
  private void withdrawn(Told record) {
    RecordId decision = record.cause();
    if (decision == null) {
      return;
    }
    Origin byOne = alone.remove(decision);
    if (byOne != null) {
      tally(byOne).decidedAlone(-1);
    }
    Origin byRule = automated.remove(decision);
    if (byRule != null) {
      tally(byRule).decidedByRule(-1);
    }
  }

  private void heard(Told record) {
    follow(record);
    boolean secondPerson = !Boolean.FALSE.equals(record.publicHalf().get("secondPerson"));
    var outcome = new Heard(Origin.of(record), record.word("outcome"), !secondPerson);
    heard.put(record.id(), outcome);
    tally(outcome.origin()).heard(outcome.outcome(), outcome.alone(), 1);
  }

  private void unheard(Told record) {
    RecordId appeal = record.cause();
    Heard outcome = appeal == null ? null : heard.remove(appeal);
    if (outcome != null) {
      tally(outcome.origin()).heard(outcome.outcome(), outcome.alone(), -1);
    }
  }

  private void carriedOut(Told record, List<First> firsts) {
    switch (record.word("action")) {
      case "suspend" -> suspended(record, firsts);
      case "reinstate" -> reinstated(record);
      // Every other measure is no suspension and the end of none.
      default -> {}
    }
  }

  private void suspended(Told record, List<First> firsts) {
    Subject subject = record.subject();
    RecordId cause = record.cause();
    Suspending decision = cause == null ? null : suspending.get(cause);
    if (subject == null || cause == null || decision == null) {
      return;
    }
    Account account = accounts.get(subject);
    if (account == null) {
      accounts.put(subject, new Account(cause));
      firsts.add(new First(record, subject, decision));
      return;
    }
    if (account.state != State.SUSPENDED) {
      // The count of the first suspension may still wait in this page: both may come in any order.
      tally(decision.origin()).suspendedAgain(account.state == State.REINSTATED);
    }
    account.state = State.SUSPENDED;
    account.by = cause;
  }

  private void reinstated(Told record) {
    Account account = standing(record);
    if (account != null && leadsTo(record.cause(), account.by)) {
      account.state = State.REINSTATED;
      tally(originOf(account)).reinstated(record.at());
    }
  }

  private void lapsed(Told record) {
    Account account = record.word("action").equals("suspend") ? standing(record) : null;
    if (account != null && account.by.equals(record.cause())) {
      account.state = State.ENDED;
      tally(originOf(account)).ended();
    }
  }

  private Origin originOf(Account account) {
    Suspending by = suspending.get(account.by);
    return by == null ? Origin.LIVE : by.origin();
  }

  private @Nullable Account standing(Told record) {
    Subject subject = record.subject();
    Account account = subject == null ? null : accounts.get(subject);
    return account != null && account.state == State.SUSPENDED ? account : null;
  }

  private boolean leadsTo(@Nullable RecordId from, RecordId decision) {
    RecordId at = from;
    for (int i = 0; i < LONGEST_WAY_BACK && at != null; i++) {
      if (at.equals(decision)) {
        return true;
      }
      at = causes.get(at);
    }
    return false;
  }

  /** Finds out, for all first suspensions of a page at once, how the accounts were found. */
  private void count(List<First> firsts) {
    if (firsts.isEmpty()) {
      return;
    }
    Set<Subject> subjects = firsts.stream().map(First::subject).collect(Collectors.toSet());
    Map<Subject, Told> reports = firstOf(REPORTED, subjects);
    Map<Subject, Told> toldUs = toldUs(subjects);
    Map<Subject, Told> surfacings = firstOf(SURFACED, subjects);
    firstOf(RESEMBLED, subjects)
        .forEach((subject, found) -> surfacings.merge(subject, found, Fold::earlier));
    Map<First, Told> openings = openings(firsts);
    Set<RecordId> causesOfOpenings = new HashSet<>();
    for (Told opening : openings.values()) {
      RecordId cause = opening.cause();
      if (cause != null) {
        causesOfOpenings.add(cause);
      }
    }
    Map<RecordId, Told> leads = byId(causesOfOpenings);
    Set<Subject> subjectsOfLeads = new HashSet<>();
    for (Told lead : leads.values()) {
      Subject subject = lead.subject();
      if (subject != null) {
        subjectsOfLeads.add(subject);
      }
    }
    Map<Subject, Told> reportsOnLeads = toldUs(subjectsOfLeads);
    for (First first : firsts) {
      Told report = reports.get(first.subject());
      Told opening = openings.get(first);
      Told lead = opening == null ? null : get(leads, opening.cause());
      Subject subjectOfLead = lead == null ? null : lead.subject();
      Told reportOnLead = subjectOfLead == null ? null : reportsOnLeads.get(subjectOfLead);
      Tally tally = tally(first.decision().origin());
      tally.suspendedFirst(
          first.receipt().at(),
          first.decision().policy(),
          source(
              first.receipt(),
              toldUs.get(first.subject()),
              opening,
              reportOnLead,
              surfacings.get(first.subject())));
      Instant sign = sign(opening, report);
      if (sign != null) {
        tally.took(Math.max(0, Duration.between(sign, first.receipt().at()).toSeconds()));
      }
    }
  }

  /**
   * By the order of records alone: the opening's own word for its source is not asked. A case
   * without any report before the action was opened by Reeve's surfacing, or from another account's
   * case, or nobody knows how.
   */
  private static Source source(
      Told receipt,
      @Nullable Told report,
      @Nullable Told opening,
      @Nullable Told reportOnLead,
      @Nullable Told surfacing) {
    if (before(report, receipt)) {
      return Source.REPORTS;
    }
    if (opening == null) {
      return Source.OTHERWISE;
    }
    if (before(reportOnLead, opening)) {
      return Source.FROM_REPORTS;
    }
    return before(surfacing, receipt) ? Source.PROACTIVE : Source.OTHERWISE;
  }

  private static Told earlier(Told one, Told other) {
    return one.place().compareTo(other.place()) <= 0 ? one : other;
  }

  private static boolean before(@Nullable Told earlier, Told later) {
    return earlier != null && earlier.place().compareTo(later.place()) < 0;
  }

  /** When the case began: when what opened it happened, as it says; else the first report. */
  private static @Nullable Instant sign(@Nullable Told opening, @Nullable Told report) {
    if (opening == null) {
      return report == null ? null : report.at();
    }
    try {
      return Instant.parse(opening.word("at"));
    } catch (DateTimeException e) {
      return opening.at();
    }
  }

  /** The first report on each, or order of an authority that names it, whichever came before. */
  private Map<Subject, Told> toldUs(Set<Subject> subjects) {
    Map<Subject, Told> found = firstOf(REPORTED, subjects);
    firstOf(NAMED, subjects).forEach((subject, told) -> found.merge(subject, told, Fold::earlier));
    return found;
  }

  private Map<Subject, Told> firstOf(String kind, Set<Subject> subjects) {
    Map<Subject, Told> found = new HashMap<>();
    for (Told record : records.firsts(subjects, kind)) {
      Subject subject = record.subject();
      if (subject != null) {
        found.put(subject, record);
      }
    }
    return found;
  }

  /** The opening of the case that each decision goes back to, by way of a proposal or an appeal. */
  private Map<First, Told> openings(List<First> firsts) {
    Map<First, Told> openings = new HashMap<>();
    Map<First, RecordId> way = new HashMap<>();
    for (First first : firsts) {
      RecordId cause = first.decision().cause();
      if (cause != null) {
        way.put(first, cause);
      }
    }
    for (int i = 0; i < LONGEST_WAY_BACK && !way.isEmpty(); i++) {
      Map<RecordId, Told> found = byId(new HashSet<>(way.values()));
      Map<First, RecordId> further = new HashMap<>();
      way.forEach((first, id) -> {
        Told record = found.get(id);
        if (record != null && record.kind().name().equals(OPENED)) {
          openings.put(first, record);
        } else if (record != null && record.cause() != null) {
          further.put(first, record.cause());
        }
      });
      way = further;
    }
    return openings;
  }

  private static @Nullable Told get(Map<RecordId, Told> from, @Nullable RecordId id) {
    return id == null ? null : from.get(id);
  }

  private Map<RecordId, Told> byId(Set<RecordId> ids) {
    Map<RecordId, Told> found = new HashMap<>();
    records.find(ids).forEach(record -> found.put(record.id(), record));
    return found;
  }
}
