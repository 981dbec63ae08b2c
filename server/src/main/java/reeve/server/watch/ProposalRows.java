package reeve.server.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.record.RecordId;
import reeve.server.watch.Proposal.Change;
import reeve.server.watch.Proposal.State;

/** The rows of proposals. */
@Component
final class ProposalRows {
  private static final String SELECT =
      """
      select id, made_by, made_at, title, why, state, closed_by, closed_at, words, record
      from watch_proposal
      """;

  private final JdbcClient db;
  private final InstantSource clock;

  ProposalRows(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  void add(
      UUID id, UUID by, String title, String why, RecordId record, Map<String, Change> changes) {
    db.sql(
            """
            insert into watch_proposal (id, made_by, made_at, title, why, state, record)
            values (?, ?, ?, ?, ?, 'waiting', ?)
            """)
        .params(id, by, Timestamp.from(clock.instant()), title, why, record.value())
        .update();
    List<Map.Entry<String, Change>> all = List.copyOf(changes.entrySet());
    db.sql(
            """
            insert into watch_proposal_file (proposal, path, before, after)
            select ?, f.path, decode(f.before, 'hex'), decode(f.after, 'hex')
            from unnest(?::text[], ?::text[], ?::text[]) as f (path, before, after)
            """)
        .params(
            id,
            all.stream().map(Map.Entry::getKey).toArray(String[]::new),
            all.stream().map(change -> change.getValue().before()).toArray(String[]::new),
            all.stream().map(change -> change.getValue().after()).toArray(String[]::new))
        .update();
  }

  /** Oldest first. */
  List<Proposal> waiting() {
    return db.sql(SELECT + "where state = 'waiting' order by made_at, id").query(this::row).list();
  }

  /** Newest first. */
  List<Proposal> closed(int most) {
    return db.sql(SELECT + "where state <> 'waiting' order by closed_at desc, id limit ?")
        .param(most)
        .query(this::row)
        .list();
  }

  Optional<Proposal> find(UUID id) {
    return db.sql(SELECT + "where id = ?").param(id).query(this::row).optional();
  }

  /** In the caller's transaction; false where it no longer waited. */
  boolean close(UUID id, State state, UUID by, @Nullable String words) {
    return db.sql(
                """
                update watch_proposal set state = ?, closed_by = ?, closed_at = ?, words = ?
                where id = ? and state = 'waiting'
                """)
            .param(state.word())
            .param(by)
            .param(Timestamp.from(clock.instant()))
            .param(words)
            .param(id)
            .update()
        == 1;
  }

  private Proposal row(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Timestamp closed = row.getTimestamp("closed_at");
    return new Proposal(
        id,
        row.getObject("made_by", UUID.class),
        row.getTimestamp("made_at").toInstant(),
        row.getString("title"),
        row.getString("why"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("closed_by", UUID.class),
        closed == null ? null : closed.toInstant(),
        row.getString("words"),
        new RecordId(row.getObject("record", UUID.class)),
        changes(id));
  }

  private SortedMap<String, Change> changes(UUID id) {
    SortedMap<String, Change> changes = new TreeMap<>();
    db.sql(
            """
            select path, encode(before, 'hex') as before, encode(after, 'hex') as after
            from watch_proposal_file where proposal = ?
            """)
        .param(id)
        .query(row -> {
          changes.put(
              row.getString("path"), new Change(row.getString("before"), row.getString("after")));
        });
    return changes;
  }
}
