package reeve.server.decisions;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Grip;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Action;
import reeve.server.platform.PostRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Hides posts from the square and from staff at once: child abuse imagery and the like. There is no
 * way back on a page, no thumbnail, no copy; a lead does what the law asks next.
 */
@Component
class Sealing {
  static final Kind SEALED = new Kind("decisions.sealed", 1);
  static final Kind HANDLED = new Kind("decisions.seal-handled", 1);

  private final Cases cases;
  private final Orders orders;
  private final Records records;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Sealing(Cases cases, Orders orders, Records records, JdbcClient jdbc, InstantSource clock) {
    this.cases = cases;
    this.orders = orders;
    this.records = records;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Sealed posts, as a lead sees them: numbers and times, nothing of what they held. */
  record Sealed(
      UUID id,
      CaseId caseId,
      String platform,
      String account,
      List<String> posts,
      Instant at,
      @Nullable Instant handledAt,
      String words) {}

  /**
   * Seals posts of a case that the member holds.
   *
   * @throws Refused with why not
   */
  @Transactional
  void seal(CaseId id, ClaimId claim, Actor.Staff by, List<String> posts) {
    if (posts.isEmpty()) {
      throw new Refused(
          DecisionProblem.POSTS_MISSING,
          "Mark the posts to be sealed first: j and k walk, x marks.");
    }
    Case of =
        switch (cases.grip(claim, by)) {
          case Grip.Held held when held.of().id().equals(id) -> held.of();
          case Grip.Held _, Grip.Lost _ ->
              throw new Refused(
                  DecisionProblem.CASE_HELD, "Your claim on this case has lapsed; claim it again.");
          case Grip.Barred barred -> throw new Refused(DecisionProblem.CONFLICT, barred.why());
        };
    List<PostRef> known =
        cases.kept(id).stream()
            .map(p -> p.post().post())
            .filter(p -> posts.contains(p.nativeId()))
            .toList();
    if (known.size() != posts.size()) {
      throw new Refused(
          DecisionProblem.POSTS_MISSING, "A marked post is not of this case; mark again.");
    }
    Instant now = clock.instant();
    UUID seal = UUID.randomUUID();
    RecordId record =
        records.append(
            new Entry(
                SEALED,
                of.account(),
                by,
                of.opened(),
                Map.of(),
                Map.of("seal", seal.toString(), "case", id.value(), "posts", posts)));
    cases.seal(id, known, by);
    orders.issue(List.of(Issue.of(seal, of.account(), new Action.Seal(known), record)), now);
    jdbc.sql(
            """
            INSERT INTO seal (id, case_id, platform, account, posts, sealed_by, sealed_at, record)
            VALUES (:id, :case, :platform, :account, :posts, :by, :now, :record)
            """)
        .param("id", seal)
        .param("case", id.value())
        .param("platform", of.account().platform().value())
        .param("account", of.account().nativeId())
        .param("posts", posts.stream().collect(Collectors.joining("\n")))
        .param("by", by.id())
        .param("now", Timestamp.from(now))
        .param("record", record.value())
        .update();
  }

  /** The newest hundred, those that wait for a lead first. */
  List<Sealed> all() {
    return jdbc.sql(
            """
            SELECT * FROM seal ORDER BY handled_at IS NOT NULL, sealed_at DESC LIMIT 100
            """)
        .query((row, _) -> {
          Timestamp handled = row.getTimestamp("handled_at");
          return new Sealed(
              row.getObject("id", UUID.class),
              new CaseId(row.getLong("case_id")),
              row.getString("platform"),
              row.getString("account"),
              List.of(row.getString("posts").split("\n")),
              row.getTimestamp("sealed_at").toInstant(),
              handled == null ? null : handled.toInstant(),
              row.getString("words"));
        })
        .list();
  }

  /** Notes what a lead did about sealed posts. */
  @Transactional
  void handled(UUID id, Actor.Staff lead, String words) {
    if (PlainText.length(words) < Agreeing.WORDS_LEAST) {
      throw new Refused(
          DecisionProblem.WORDS_MISSING,
          "Write whom you told and when, in at least %d characters."
              .formatted(Agreeing.WORDS_LEAST));
    }
    List<RecordId> sealed =
        jdbc.sql(
                """
                UPDATE seal SET handled_by = :lead, handled_at = :now, words = :words
                 WHERE id = :id AND handled_at IS NULL RETURNING record
                """)
            .param("lead", lead.id())
            .param("now", Timestamp.from(clock.instant()))
            .param("words", words)
            .param("id", id)
            .query((row, _) -> new RecordId(row.getObject(1, UUID.class)))
            .list();
    records.append(
        sealed.stream()
            .map(cause ->
                new Entry(
                    HANDLED,
                    null,
                    lead,
                    cause,
                    Map.of(),
                    Map.of("seal", id.toString(), "words", words)))
            .toList());
  }
}
