package reeve.server.enforcement;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.enforcement.OrderBook.Answered;
import reeve.server.enforcement.OrderBook.Stored;
import reeve.server.enforcement.OrderBook.Taken;
import reeve.server.platform.OrderId;
import reeve.server.platform.Platforms;
import reeve.server.platform.Receipt;
import reeve.server.record.Actor;

/** Orders of platforms without connector, which a person carries out and notes. */
@Component
class HandOrders {
  private final JdbcClient jdbc;
  private final OrderBook book;
  private final Platforms platforms;
  private final InstantSource clock;

  HandOrders(JdbcClient jdbc, OrderBook book, Platforms platforms, InstantSource clock) {
    this.jdbc = jdbc;
    this.book = book;
    this.platforms = platforms;
    this.clock = clock;
  }

  /**
   * Notes that a person carried an order out.
   *
   * @return false where the order does not wait for a hand now: it is unknown, closed, withheld,
   *     its platform has a connector, or an earlier order of the account waits before it
   */
  @Transactional
  boolean done(OrderId id, Actor.Staff actor) {
    Instant now = clock.instant();
    List<Stored> stored =
        jdbc.sql(
                """
                UPDATE order_to_act o SET tries = tries + 1
                 WHERE id = :id AND state = 'due' AND next_try <= :now
                   AND NOT (platform = ANY (:connected))
                   AND NOT EXISTS (SELECT 1 FROM order_to_act e
                                    WHERE e.platform = o.platform AND e.account = o.account
                                      AND e.number < o.number AND e.state = 'due')
                RETURNING *
                """)
            .param("id", id.value())
            .param("now", Timestamp.from(now))
            .param(
                "connected",
                platforms.all().stream().map(p -> p.id().value()).toArray(String[]::new))
            .query(OrderBook.STORED)
            .list();
    List<Taken> taken = book.read(stored, now);
    book.close(
        taken.stream().map(t -> new Answered(t, new Receipt.Done(now))).toList(), now, actor, true);
    return !taken.isEmpty();
  }
}
