package reeve.server.decisions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cluster;
import reeve.server.cases.ClusterId;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** Decisions over many as rows, and their accounts. */
@Component
class BulkRows {
  private final JdbcClient jdbc;

  BulkRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Bulk bulk, BulkPreview preview) {
    jdbc.sql(
            """
            INSERT INTO bulk (id, cluster_id, title, form, state, proposed_by, proposed_at, large,
                              second_person, sample, record)
            VALUES (:id, :cluster, :title, :form, :state, :by, :at, :large, :second, :sample,
                    :record)
            """)
        .param("id", bulk.id())
        .param("cluster", bulk.cluster().value())
        .param("title", bulk.title())
        .param("form", bulk.form().json())
        .param("state", bulk.state().word())
        .param("by", bulk.proposedBy().id())
        .param("at", Timestamp.from(bulk.proposedAt()))
        .param("large", bulk.large())
        .param("second", bulk.secondPerson())
        .param("sample", bulk.sample())
        .param("record", bulk.record().value())
        .update();
    List<Line> lines = new ArrayList<>();
    for (BulkWeighing.In in : preview.in()) {
      lines.add(
          new Line(
              lines.size() + 1,
              in.member(),
              String.join(
                  "\n", in.items().stream().map(it -> it.kind().code() + " " + it.id()).toList()),
              in.sampled(),
              Fate.WAITS,
              null));
    }
    for (BulkWeighing.Out out : preview.out()) {
      lines.add(new Line(lines.size() + 1, out.member(), "", false, Fate.LEFT_OUT, out.why()));
    }
    parts(bulk.id(), lines);
  }

  private record Line(
      int place,
      Cluster.Member member,
      String items,
      boolean sampled,
      Fate fate,
      @Nullable String why) {}

  private void parts(UUID bulk, List<Line> lines) {
    jdbc.sql(
            """
            INSERT INTO bulk_account (bulk, place, platform, account, handle, case_id, items,
                                      sampled, followers, made_at, cleared, state, why)
            SELECT :bulk, p.* FROM unnest(
              :places::int[], :platforms::text[], :accounts::text[], :handles::text[],
              :cases::bigint[], :items::text[], :sampled::boolean[], :followers::bigint[],
              :made::timestamptz[], :cleared::int[], :states::text[], :whys::text[]) AS p
            """)
        .param("bulk", bulk)
        .param("places", Letters.column(lines, l -> Integer.toString(l.place())))
        .param("platforms", Letters.column(lines, l -> l.member().account().platform().value()))
        .param("accounts", Letters.column(lines, l -> l.member().account().nativeId()))
        .param("handles", Letters.column(lines, l -> l.member().handle()))
        .param(
            "cases",
            Letters.column(
                lines, l -> l.member().open() == null ? null : l.member().open().id().toString()))
        .param("items", Letters.column(lines, Line::items))
        .param("sampled", Letters.column(lines, l -> Boolean.toString(l.sampled())))
        .param("followers", Letters.column(lines, l -> Letters.text(l.member().followers())))
        .param("made", Letters.column(lines, l -> Letters.text(l.member().createdAt())))
        .param("cleared", Letters.column(lines, l -> Integer.toString(l.member().cleared())))
        .param("states", Letters.column(lines, l -> l.fate().code()))
        .param("whys", Letters.column(lines, Line::why))
        .update();
  }

  Optional<Bulk> find(UUID id) {
    return jdbc.sql("SELECT * FROM bulk WHERE id = :id")
        .param("id", id)
        .query(BulkRows::map)
        .optional();
  }

  /** Finds and locks until the caller's transaction ends. */
  Optional<Bulk> lock(UUID id) {
    return jdbc.sql("SELECT * FROM bulk WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(BulkRows::map)
        .optional();
  }

  /** A bulk in the list, with how many of its accounts stand how. */
  record Counted(Bulk bulk, Counts counts) {}

  /** How its accounts stand. */
  record Counts(int waits, int decided, int leftOut, int undoing, int undone) {
    public int all() {
      return waits + decided + leftOut + undoing + undone;
    }

    /** Those that are to be decided, or are. */
    public int meant() {
      return all() - leftOut;
    }
  }

  List<Counted> newest(int most) {
    return jdbc
        .sql("SELECT * FROM bulk ORDER BY proposed_at DESC, id LIMIT :most")
        .param("most", most)
        .query(BulkRows::map)
        .list()
        .stream()
        .map(bulk -> new Counted(bulk, counts(bulk.id())))
        .toList();
  }

  List<Counted> waiting() {
    return jdbc
        .sql("SELECT * FROM bulk WHERE state = 'waiting' ORDER BY proposed_at LIMIT 100")
        .query(BulkRows::map)
        .list()
        .stream()
        .map(bulk -> new Counted(bulk, counts(bulk.id())))
        .toList();
  }

  Counts counts(UUID id) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE state = 'waits'),
                   count(*) FILTER (WHERE state = 'decided'),
                   count(*) FILTER (WHERE state = 'left-out'),
                   count(*) FILTER (WHERE state = 'undoing'),
                   count(*) FILTER (WHERE state = 'undone')
              FROM bulk_account WHERE bulk = :id
            """)
        .param("id", id)
        .query((row, _) ->
            new Counts(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)))
        .single();
  }

  List<Part> parts(UUID id) {
    return jdbc.sql("SELECT * FROM bulk_account WHERE bulk = :id ORDER BY place")
        .param("id", id)
        .query(BulkRows::part)
        .list();
  }

  /** Which accounts of a cluster wait in a decision over many, as {@link Part#key}. */
  Set<String> waiting(Cluster cluster) {
    return Set.copyOf(
        jdbc.sql(
                """
                SELECT DISTINCT a.platform || ' ' || a.account FROM bulk_account a
                 WHERE a.state = 'waits' AND a.platform || ' ' || a.account = ANY (:keys)
                """)
            .param(
                "keys", cluster.members().stream().map(Cluster.Member::key).toArray(String[]::new))
            .query(String.class)
            .list());
  }

  /** Moves a bulk that is locked. */
  void move(UUID id, Bulk.State state) {
    jdbc.sql("UPDATE bulk SET state = :state WHERE id = :id")
        .param("state", state.word())
        .param("id", id)
        .update();
  }

  /** Closes the question of one that waits and is locked. */
  void close(UUID id, Bulk.State state, Actor.Staff by, Instant at, String words) {
    jdbc.sql(
            """
            UPDATE bulk SET state = :state, closed_by = :by, closed_at = :at, words = :words
             WHERE id = :id
            """)
        .param("state", state.word())
        .param("by", by.id())
        .param("at", Timestamp.from(at))
        .param("words", words)
        .param("id", id)
        .update();
  }

  /** An account whose turn it is. */
  record Turn(UUID bulk, int place) {}

  /** The next accounts that wait for a decision, or to be undone: those first. */
  List<Turn> turns(int most) {
    return jdbc.sql(
            """
            SELECT a.bulk, a.place FROM bulk_account a JOIN bulk b ON b.id = a.bulk
             WHERE a.state = 'undoing' OR (a.state = 'waits' AND b.state = 'running')
             ORDER BY a.state = 'waits', b.proposed_at, a.bulk, a.place LIMIT :most
            """)
        .param("most", most)
        .query((row, _) -> new Turn(row.getObject(1, UUID.class), row.getInt(2)))
        .list();
  }

  /** Finds and locks an account until the caller's transaction ends. */
  Part lock(Turn turn) {
    return jdbc.sql("SELECT * FROM bulk_account WHERE bulk = :bulk AND place = :place FOR UPDATE")
        .param("bulk", turn.bulk())
        .param("place", turn.place())
        .query(BulkRows::part)
        .single();
  }

  void settle(Turn turn, Fate fate, @Nullable String why, @Nullable DecisionId decision) {
    jdbc.sql(
            """
            UPDATE bulk_account
               SET state = :state, why = :why, decision = coalesce(:decision::uuid, decision)
             WHERE bulk = :bulk AND place = :place
            """)
        .param("state", fate.code())
        .param("why", why)
        .param("decision", decision == null ? null : decision.toString())
        .param("bulk", turn.bulk())
        .param("place", turn.place())
        .update();
  }

  /** Counts a try that failed; how many there were. */
  int failed(Turn turn) {
    return jdbc.sql(
            """
            UPDATE bulk_account SET tries = tries + 1
             WHERE bulk = :bulk AND place = :place RETURNING tries
            """)
        .param("bulk", turn.bulk())
        .param("place", turn.place())
        .query((row, _) -> row.getInt(1))
        .single();
  }

  /** Asks for decided accounts to be undone, these or all; how many were. */
  int undo(UUID id, @Nullable List<String> keys, Actor.Staff by, String reason) {
    return jdbc.sql(
            """
            UPDATE bulk_account
               SET state = 'undoing', why = NULL, tries = 0, undo_by = :by, undo_reason = :reason
             WHERE bulk = :id AND state = 'decided'
               AND (:all OR platform || ' ' || account = ANY (:keys))
            """)
        .param("by", by.id())
        .param("reason", reason)
        .param("id", id)
        .param("all", keys == null)
        .param("keys", keys == null ? new String[0] : keys.toArray(String[]::new))
        .update();
  }

  /** Leaves out whatever waits still. */
  void leaveOut(UUID id, String why) {
    jdbc.sql(
            """
            UPDATE bulk_account SET state = 'left-out', why = :why
             WHERE bulk = :id AND state = 'waits'
            """)
        .param("why", why)
        .param("id", id)
        .update();
  }

  /** Ends those of which nothing waits any more. */
  List<UUID> finish() {
    return jdbc.sql(
            """
            UPDATE bulk b SET state = 'done'
             WHERE b.state = 'running'
               AND NOT EXISTS (SELECT FROM bulk_account a
                                WHERE a.bulk = b.id AND a.state = 'waits')
            RETURNING b.id
            """)
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  private static Bulk map(ResultSet row, int number) throws SQLException {
    UUID closedBy = row.getObject("closed_by", UUID.class);
    Timestamp closedAt = row.getTimestamp("closed_at");
    return new Bulk(
        row.getObject("id", UUID.class),
        new ClusterId(row.getLong("cluster_id")),
        row.getString("title"),
        DecisionForm.read(row.getString("form")),
        Bulk.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Actor.Staff(row.getObject("proposed_by", UUID.class)),
        row.getTimestamp("proposed_at").toInstant(),
        row.getBoolean("large"),
        row.getBoolean("second_person"),
        closedBy == null ? null : new Actor.Staff(closedBy),
        closedAt == null ? null : closedAt.toInstant(),
        row.getString("words"),
        row.getObject("sample", UUID.class),
        new RecordId(row.getObject("record", UUID.class)));
  }

  private static Part part(ResultSet row, int number) throws SQLException {
    Timestamp since = row.getTimestamp("made_at");
    UUID decision = row.getObject("decision", UUID.class);
    UUID undoBy = row.getObject("undo_by", UUID.class);
    String items = row.getString("items");
    return new Part(
        row.getInt("place"),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("handle"),
        row.getObject("case_id", Long.class),
        items.isEmpty() ? List.of() : List.of(items.split("\n", -1)),
        row.getBoolean("sampled"),
        row.getObject("followers", Long.class),
        since == null ? null : since.toInstant(),
        row.getInt("cleared"),
        Fate.ofCode(row.getString("state")),
        row.getString("why"),
        decision == null ? null : new DecisionId(decision),
        undoBy == null ? null : new Actor.Staff(undoBy),
        row.getString("undo_reason"));
  }
}
