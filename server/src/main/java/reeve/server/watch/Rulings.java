package reeve.server.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.Subject;
import reeve.server.policy.ClauseId;
import reeve.server.policy.PolicyId;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/**
 * Reads decisions, and those that were taken back, out of the public side of the record. What was
 * withdrawn before it left is never given. A changed appeal tells by the decision that took the
 * place of the first.
 */
@Component
final class Rulings {
  /**
   * A decision or the outcome of an appeal can be withdrawn for ten seconds. After three times that
   * a withdrawal has been committed, too.
   */
  static final Duration SETTLED = Duration.ofSeconds(30);

  private static final String DECIDED = "decisions.decided";
  private static final String UNDONE = "decisions.undone";
  private static final String HEARD = "appeals.decided";
  private static final String OPENED = "cases.opened";
  private static final Set<String> KINDS = Set.of(DECIDED, UNDONE, HEARD);
  private static final Set<String> WITHDRAWALS = Set.of("decisions.withdrawn", "appeals.withdrawn");
  private static final int PAGE = 1_000;

  /** From a decision on an appeal back to the opening: appeal, filing, decision, proposal, case. */
  private static final int LONGEST_WAY_BACK = 8;

  private final RecordStream records;
  private final InstantSource clock;

  Rulings(RecordStream records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * What was decided after a place, in the order of records. Stops before the first record that is
   * younger than {@link #SETTLED}; reading on from the last one's place misses nothing.
   *
   * @param most 1 to 1,000
   */
  List<Ruling> after(Place after, int most) {
    if (most < 1 || most > PAGE) {
      throw new IllegalArgumentException("most is 1 to " + PAGE);
    }
    List<Ruling> rulings = new ArrayList<>();
    Place from = after;
    while (rulings.size() < most) {
      List<Told> page = records.after(from, KINDS, PAGE);
      List<Told> settled = settled(page);
      rulings.addAll(rulings(settled));
      if (settled.size() < PAGE) {
        break;
      }
      from = settled.getLast().place();
    }
    return List.copyOf(rulings.subList(0, Math.min(most, rulings.size())));
  }

  private List<Told> settled(List<Told> page) {
    Instant before = clock.instant().minus(SETTLED);
    int end = 0;
    while (end < page.size() && !page.get(end).at().isAfter(before)) {
      end++;
    }
    return page.subList(0, end);
  }

  private List<Ruling> rulings(List<Told> page) {
    if (page.isEmpty()) {
      return List.of();
    }
    Set<RecordId> withdrawn = withdrawn(page);
    Map<RecordId, Told> decisions = decisions(page);
    Map<RecordId, Ruling.Source> sources = sources(decisions.values());
    List<Ruling> rulings = new ArrayList<>(page.size());
    for (Told record : page) {
      boolean gone = withdrawn.contains(record.id());
      // The decision that took another's place goes with the outcome of the appeal.
      boolean goneWith = record.cause() != null && withdrawn.contains(record.cause());
      Told decision = decisions.get(record.id());
      if (!gone && !goneWith && decision != null) {
        Ruling ruling = ruling(record, decision, sources.get(decision.id()));
        if (ruling != null) {
          rulings.add(ruling);
        }
      }
    }
    return rulings;
  }

  /** None of an erased record, of which nothing is known. */
  private static @Nullable Ruling ruling(
      Told record, Told decision, Ruling.@Nullable Source source) {
    if (!(decision.subject() instanceof AccountRef account)
        || !(decision.publicHalf().get("actions") instanceof List<?> actions)) {
      return null;
    }
    String clause = decision.word("clause");
    return new Ruling(
        record.place(),
        record.id(),
        account,
        record.at(),
        Origin.valueOf(decision.word("origin").toUpperCase(Locale.ROOT)),
        clause.isEmpty() ? null : new ClauseId(new PolicyId(decision.word("policy")), clause),
        actions.stream().map(String::valueOf).filter(it -> !it.equals("no-violation")).toList(),
        source,
        !record.kind().name().equals(DECIDED));
  }

  /** What of a page was taken back before it left: a withdrawal follows soon, and after it. */
  private Set<RecordId> withdrawn(List<Told> page) {
    Instant until = page.getLast().at().plus(SETTLED);
    Set<RecordId> withdrawn = new HashSet<>();
    Place from = page.getFirst().place();
    while (true) {
      List<Told> some = records.after(from, WITHDRAWALS, PAGE);
      for (Told one : some) {
        if (one.cause() != null) {
          withdrawn.add(one.cause());
        }
      }
      if (some.size() < PAGE || some.getLast().at().isAfter(until)) {
        return withdrawn;
      }
      from = some.getLast().place();
    }
  }

  /** The decision that each record tells of; none of an appeal that did not take one back. */
  private Map<RecordId, Told> decisions(List<Told> page) {
    List<Told> telling =
        page.stream()
            .filter(
                it -> !it.kind().name().equals(HEARD) || it.word("outcome").equals("overturned"))
            .toList();
    return back(telling, DECIDED);
  }

  /** The nearest record of a kind on each record's way back, itself included. */
  private Map<RecordId, Told> back(Iterable<Told> records, String kind) {
    Map<RecordId, Told> found = new HashMap<>();
    Map<RecordId, Told> at = new HashMap<>();
    records.forEach(record -> at.put(record.id(), record));
    for (int i = 0; i < LONGEST_WAY_BACK && !at.isEmpty(); i++) {
      Map<RecordId, RecordId> causes = new HashMap<>();
      at.forEach((start, record) -> {
        if (record.kind().name().equals(kind)) {
          found.put(start, record);
        } else if (record.cause() != null) {
          causes.put(start, record.cause());
        }
      });
      Map<RecordId, Told> next = byId(new HashSet<>(causes.values()));
      at.clear();
      causes.forEach((start, cause) -> {
        Told record = next.get(cause);
        if (record != null) {
          at.put(start, record);
        }
      });
    }
    return found;
  }

  /** How the account of each decision was found, as the public figures count it. */
  private Map<RecordId, Ruling.Source> sources(Iterable<Told> given) {
    Map<RecordId, Told> decisions = new HashMap<>();
    given.forEach(decision -> decisions.put(decision.id(), decision));
    Map<Subject, Told> reports = firsts("cases.reported", decisions.values());
    Map<Subject, Told> surfacings = firsts("cases.surfaced", decisions.values());
    Map<RecordId, Told> openings = back(decisions.values(), OPENED);
    Map<RecordId, Told> leads =
        byId(
            openings.values().stream()
                .map(Told::cause)
                .filter(it -> it != null)
                .collect(Collectors.toSet()));
    Map<Subject, Told> reportsOnLeads = firsts("cases.reported", leads.values());
    Map<RecordId, Ruling.Source> sources = new HashMap<>();
    decisions.forEach((id, decision) -> {
      Told opening = openings.get(id);
      Told lead = opening == null || opening.cause() == null ? null : leads.get(opening.cause());
      if (before(of(reports, decision), decision)) {
        sources.put(id, Ruling.Source.REPORT);
      } else if (opening != null && lead != null && before(of(reportsOnLeads, lead), opening)) {
        sources.put(id, Ruling.Source.FROM_REPORT);
      } else if (opening != null && before(of(surfacings, decision), decision)) {
        sources.put(id, Ruling.Source.PROACTIVE);
      }
    });
    return sources;
  }

  private static @Nullable Told of(Map<Subject, Told> firsts, Told about) {
    return about.subject() == null ? null : firsts.get(about.subject());
  }

  private static boolean before(@Nullable Told earlier, Told later) {
    return earlier != null && earlier.place().compareTo(later.place()) < 0;
  }

  private Map<Subject, Told> firsts(String kind, Iterable<Told> about) {
    Set<Subject> subjects = new HashSet<>();
    about.forEach(record -> {
      if (record.subject() != null) {
        subjects.add(record.subject());
      }
    });
    Map<Subject, Told> firsts = new HashMap<>();
    records
        .firsts(subjects, kind)
        .forEach(record -> {
          if (record.subject() != null) {
            firsts.put(record.subject(), record);
          }
        });
    return firsts;
  }

  private Map<RecordId, Told> byId(Set<RecordId> ids) {
    return records.find(ids).stream().collect(Collectors.toMap(Told::id, Function.identity()));
  }
}
