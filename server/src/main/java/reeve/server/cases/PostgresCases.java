package reeve.server.cases;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.OwnAccounts;

/**
 * Cases as rows. Each change locks the case's row first, then looks, then writes. What a decision
 * does is in {@link Closing}, what is kept as evidence in {@link CaseCopies}.
 */
@Component
final class PostgresCases implements Cases {
  private static final Kind ESCALATED = new Kind("cases.escalated", 1);

  private final JdbcClient db;
  private final Claims claims;
  private final Conflicts conflicts;
  private final OwnAccounts own;
  private final CaseFinder cases;
  private final Closing closing;
  private final CaseCopies copies;
  private final CaseLog log;
  private final Records records;
  private final CaseSettings settings;
  private final InstantSource clock;

  PostgresCases(
      JdbcClient db,
      Claims claims,
      Conflicts conflicts,
      OwnAccounts own,
      CaseFinder cases,
      Closing closing,
      CaseCopies copies,
      CaseLog log,
      Records records,
      CaseSettings settings,
      InstantSource clock) {
    this.db = db;
    this.claims = claims;
    this.conflicts = conflicts;
    this.own = own;
    this.cases = cases;
    this.closing = closing;
    this.copies = copies;
    this.log = log;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<Case> find(CaseId id) {
    return cases.find(id);
  }

  @Override
  public Optional<Case> open(AccountRef account) {
    return cases.open(account);
  }

  @Override
  public List<Case> history(AccountRef account) {
    return db.sql(
            CaseRow.SELECT + "where c.platform = ? and c.account = ? order by c.id desc limit 100")
        .params(account.platform().value(), account.nativeId())
        .query(CaseRow::map)
        .list();
  }

  @Override
  public Optional<CaseId> holding(PlatformId platform, String report) {
    return db.sql("select case_id from report where platform = ? and native_id = ?")
        .params(platform.value(), report)
        .query(Long.class)
        .optional()
        .map(CaseId::new);
  }

  @Override
  public Grip grip(ClaimId claim, Actor.Staff by) {
    Claims.Begun begun = claims.find(claim).orElse(null);
    if (begun == null || !begun.holder().equals(by.id())) {
      return new Grip.Barred("This claim is not yours.");
    }
    Case now = cases.lock(new CaseId(begun.caseId()));
    if (conflict(now.id(), by)) {
      return new Grip.Barred(CONFLICT);
    }
    Case.Claim current = now.claim();
    boolean holds =
        now.state() == Case.State.OPEN
            && current != null
            && current.id().equals(claim)
            && current.until().isAfter(clock.instant());
    return holds ? new Grip.Held(now) : new Grip.Lost(now, log.since(begun.caseId(), begun.at()));
  }

  private static final String CONFLICT =
      "Your own account is the subject of this case, reported it or is mentioned in it:"
          + " somebody else must judge it.";

  @Override
  public Grip take(CaseId id, Actor.Staff by) {
    Case now = cases.lock(id);
    if (conflict(id, by)) {
      return new Grip.Barred(CONFLICT);
    }
    Case.Claim claim = now.claim();
    if (now.state() != Case.State.OPEN) {
      return new Grip.Lost(now, log.since(id.value(), now.openedAt()));
    }
    if (claim == null || !claim.until().isAfter(clock.instant())) {
      return new Grip.Held(claims.give(now, by));
    }
    return claim.holder().equals(by)
        ? new Grip.Held(now)
        : new Grip.Lost(now, log.since(id.value(), now.openedAt()));
  }

  @Override
  public boolean conflict(CaseId id, Actor.Staff member) {
    return conflicts.touches(id.value(), own.of(member));
  }

  @Override
  public void letSee(CaseId id, Actor.Staff member, Instant until) {
    db.sql(
            """
            insert into case_view (case_id, member, until) values (?, ?, ?::timestamptz)
            on conflict (case_id, member) do update
            set until = greatest(case_view.until, excluded.until)
            """)
        .params(id.value(), member.id(), until.toString())
        .update();
  }

  @Override
  public void escalate(CaseId id, Actor.Staff by) {
    Case open = cases.lock(id);
    if (open.state() != Case.State.OPEN || open.danger()) {
      return;
    }
    Instant now = clock.instant();
    claims.end(open, Claims.End.ESCALATED, by);
    db.sql(
            """
            update cases
            set queue = ?, queue_chosen = true, danger_at = ?::timestamptz, parked_until = null,
                due_at = least(due_at, ?::timestamptz)
            where id = ?
            """)
        .params(
            QueueId.DANGER.value(),
            now.toString(),
            now.plus(settings.dangerDue()).toString(),
            id.value())
        .update();
    records.append(
        new Entry(
            ESCALATED, open.account(), by, open.opened(), Map.of("case", id.value()), Map.of()));
  }

  @Override
  public void handBack(CaseId id, Actor.Staff by) {
    claims.end(cases.lock(id), Claims.End.HANDED_BACK, by);
  }

  @Override
  public void park(CaseId id, Instant until) {
    Case held = cases.lock(id);
    Case.Claim claim = held.claim();
    if (held.state() == Case.State.OPEN && claim != null) {
      claims.end(held, Claims.End.PARKED, claim.holder());
    }
    db.sql("update cases set parked_until = ?::timestamptz where id = ? and state = 'open'")
        .params(until.toString(), id.value())
        .update();
  }

  @Override
  public void close(CaseId id, String words, RecordId cause, Instant at) {
    closing.close(id, words, cause, at);
  }

  @Override
  public Case reopen(CaseId id, RecordId cause, Actor.Staff holder) {
    return closing.reopen(id, cause, holder);
  }

  @Override
  public void keep(CaseId id, Instant since) {
    closing.keep(id, since);
  }

  @Override
  public void judgeReporters(CaseId id, @Nullable Boolean right) {
    closing.judgeReporters(id, right);
  }

  @Override
  public void overturned(CaseId id, boolean overturned) {
    closing.overturned(id, overturned);
  }

  @Override
  public List<Witness> witnesses(CaseId id) {
    return copies.witnesses(id);
  }

  @Override
  public boolean askedByAuthority(CaseId id) {
    return copies.askedByAuthority(id);
  }

  @Override
  public List<FlaggedPost> flagged(CaseId id) {
    return copies.flagged(id);
  }

  @Override
  public List<FlaggedPost> kept(CaseId id) {
    return copies.kept(id);
  }

  @Override
  public Set<PostRef> needed(Collection<PostRef> posts) {
    return copies.needed(posts);
  }

  @Override
  public Map<CaseId, Facts> facts(Collection<CaseId> ids) {
    return copies.facts(ids);
  }

  @Override
  public Optional<Profile> profile(AccountRef account) {
    return copies.profile(account);
  }

  @Override
  public void seal(CaseId id, List<PostRef> posts, Actor.Staff by) {
    copies.seal(id, posts, by);
  }
}
