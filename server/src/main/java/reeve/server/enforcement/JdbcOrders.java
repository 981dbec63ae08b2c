package reeve.server.enforcement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;

@Component
final class JdbcOrders implements Orders {
  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Platforms platforms;
  private final Lanes lanes;

  JdbcOrders(JdbcClient jdbc, InstantSource clock, Platforms platforms, Lanes lanes) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.platforms = platforms;
    this.lanes = lanes;
  }

  @Override
  public void issue(List<Issue> orders, Instant leavesAt) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("an order is issued in the transaction of its decision");
    }
    if (orders.isEmpty()) {
      return;
    }
    int issued =
        jdbc.sql(
                """
                WITH asked AS (
                  SELECT * FROM unnest(
                    :ids::uuid[], :bundles::uuid[], :platforms::text[], :accounts::text[],
                    :kinds::text[], :actions::text[], :letters::uuid[], :untils::timestamptz[],
                    :causes::uuid[])
                    WITH ORDINALITY
                    AS a (id, bundle, platform, account, kind, action, letter, until, cause,
                          place)),
                line AS (
                  INSERT INTO order_line AS l (platform, account, last_number, not_before)
                  SELECT platform, account, count(*), :leaves
                    FROM asked GROUP BY platform, account ORDER BY platform, account
                  ON CONFLICT (platform, account) DO UPDATE
                    SET last_number = l.last_number + excluded.last_number,
                        not_before = greatest(l.not_before, excluded.not_before)
                  RETURNING platform, account, last_number, not_before)
                INSERT INTO order_to_act (id, bundle, platform, account, number, kind, action,
                                          letter, cause, until, issued_at, leaves_at, next_try)
                SELECT a.id, a.bundle, a.platform, a.account,
                       line.last_number + 1
                         - row_number() OVER (PARTITION BY a.platform, a.account
                                              ORDER BY a.place DESC),
                       a.kind, a.action, a.letter, a.cause, a.until, :now, :leaves, line.not_before
                  FROM asked a JOIN line USING (platform, account)
                """)
            .param("ids", array(orders, o -> o.id().toString()))
            .param("bundles", array(orders, o -> o.bundle().toString()))
            .param("platforms", array(orders, o -> o.account().platform().value()))
            .param("accounts", array(orders, o -> o.account().nativeId()))
            .param("kinds", array(orders, o -> OrderKind.of(o.action()).code()))
            .param(
                "actions",
                array(orders, o -> o.letter() == null ? ActionJson.write(o.action()) : null))
            .param("letters", array(orders, o -> o.letter() == null ? null : o.letter().toString()))
            .param("untils", array(orders, JdbcOrders::until))
            .param("causes", array(orders, o -> o.cause().toString()))
            .param("leaves", Timestamp.from(leavesAt))
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (issued != orders.size()) {
      throw new IllegalStateException("issued " + issued + " of " + orders.size() + " orders");
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            lanes.wake();
          }
        });
  }

  @Override
  public boolean withdraw(UUID bundle) {
    List<Boolean> untried =
        jdbc.sql(
                """
                SELECT state = 'due' AND tries = 0 FROM order_to_act
                 WHERE bundle = :bundle ORDER BY id FOR UPDATE
                """)
            .param("bundle", bundle)
            .query((row, _) -> row.getBoolean(1))
            .list();
    if (untried.contains(false)) {
      return false;
    }
    jdbc.sql(
            """
            UPDATE order_to_act SET state = 'withdrawn', closed_at = :now, action = NULL
             WHERE bundle = :bundle
            """)
        .param("bundle", bundle)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return true;
  }

  @Override
  public List<Standing> of(UUID bundle) {
    return jdbc.sql(
            """
            SELECT * FROM order_to_act WHERE bundle = :bundle
             ORDER BY platform, account, number
            """)
        .param("bundle", bundle)
        .query(standing(platforms))
        .list();
  }

  static RowMapper<Standing> standing(Platforms platforms) {
    return (row, _) -> {
      PlatformId platform = new PlatformId(row.getString("platform"));
      return new Standing(
          new OrderId(row.getObject("id", UUID.class)),
          row.getObject("bundle", UUID.class),
          new AccountRef(platform, row.getString("account")),
          row.getLong("number"),
          OrderKind.ofCode(row.getString("kind")),
          OrderState.of(row.getString("state")),
          row.getTimestamp("leaves_at").toInstant(),
          row.getInt("tries"),
          row.getTimestamp("next_try").toInstant(),
          row.getString("answer"),
          instant(row, "until"),
          instant(row, "closed_at"),
          row.getBoolean("by_hand") || platforms.find(platform).isEmpty());
    };
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  private static @Nullable String until(Issue order) {
    Instant until = OrderKind.until(order.action());
    return until == null ? null : until.toString();
  }

  private static @Nullable String[] array(
      List<Issue> orders, Function<Issue, @Nullable String> part) {
    @Nullable String[] parts = new String[orders.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part.apply(orders.get(i));
    }
    return parts;
  }
}
