package reeve.server.bundle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.bundle.BundleRow.State;
import reeve.server.bundle.make.Made;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/** The rows of bundles. */
@Component
final class BundleRows {
  private final JdbcClient db;
  private final InstantSource clock;

  BundleRows(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  void add(BundleRow row) {
    db.sql(
            """
            INSERT INTO bundle (id, store, case_id, platform, account, handle, decision,
                                with_private, made_by, made_at, record, state)
            VALUES (:id, :store, :case, :platform, :account, :handle, :decision::uuid,
                    :private, :by, :at, :record, 'running')
            """)
        .param("id", row.id())
        .param("store", row.store())
        .param("case", row.of().value())
        .param("platform", row.account().platform().value())
        .param("account", row.account().nativeId())
        .param("handle", row.handle())
        .param("decision", row.decision() == null ? null : row.decision().value())
        .param("private", row.withPrivate())
        .param("by", row.by())
        .param("at", Timestamp.from(row.at()))
        .param("record", row.record().value())
        .update();
  }

  void progress(UUID id, double share) {
    db.sql("UPDATE bundle SET share = ? WHERE id = ? AND state = 'running'")
        .params(share, id)
        .update();
  }

  void read(UUID id, long seals) {
    db.sql("UPDATE bundle SET seals = ? WHERE id = ?").params(seals, id).update();
  }

  /** False where it has ended otherwise meanwhile. */
  boolean done(UUID id, Made made, boolean stamped, @Nullable String stampWords) {
    return db.sql(
                """
                UPDATE bundle
                   SET state = 'done', share = 1, bytes = :bytes, sha256 = :sha256, items = :items,
                       pictures = :pictures, stamped = :stamped, stamp_words = :words,
                       ended_at = :now
                 WHERE id = :id AND state = 'running'
                """)
            .param("bytes", made.bytes())
            .param("sha256", made.sha256())
            .param("items", made.items())
            .param("pictures", made.pictures())
            .param("stamped", stamped)
            .param("words", stampWords)
            .param("now", Timestamp.from(clock.instant()))
            .param("id", id)
            .update()
        == 1;
  }

  /** Ends one that runs, or lets one that is done go; false where it is neither any more. */
  boolean ended(UUID id, State from, State to, String words) {
    return db.sql(
                """
                UPDATE bundle SET state = ?, words = ?, ended_at = coalesce(ended_at, ?)
                 WHERE id = ? AND state = ?
                """)
            .params(
                to.word(),
                words.replace('\0', ' '),
                Timestamp.from(clock.instant()),
                id,
                from.word())
            .update()
        == 1;
  }

  Optional<BundleRow> find(UUID id) {
    return db.sql("SELECT * FROM bundle WHERE id = ?").param(id).query(BundleRows::map).optional();
  }

  /** Newest first. */
  List<BundleRow> of(CaseId id, int most) {
    return db.sql("SELECT * FROM bundle WHERE case_id = ? ORDER BY made_at DESC, id LIMIT ?")
        .params(id.value(), most)
        .query(BundleRows::map)
        .list();
  }

  /** What one directory makes or keeps. */
  List<BundleRow> kept(String store) {
    return db.sql(
            """
            SELECT * FROM bundle WHERE store = ? AND state IN ('running', 'done')
             ORDER BY made_at LIMIT 10000
            """)
        .param(store)
        .query(BundleRows::map)
        .list();
  }

  private static BundleRow map(ResultSet row, int number) throws SQLException {
    UUID decision = row.getObject("decision", UUID.class);
    Timestamp ended = row.getTimestamp("ended_at");
    return new BundleRow(
        row.getObject("id", UUID.class),
        row.getString("store"),
        new CaseId(row.getLong("case_id")),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("handle"),
        decision == null ? null : new RecordId(decision),
        row.getBoolean("with_private"),
        row.getObject("made_by", UUID.class),
        row.getTimestamp("made_at").toInstant(),
        new RecordId(row.getObject("record", UUID.class)),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getDouble("share"),
        row.getLong("seals"),
        row.getLong("bytes"),
        row.getString("sha256"),
        row.getInt("items"),
        row.getInt("pictures"),
        row.getBoolean("stamped"),
        row.getString("stamp_words"),
        row.getString("words"),
        instant(ended));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
