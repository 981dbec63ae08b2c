package reeve.server.cases;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/**
 * Leases on cases. A claim is taken with {@code FOR UPDATE SKIP LOCKED} from an index that holds
 * only what waits, so that neither eight reviewers at once nor a thousand claimed cases cost
 * anything; only where nothing else is left does it wait for a row that is locked just now. A
 * lapsed lease is swept back into that index by whoever claims next. Every method runs in the
 * caller's transaction.
 */
@Component
final class Claims {
  private static final Kind CLAIMED = new Kind("cases.claimed", 1);
  private static final Kind ENDED = new Kind("cases.claim-ended", 1);

  private final JdbcClient db;
  private final Records records;
  private final CaseLog log;
  private final CaseSettings settings;
  private final InstantSource clock;

  Claims(JdbcClient db, Records records, CaseLog log, CaseSettings settings, InstantSource clock) {
    this.db = db;
    this.records = records;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Who claims.
   *
   * @param own their own account, which their cases must not touch
   * @param lead whether they may take a danger to life at once
   */
  record Claimant(Actor.Staff staff, @Nullable AccountRef own, boolean lead) {}

  /** The worst case that waits in these queues and that the member may judge; none where none. */
  Optional<Case> next(Claimant by, List<QueueId> queues) {
    Instant now = clock.instant();
    sweep(now);
    List<String> waiting = worstFirst(queues);
    // The last ones may be locked by a report that is filed just now: that is not nothing.
    return first(waiting, queue -> pick(by, queue, now, "skip locked"))
        .or(() -> first(waiting, queue -> pick(by, queue, now, "")));
  }

  private static Optional<Case> first(
      List<String> queues, Function<String, Optional<Case>> picking) {
    return queues.stream().map(picking).flatMap(Optional::stream).findFirst();
  }

  /** Gives back what lapsed and wakes what was parked; the rows of others' transactions wait. */
  private void sweep(Instant now) {
    db.sql(
            """
            with lapsed as (
              select id, claim, claim_until from cases
              where state = 'open' and holder is not null and claim_until <= :now::timestamptz
              for update skip locked),
            ended as (
              update claim set ended_at = l.claim_until, ended = 'lapsed'
              from lapsed l where claim.id = l.claim),
            logged as (
              insert into case_log (case_id, at, words)
              select id, claim_until, 'The claim lapsed.' from lapsed),
            parked as (
              select id from cases where state = 'open' and parked_until <= :now::timestamptz
              for update skip locked),
            woken as (
              update cases c set parked_until = null from parked p where c.id = p.id)
            update cases c set claim = null, holder = null, claim_until = null
            from lapsed l where c.id = l.id
            """)
        .param("now", now.toString())
        .update();
  }

  private List<String> worstFirst(List<QueueId> queues) {
    return db.sql(
            """
            select q.queue
            from unnest(:queues::text[]) as q (queue)
            cross join lateral (
              select c.priority from cases c
              where c.queue = q.queue and c.state = 'open' and c.holder is null
                and c.parked_until is null
              order by c.priority desc, c.id limit 1) top
            order by q.queue = 'danger-to-life' desc, top.priority desc
            """)
        .param("queues", queues.stream().map(QueueId::value).toArray(String[]::new))
        .query((row, _) -> row.getString(1))
        .list();
  }

  private Optional<Case> pick(Claimant by, String queue, Instant now, String locked) {
    UUID claim = UUID.randomUUID();
    AccountRef own = by.own();
    var statement =
        db.sql(
                """
                with pick as materialized (
                  select c.id from cases c
                  where c.queue = :queue and c.state = 'open' and c.holder is null
                    and c.parked_until is null
                    and (:lead or c.danger_at is null or c.danger_at <= :danger::timestamptz)
                    %s
                  order by c.priority desc, c.id limit 1 for update %s),
                begun as (
                  insert into claim (id, case_id, holder, began_at)
                  select :claim, id, :holder, :now::timestamptz from pick),
                taken as (
                  update cases c
                  set claim = :claim, holder = :holder, claim_until = :until::timestamptz
                  from pick where c.id = pick.id
                  returning c.*)
                """
                        .formatted(own == null ? "" : "and not (" + Conflicts.TOUCHES + ")", locked)
                    + CaseRow.selectFrom("taken"))
            .param("queue", queue)
            .param("lead", by.lead())
            .param("danger", now.minus(settings.dangerForAllAfter()).toString())
            .param("claim", claim)
            .param("holder", by.staff().id())
            .param("now", now.toString())
            .param("until", now.plus(settings.lease()).toString());
    if (own != null) {
      statement = statement.param("platform", own.platform().value()).param("own", own.nativeId());
    }
    return statement.query(CaseRow::map).optional().map(taken -> claimed(taken, by.staff(), claim));
  }

  private Case claimed(Case taken, Actor.Staff by, UUID claim) {
    records.append(
        new Entry(
            CLAIMED,
            taken.account(),
            by,
            taken.opened(),
            Map.of("case", taken.id().value()),
            Map.of("claim", claim.toString())));
    return taken;
  }

  private Case row(long id) {
    return db.sql(CaseRow.SELECT + "where c.id = ?").param(id).query(CaseRow::map).single();
  }

  /** Gives the member a fresh lease on a locked case that nobody holds. */
  Case give(Case free, Actor.Staff holder) {
    UUID claim = UUID.randomUUID();
    Instant now = clock.instant();
    db.sql("insert into claim (id, case_id, holder, began_at) values (?, ?, ?, ?::timestamptz)")
        .params(claim, free.id().value(), holder.id(), now.toString())
        .update();
    db.sql(
            """
            update cases set claim = ?, holder = ?, claim_until = ?::timestamptz,
                             parked_until = null
            where id = ?
            """)
        .params(claim, holder.id(), now.plus(settings.lease()).toString(), free.id().value())
        .update();
    return claimed(row(free.id().value()), holder, claim);
  }

  /** Lengthens a lease that still holds; empty where it does not. */
  Optional<Instant> renew(ClaimId claim, Actor.Staff by) {
    Instant now = clock.instant();
    Instant until = now.plus(settings.lease());
    int renewed =
        db.sql(
                """
                update cases set claim_until = :until::timestamptz
                where id = (select case_id from claim where id = :claim) and claim = :claim
                  and holder = :holder and state = 'open' and claim_until > :now::timestamptz
                """)
            .param("until", until.toString())
            .param("claim", claim.value())
            .param("holder", by.id())
            .param("now", now.toString())
            .update();
    return renewed == 1 ? Optional.of(until) : Optional.empty();
  }

  /** How a lease ends but by the clock. */
  enum End {
    HANDED_BACK("handed back", "The case was handed back."),
    DECIDED("decided", "The case was decided."),
    ESCALATED("escalated", "The case was escalated: danger to life."),
    PARKED("parked", "The case waits for a lead's word.");

    final String column;
    final String words;

    End(String column, String words) {
      this.column = column;
      this.words = words;
    }
  }

  /** Ends the lease of a case that the caller has locked; a lapsed one too. */
  void end(Case held, End how, Actor.Staff by) {
    Instant now = clock.instant();
    log.add(held.id().value(), now, how.words);
    Case.Claim claim = held.claim();
    if (claim == null) {
      return;
    }
    db.sql("update claim set ended_at = ?::timestamptz, ended = ? where id = ?")
        .params(now.toString(), how.column, claim.id().value())
        .update();
    db.sql("update cases set claim = null, holder = null, claim_until = null where id = ?")
        .param(held.id().value())
        .update();
    records.append(
        new Entry(
            ENDED,
            held.account(),
            by,
            held.opened(),
            Map.of("case", held.id().value()),
            Map.of("claim", claim.id().toString(), "how", how.column)));
  }

  /**
   * A claim as it began.
   *
   * @param ended how it ended, or null
   */
  record Begun(long caseId, UUID holder, Instant at, @Nullable String ended) {}

  Optional<Begun> find(ClaimId id) {
    return db.sql("select case_id, holder, began_at, ended from claim where id = ?")
        .param(id.value())
        .query((row, _) ->
            new Begun(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getTimestamp(3).toInstant(),
                row.getString(4)))
        .optional();
  }

  /** The cases that a member holds now, oldest claim first. */
  List<Case> held(Actor.Staff by) {
    return new ArrayList<>(
        db.sql(
                CaseRow.SELECT
                    + """
                    where c.state = 'open' and c.holder = ? and c.claim_until > ?::timestamptz
                    order by c.claim_until
                    """)
            .params(by.id(), clock.instant().toString())
            .query(CaseRow::map)
            .list());
  }
}
