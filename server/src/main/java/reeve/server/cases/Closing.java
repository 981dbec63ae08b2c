package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * What a decision does to a case: it closes, opens again, and tells whether reporters were right.
 */
@Component
final class Closing {
  private static final Kind CLOSED = new Kind("cases.closed", 1);
  private static final Kind REOPENED = new Kind("cases.reopened", 1);

  private final JdbcClient db;
  private final CaseFinder cases;
  private final Claims claims;
  private final Merge merge;
  private final CaseLog log;
  private final Records records;
  private final InstantSource clock;

  Closing(
      JdbcClient db,
      CaseFinder cases,
      Claims claims,
      Merge merge,
      CaseLog log,
      Records records,
      InstantSource clock) {
    this.db = db;
    this.cases = cases;
    this.claims = claims;
    this.merge = merge;
    this.log = log;
    this.records = records;
    this.clock = clock;
  }

  void close(CaseId id, String words, RecordId cause, Instant at) {
    Case open = cases.lock(id);
    if (open.state() != Case.State.OPEN) {
      throw new IllegalStateException("case " + id + " is not open");
    }
    Case.Claim claim = open.claim();
    Actor by = new Actor.Worker("cases");
    if (claim != null) {
      boolean held = claim.until().isAfter(at);
      by = held ? claim.holder() : by;
      db.sql("update claim set ended_at = ?::timestamptz, ended = ? where id = ?")
          .params(
              (held ? at : claim.until()).toString(),
              held ? "decided" : "lapsed",
              claim.id().value())
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

  Case reopen(CaseId id, RecordId cause, Actor.Staff holder) {
    Case closed = cases.lock(id);
    if (closed.state() != Case.State.CLOSED) {
      throw new IllegalStateException("case " + id + " is not closed");
    }
    Optional<Case> other = cases.open(closed.account());
    CaseId lives = other.map(Case::id).orElse(id);
    if (other.isPresent()) {
      cases.lock(lives);
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
    Case open = cases.find(lives).orElseThrow();
    Case.Claim claim = open.claim();
    boolean held = claim != null && claim.until().isAfter(clock.instant());
    return held ? open : claims.give(open, holder);
  }

  void keep(CaseId id, Instant since) {
    db.sql(
            """
            update cases set keep_since = greatest(keep_since, ?::timestamptz)
            where id = ? and state <> 'open'
            """)
        .params(since.toString(), id.value())
        .update();
  }

  void judgeReporters(CaseId id, @Nullable Boolean right) {
    cases.lock(id);
    Boolean before =
        db.sql("select judged from cases where id = ?")
            .param(id.value())
            .query(Word::map)
            .single()
            .right();
    if (Objects.equals(before, right)) {
      return;
    }
    db.sql(
            """
            update reporter p set judged = judged + :judged, was_right = was_right + :right
            from (select distinct reporter from report
                  where case_id = :case and because is distinct from 'self') w
            where p.id = w.reporter
            """)
        .param("judged", one(right != null) - one(before != null))
        .param("right", one(Boolean.TRUE.equals(right)) - one(Boolean.TRUE.equals(before)))
        .param("case", id.value())
        .update();
    db.sql("update cases set judged = :right where id = :case")
        .param("right", right, Types.BOOLEAN)
        .param("case", id.value())
        .update();
  }

  private static int one(boolean it) {
    return it ? 1 : 0;
  }

  void overturned(CaseId id, boolean overturned) {
    db.sql("update cases set overturned = ? where id = ?").params(overturned, id.value()).update();
  }

  private record Word(@Nullable Boolean right) {
    static Word map(ResultSet row, int number) throws SQLException {
      return new Word(row.getObject(1, Boolean.class));
    }
  }
}
