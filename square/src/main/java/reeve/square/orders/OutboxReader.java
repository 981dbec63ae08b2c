package reeve.square.orders;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.square.door.SquareDoor.OutboxEvent;
import reeve.square.door.SquareDoor.Page;
import reeve.square.outbox.Position;

/**
 * Reads the outbox in commit-safe order. A transaction that is still running may yet write rows
 * with an id below those that others committed; so only rows of transactions below the oldest
 * running one are given, ordered by (epoch, transaction id, id).
 */
@Component
final class OutboxReader {
  private final JdbcClient jdbc;

  OutboxReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
    enterEpoch();
  }

  /** A database that was restored into another cluster goes on in an epoch of its own. */
  private void enterEpoch() {
    jdbc.sql(
            """
            insert into outbox_epochs (epoch, cluster)
            select max(e.epoch) + 1, max(c.system_identifier)::text
            from outbox_epochs e cross join pg_catalog.pg_control_system() c
            having (array_agg(e.cluster order by e.epoch desc))[1] <> max(c.system_identifier)::text
            on conflict do nothing
            """)
        .update();
  }

  Page read(@Nullable String after, int most) {
    if (most < 1 || most > 10_000) {
      throw new IllegalArgumentException("most is 1 to 10,000");
    }
    Position position = Position.of(after);
    List<OutboxEvent> events =
        jdbc.sql(
                """
                select epoch || '-' || tx || '-' || id as position, body from outbox
                where (epoch, tx, id) > (:epoch::int, :tx::text::xid8, :id::bigint)
                  and (epoch < (select outbox_epoch())
                    or tx < (select pg_snapshot_xmin(pg_current_snapshot())))
                order by epoch, tx, id limit :most
                """)
            .param("epoch", position.epoch())
            .param("tx", Long.toString(position.tx()))
            .param("id", position.id())
            .param("most", most)
            .query((row, n) -> new OutboxEvent(row.getString("position"), row.getString("body")))
            .list();
    return new Page(events, events.isEmpty() ? after : events.getLast().position());
  }
}
