package reeve.square.base;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The database and the clock together: every statement may say {@code :now}.
 *
 * <p>PostgreSQL plans a prepared statement anew at each use as long as it believes that knowing the
 * parameters makes it cheaper, as it does for short arrays; planning takes longer than running
 * then. Statements on hot paths therefore hide an array's length: {@code any ((select
 * :ids)::bigint[])}.
 */
@Component
public final class Clocked {
  private final JdbcClient jdbc;
  private final InstantSource clock;

  public Clocked(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A statement with {@code :now} bound. */
  public JdbcClient.StatementSpec sql(String sql) {
    return jdbc.sql(sql).param("now", now());
  }

  /** A statement with {@code :now} and {@code :viewer} bound. */
  public JdbcClient.StatementSpec sql(String sql, Viewer viewer) {
    return sql(sql).param("viewer", viewer.id());
  }

  public OffsetDateTime now() {
    return Times.sql(instant());
  }

  /** The time as the database keeps it: whole microseconds. */
  public Instant instant() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  public InstantSource clock() {
    return clock;
  }

  public long nextId() {
    return Ids.next(clock);
  }
}
