package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.OwnAccounts;

/** Cases as rows. Each change locks the case's row first, then looks, then writes. */
@Component
final class PostgresCases implements Cases {
  private static final Kind CLOSED = new Kind("cases.closed", 1);
  private static final Kind REOPENED = new Kind("cases.reopened", 1);
  private static final Kind ESCALATED = new Kind("cases.escalated", 1);
  private static final Kind SEALED = new Kind("cases.sealed", 1);

  private final JdbcClient db;
  private final Claims claims;
  private final Conflicts conflicts;
  private final OwnAccounts own;
  private final Merge merge;
  private final CaseLog log;
  private final Copied copied;
  private final Records records;
  private final CaseSettings settings;
  private final InstantSource clock;

  PostgresCases(
      JdbcClient db,
      Claims claims,
      Conflicts conflicts,
      OwnAccounts own,
      Merge merge,
      CaseLog log,
      Copied copied,
      Records records,
      CaseSettings settings,
      InstantSource clock) {
    this.db = db;
    this.claims = claims;
    this.conflicts = conflicts;
    this.own = own;
    this.merge = merge;
    this.log = log;
    this.copied = copied;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<Case> find(CaseId id) {
    return db.sql(CaseRow.SELECT + "where c.id = ?")
        .param(id.value())
        .query(CaseRow::map)
        .optional();
  }

  @Override
  public Optional<Case> open(AccountRef account) {
    return db.sql(CaseRow.SELECT + "where c.platform = ? and c.account = ? and c.state = 'open'")
        .params(account.platform().value(), account.nativeId())
        .query(CaseRow::map)
        .optional();
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
    Case now = lock(new CaseId(begun.caseId()));
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
    Case now = lock(id);
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

  private Case lock(CaseId id) {
    db.sql("select 1 from cases where id = ? for update").param(id.value()).query().singleRow();
    return find(id).orElseThrow();
  }

  @Override
  public void close(CaseId id, String words, RecordId cause, Instant at) {
    Case open = lock(id);
    if (open.state() != Case.State.OPEN) {
      throw new IllegalStateException("case " + id + " is not open");
    }
    Case.Claim claim = open.claim();
    Actor by = claim == null ? new Actor.Worker("cases") : claim.holder();
    if (claim != null) {
      db.sql("update claim set ended_at = ?::timestamptz, ended = 'decided' where id = ?")
          .params(at.toString(), claim.id().value())
          .update();
    }
    db.sql(
            """
            update cases
            set state = 'closed', outcome = ?, outcome_record = ?, closed_at = ?::timestamptz,
                keep_since = ?::timestamptz, claim = null, holder = null, claim_until = null,
                parked_until = null
            where id = ?
            """)
        .params(words, cause.value(), at.toString(), at.toString(), id.value())
        .update();
    log.add(id.value(), at, "Decided: " + words + ".");
    records.append(
        new Entry(
            CLOSED,
            open.account(),
            by,
            cause,
            Map.of("case", id.value(), "outcome", words),
            Map.of("reports", open.reports(), "reporters", open.reporters())));
  }

  @Override
  public Case reopen(CaseId id, RecordId cause, Actor.Staff holder) {
    Case closed = lock(id);
    if (closed.state() != Case.State.CLOSED) {
      throw new IllegalStateException("case " + id + " is not closed");
    }
    Optional<Case> other = open(closed.account());
    CaseId lives = other.map(Case::id).orElse(id);
    if (other.isPresent()) {
      lock(lives);
      merge.into(id, lives);
    } else {
      db.sql(
              """
              update cases set state = 'open', outcome = null, outcome_record = null,
                               closed_at = null, keep_since = null
              where id = ?
              """)
          .param(id.value())
          .update();
    }
    log.add(lives.value(), clock.instant(), "The case was opened again.");
    records.append(
        new Entry(
            REOPENED,
            closed.account(),
            holder,
            cause,
            Map.of("case", id.value(), "lives_in", lives.value()),
            Map.of()));
    Case open = find(lives).orElseThrow();
    Case.Claim claim = open.claim();
    boolean held = claim != null && claim.until().isAfter(clock.instant());
    return held ? open : claims.give(open, holder);
  }

  @Override
  public void keep(CaseId id, Instant since) {
    db.sql(
            """
            update cases set keep_since = greatest(keep_since, ?::timestamptz)
            where id = ? and state <> 'open'
            """)
        .params(since.toString(), id.value())
        .update();
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
  public void judgeReporters(CaseId id, boolean right) {
    lock(id);
    Boolean before =
        db.sql("select judged from cases where id = ?")
            .param(id.value())
            .query(Verdict::map)
            .single()
            .right();
    if (before != null && before == right) {
      return;
    }
    db.sql(
            """
            update reporter p set judged = judged + :judged, was_right = was_right + :right
            from (select distinct reporter from report
                  where case_id = :case and because is distinct from 'self') w
            where p.id = w.reporter
            """)
        .param("judged", before == null ? 1 : 0)
        .param("right", right ? 1 : before == null ? 0 : -1)
        .param("case", id.value())
        .update();
    db.sql("update cases set judged = ? where id = ?").params(right, id.value()).update();
  }

  private record Verdict(@Nullable Boolean right) {
    static Verdict map(ResultSet row, int number) throws SQLException {
      return new Verdict(row.getObject(1, Boolean.class));
    }
  }

  @Override
  public List<Witness> witnesses(CaseId id) {
    return db.sql(
            """
            select p.platform, p.native_id, array_agg(r.native_id order by r.at) as reports
            from report r join reporter p on p.id = r.reporter
            where r.case_id = ? and p.native_id <> ?
            group by p.id order by min(r.at)
            """)
        .params(id.value(), Docket.ANONYMOUS)
        .query((row, _) ->
            new Witness(
                new AccountRef(new PlatformId(row.getString(1)), row.getString(2)),
                List.of(CaseRow.strings(row.getArray(3)))))
        .list();
  }

  @Override
  public List<FlaggedPost> flagged(CaseId id) {
    return db
        .sql(
            """
            select f.body, f.flagged_at, f.sealed, d.at as deleted_at
            from flagged_post f join cases c on c.id = f.case_id
            left join deleted_post d on d.platform = c.platform and d.native_id = f.native_id
            where f.case_id = ?
            """)
        .param(id.value())
        .query(this::flaggedPost)
        .list()
        .stream()
        .sorted(
            java.util.Comparator.comparing((FlaggedPost flagged) -> flagged.post().at()).reversed())
        .toList();
  }

  @Override
  public List<FlaggedPost> kept(CaseId id) {
    Map<PostRef, FlaggedPost> kept = new LinkedHashMap<>();
    flagged(id).forEach(flagged -> kept.put(flagged.post().post(), flagged));
    db.sql(
            """
            select k.at, k.posts from capture k
            join cases c on c.platform = k.platform and c.account = k.account
            where c.id = ? order by k.at desc limit 20
            """)
        .param(id.value())
        .query((row, _) -> {
          Instant at = row.getTimestamp("at").toInstant();
          for (Post post : copied.posts(row.getString("posts"))) {
            boolean sealed = post.text().isEmpty() && post.media().isEmpty();
            kept.putIfAbsent(post.post(), new FlaggedPost(post, at, null, sealed));
          }
          return at;
        })
        .list();
    return kept.values().stream()
        .sorted(
            java.util.Comparator.comparing((FlaggedPost flagged) -> flagged.post().at()).reversed())
        .toList();
  }

  private FlaggedPost flaggedPost(ResultSet row, int number) throws SQLException {
    var deleted = row.getTimestamp("deleted_at");
    return new FlaggedPost(
        copied.post(row.getString("body")),
        row.getTimestamp("flagged_at").toInstant(),
        deleted == null ? null : deleted.toInstant(),
        row.getBoolean("sealed"));
  }

  @Override
  public Optional<Profile> profile(AccountRef account) {
    return db.sql("select profile from account where platform = ? and native_id = ?")
        .params(account.platform().value(), account.nativeId())
        .query(String.class)
        .optional()
        .map(copied::profile);
  }

  @Override
  public void escalate(CaseId id, Actor.Staff by) {
    Case open = lock(id);
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
    claims.end(lock(id), Claims.End.HANDED_BACK, by);
  }

  @Override
  public void park(CaseId id, Instant until) {
    Case held = lock(id);
    Case.Claim claim = held.claim();
    if (held.state() == Case.State.OPEN && claim != null) {
      claims.end(held, Claims.End.PARKED, claim.holder());
    }
    db.sql("update cases set parked_until = ?::timestamptz where id = ? and state = 'open'")
        .params(until.toString(), id.value())
        .update();
  }

  @Override
  public void seal(CaseId id, List<PostRef> posts, Actor.Staff by) {
    Case of = lock(id);
    List<String> pictures = new ArrayList<>();
    for (FlaggedPost flagged : flagged(id)) {
      if (posts.contains(flagged.post().post())) {
        flagged.post().media().forEach(media -> pictures.add(media.sha256()));
        empty(id, flagged.post());
      }
    }
    Seals.captured(db, copied, of.account(), posts).forEach(pictures::add);
    db.sql(
            """
            update picture set state = 'sealed', bytes = null
            where platform = ? and account = ? and sha256 = any (?)
            """)
        .params(
            of.account().platform().value(),
            of.account().nativeId(),
            pictures.toArray(String[]::new))
        .update();
    log.add(id.value(), clock.instant(), "Posts were sealed.");
    records.append(
        new Entry(
            SEALED,
            of.account(),
            by,
            of.opened(),
            Map.of("case", id.value()),
            Map.of("posts", posts.stream().map(PostRef::nativeId).toList())));
  }

  private void empty(CaseId id, Post post) {
    db.sql("update flagged_post set sealed = true, body = ? where case_id = ? and native_id = ?")
        .params(copied.write(Seals.emptied(post)), id.value(), post.post().nativeId())
        .update();
  }
}
