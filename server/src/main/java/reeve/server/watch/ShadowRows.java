package reeve.server.watch;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.watch.HourRows.Version;

/** What rules in shadow would have surfaced. */
@Component
final class ShadowRows {
  private final JdbcClient db;

  ShadowRows(JdbcClient db) {
    this.db = db;
  }

  /** An account that a rule would have surfaced. */
  record Shadowed(
      AccountRef account,
      Origin origin,
      long hits,
      long overLimit,
      Instant firstAt,
      Instant lastAt) {}

  /** Those of one version, newest first. */
  List<Shadowed> of(String rule, String version, int most) {
    return db.sql(
            """
            select platform, account, origin, hits, over_limit, first_at, last_at from watch_shadow
            where rule = ? and version = ? order by last_at desc, account limit ?
            """)
        .params(rule, version, most)
        .query((row, _) ->
            new Shadowed(
                new AccountRef(new PlatformId(row.getString(1)), row.getString(2)),
                Origin.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getLong(4),
                row.getLong(5),
                row.getTimestamp(6).toInstant(),
                row.getTimestamp(7).toInstant()))
        .list();
  }

  /** How many accounts each rule would have surfaced. */
  Map<Version, Long> counts() {
    Map<Version, Long> counts = new HashMap<>();
    db.sql("select rule, version, count(*) from watch_shadow group by rule, version")
        .query(row -> {
          counts.put(new Version(row.getString(1), row.getString(2)), row.getLong(3));
        });
    return counts;
  }

  /** Forgets all versions of a rule but one, and those that wait for approval. */
  void forgetOthers(String rule, String version) {
    db.sql(
            """
            delete from watch_shadow s
            where s.rule = ? and s.version <> ? and not exists (
              select 1 from watch_proposal_file f join watch_proposal p on p.id = f.proposal
              where p.state = 'waiting' and f.path = 'rules/' || s.rule || '.yaml'
                and left(encode(f.after, 'hex'), 16) = s.version)
            """)
        .params(rule, version)
        .update();
  }
}
