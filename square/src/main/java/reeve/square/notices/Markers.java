package reeve.square.notices;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Ids;
import reeve.square.base.Refusal;
import reeve.square.base.Times;

/** How far an account has read its timelines. */
@Component
public final class Markers {
  private final Clocked db;

  Markers(Clocked db) {
    this.db = db;
  }

  /** The last entry read of {@code home} or {@code notifications}. */
  public record Marker(String timeline, long lastRead, int version, Instant at) {}

  public List<Marker> of(AccountId account) {
    return db.sql("select * from markers where account_id = :account order by timeline")
        .param("account", account.value())
        .query((row, n) ->
            new Marker(
                row.getString("timeline"),
                row.getLong("last_read"),
                row.getInt("version"),
                Times.of(row, "at")))
        .list();
  }

  public void set(AccountId account, String timeline, String lastRead) {
    long id = Ids.orZero(lastRead);
    if (id == 0) {
      throw Refusal.invalid("last_read_id is an id: digits.");
    }
    db.sql(
            """
            insert into markers (account_id, timeline, last_read, at)
            values (:account, :timeline, :lastRead, :now)
            on conflict (account_id, timeline) do update
              set last_read = excluded.last_read, version = markers.version + 1, at = excluded.at
            """)
        .param("account", account.value())
        .param("timeline", timeline)
        .param("lastRead", id)
        .update();
  }
}
