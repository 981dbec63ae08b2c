package reeve.server.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.Progress;
import tools.jackson.databind.json.JsonMapper;

/** The rows of backtests. */
@Component
final class BacktestRows {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String SELECT =
      """
      select id, log, made_by, made_at, title, from_at, to_at, state, share, events, per_second,
             words, ended_at
      from watch_backtest
      """;

  private final JdbcClient db;
  private final InstantSource clock;

  BacktestRows(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  /** How a backtest stands. */
  enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A backtest without its result.
   *
   * @param from null for the first event that is kept
   * @param to null for the last
   * @param words why there is no result; null while there may be one
   */
  record Row(
      UUID id,
      String log,
      UUID by,
      Instant at,
      String title,
      @Nullable Instant from,
      @Nullable Instant to,
      State state,
      double share,
      long events,
      long perSecond,
      @Nullable String words,
      @Nullable Instant endedAt) {
    public boolean runs() {
      return state == State.RUNNING;
    }

    public int percent() {
      return (int) Math.round(share * 100);
    }
  }

  void add(
      UUID id,
      String log,
      UUID by,
      String title,
      String candidate,
      @Nullable Instant from,
      @Nullable Instant to) {
    db.sql(
            """
            insert into watch_backtest (id, log, made_by, made_at, title, candidate, from_at, to_at,
                                        state)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'running')
            """)
        .param(id)
        .param(log)
        .param(by)
        .param(Timestamp.from(clock.instant()))
        .param(title)
        .param(RuleStore.bytes(candidate))
        .param(from == null ? null : Timestamp.from(from))
        .param(to == null ? null : Timestamp.from(to))
        .update();
  }

  void progress(UUID id, Progress progress) {
    db.sql(
            """
            update watch_backtest set share = ?, events = ?, per_second = ?
            where id = ? and state = 'running'
            """)
        .params(progress.share(), progress.events(), progress.perSecond(), id)
        .update();
  }

  void done(UUID id, BacktestResult result) {
    db.sql(
            """
            update watch_backtest
            set state = 'done', share = 1, events = ?, result = ?, ended_at = ?
            where id = ? and state = 'running'
            """)
        .params(
            result.read().events() + result.read().warming(),
            JSON.writeValueAsString(result).replace("\\u0000", "\\ufffd"),
            Timestamp.from(clock.instant()),
            id)
        .update();
  }

  void ended(UUID id, State state, String words) {
    db.sql(
            """
            update watch_backtest set state = ?, words = ?, ended_at = ?
            where id = ? and state = 'running'
            """)
        .params(state.word(), words.replace('\0', ' '), Timestamp.from(clock.instant()), id)
        .update();
  }

  /** Newest first. */
  List<Row> newest(int most) {
    return db.sql(SELECT + "order by made_at desc, id limit ?")
        .param(most)
        .query(BacktestRows::row)
        .list();
  }

  Optional<Row> find(UUID id) {
    return db.sql(SELECT + "where id = ?").param(id).query(BacktestRows::row).optional();
  }

  /** The newest one of a set that has a result. */
  Optional<Row> of(String candidate) {
    return db.sql(SELECT + "where state = 'done' and candidate = ? order by ended_at desc limit 1")
        .param(RuleStore.bytes(candidate))
        .query(BacktestRows::row)
        .optional();
  }

  Optional<BacktestResult> result(UUID id) {
    return db.sql("select result from watch_backtest where id = ? and state = 'done'")
        .param(id)
        .query(String.class)
        .optional()
        .map(json -> JSON.readValue(json, BacktestResult.class));
  }

  void sweep(Duration keep) {
    db.sql("delete from watch_backtest where made_at < ? and state <> 'running'")
        .param(Timestamp.from(clock.instant().minus(keep)))
        .update();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getString("log"),
        row.getObject("made_by", UUID.class),
        row.getTimestamp("made_at").toInstant(),
        row.getString("title"),
        instant(row, "from_at"),
        instant(row, "to_at"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getDouble("share"),
        row.getLong("events"),
        row.getLong("per_second"),
        row.getString("words"),
        instant(row, "ended_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
