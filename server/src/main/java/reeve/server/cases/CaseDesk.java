package reeve.server.cases;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What a member does with cases, each in a transaction of its own, and recorded. */
@Component
class CaseDesk {
  /** So many cases one member holds at the most: claiming is no way to set cases apart. */
  static final int CLAIMS_MOST = 5;

  private static final Kind VIEWED = new Kind("cases.viewed", 1);
  private static final Kind MOVED = new Kind("cases.moved", 1);

  private final JdbcClient db;
  private final Claims claims;
  private final Cases cases;
  private final CaseFiles files;
  private final Routing routing;
  private final Queues queues;
  private final CaseLog log;
  private final Records records;
  private final CaseSettings settings;
  private final InstantSource clock;

  CaseDesk(
      JdbcClient db,
      Claims claims,
      Cases cases,
      CaseFiles files,
      Routing routing,
      Queues queues,
      CaseLog log,
      Records records,
      CaseSettings settings,
      InstantSource clock) {
    this.db = db;
    this.claims = claims;
    this.cases = cases;
    this.files = files;
    this.routing = routing;
    this.queues = queues;
    this.log = log;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  static Actor.Staff staff(Member member) {
    return new Actor.Staff(member.id().value());
  }

  /** Claims the worst case of one queue, or of all. */
  @Transactional
  public Optional<Case> claimNext(Member member, Optional<QueueId> queue) {
    queue
        .filter(id -> !routing.knows(id))
        .ifPresent(id -> {
          throw new Refused(CaseProblem.NO_SUCH_QUEUE, "There is no queue named " + id + ".");
        });
    if (claims.held(staff(member)).size() >= CLAIMS_MOST) {
      throw new Refused(
          CaseProblem.TOO_MANY_CLAIMS,
          "You hold " + CLAIMS_MOST + " cases. Decide one or hand one back first.");
    }
    Optional<Case> taken =
        claims.next(
            new Claims.Claimant(staff(member), member.account(), member.is(Role.LEAD)),
            queue.map(List::of).orElseGet(routing::queues));
    queues.changed();
    return taken;
  }

  /**
   * What a member may see of a case.
   *
   * @param held whether they hold it now, and may act on it
   */
  record Sight(CaseFile file, boolean held) {}

  /** The case's file for who holds it or was let see it; recorded as a view. Empty for others. */
  @Transactional
  public Optional<Sight> look(CaseId id, Member member) {
    Case of = find(id);
    boolean held = holds(of, member);
    if (!held && !letSee(id, member)) {
      return Optional.empty();
    }
    CaseFile file = files.of(of, member.is(Role.LEAD));
    records.append(
        new Entry(
            VIEWED,
            of.account(),
            staff(member),
            of.opened(),
            Map.of("case", id.value()),
            Map.of(
                "posts",
                file.posts().stream().map(shown -> shown.post().post().nativeId()).toList(),
                "rules",
                file.evidence().rules().stream().map(CaseEvidence.RuleHits::rule).toList())));
    return Optional.of(new Sight(file, held));
  }

  /** Whether a member may see a case's copies now. */
  boolean maySee(Case of, Member member) {
    return holds(of, member) || letSee(of.id(), member);
  }

  Case find(CaseId id) {
    return cases
        .find(id)
        .orElseThrow(() -> new Refused(CaseProblem.NO_SUCH_CASE, "There is no case " + id + "."));
  }

  private boolean holds(Case of, Member member) {
    Case.Claim claim = of.claim();
    return of.state() == Case.State.OPEN
        && claim != null
        && claim.holder().equals(staff(member))
        && claim.until().isAfter(clock.instant());
  }

  private boolean letSee(CaseId id, Member member) {
    return db.sql(
            """
            select exists (select from case_view
                           where case_id = ? and member = ? and until > ?::timestamptz)
            """)
        .params(id.value(), member.id().value(), clock.instant().toString())
        .query((row, _) -> row.getBoolean(1))
        .single();
  }

  /** Whether the member may take this very case: a lead, and whoever held it before. */
  boolean mayTake(CaseId id, Member member) {
    return member.is(Role.LEAD)
        || db.sql("select exists (select from claim where case_id = ? and holder = ?)")
            .params(id.value(), member.id().value())
            .query((row, _) -> row.getBoolean(1))
            .single();
  }

  @Transactional
  public Grip take(CaseId id, Member member) {
    find(id);
    if (!mayTake(id, member)) {
      return new Grip.Barred("Only a lead may take a case by its number. Claim the next one.");
    }
    queues.changed();
    return cases.take(id, staff(member));
  }

  @Transactional
  public Optional<Instant> renew(ClaimId claim, Member member) {
    return claims.renew(claim, staff(member));
  }

  @Transactional
  public Grip escalate(ClaimId claim, Member member) {
    Grip grip = cases.grip(claim, staff(member));
    if (grip instanceof Grip.Held held) {
      cases.escalate(held.of().id(), staff(member));
      queues.changed();
    }
    return grip;
  }

  @Transactional
  public Grip handBack(ClaimId claim, Member member) {
    Grip grip = cases.grip(claim, staff(member));
    if (grip instanceof Grip.Held held) {
      cases.handBack(held.of().id(), staff(member));
      queues.changed();
    }
    return grip;
  }

  /**
   * Corrects the queue; the case stays with who holds it, and reports and verdicts no longer move
   * it.
   */
  @Transactional
  public Grip move(ClaimId claim, QueueId to, Member member) {
    if (!routing.knows(to) || to.equals(QueueId.DANGER)) {
      throw new Refused(CaseProblem.NO_SUCH_QUEUE, "A case cannot be moved to " + to + ".");
    }
    Grip grip = cases.grip(claim, staff(member));
    if (grip instanceof Grip.Held held) {
      Case of = held.of();
      var policies = routing.policy(to).map(List::of).orElse(List.of());
      int severity = routing.severity(policies);
      Instant due = of.openedAt().plus(routing.due(policies));
      db.sql(
              """
              update cases
              set queue = ?, queue_chosen = true, danger_at = null, severity_s = ?,
                  priority = priority - severity_s + ?, due_at = ?::timestamptz
              where id = ?
              """)
          .params(to.value(), severity * 3600, severity * 3600, due.toString(), of.id().value())
          .update();
      log.add(of.id().value(), clock.instant(), "Moved to the queue " + routing.title(to) + ".");
      records.append(
          new Entry(
              MOVED,
              of.account(),
              staff(member),
              of.opened(),
              Map.of("case", of.id().value()),
              Map.of("from", of.queue().value(), "to", to.value())));
      queues.changed();
    }
    return grip;
  }

  List<Case> mine(Member member) {
    return claims.held(staff(member));
  }

  /** How long before a claim lapses the page renews it. */
  long renewEverySeconds() {
    return Math.max(5, settings.lease().toSeconds() / 3);
  }
}
