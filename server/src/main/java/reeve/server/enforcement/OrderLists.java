package reeve.server.enforcement;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platforms;

/** The orders as the page lists them, each list at most {@link #MOST} long. */
@Component
class OrderLists {
  static final int MOST = 100;

  private final JdbcClient jdbc;
  private final Platforms platforms;

  OrderLists(JdbcClient jdbc, Platforms platforms) {
    this.jdbc = jdbc;
    this.platforms = platforms;
  }

  /**
   * How many orders stand how.
   *
   * @param withheld may still be withdrawn
   * @param waiting due, or behind an earlier one
   * @param retrying tried, and not known whether carried out
   * @param byHand of platforms without connector
   * @param failed refused or superseded in the last thirty days
   */
  record Counts(long withheld, long waiting, long retrying, long byHand, long failed) {
    /** How many a list of the page would hold without its limit; null where nobody counts. */
    public @Nullable Long of(OrdersPage.Tab tab) {
      return switch (tab) {
        case HAND -> byHand;
        case RETRYING -> retrying;
        case WAITING -> withheld + waiting;
        case FAILED -> failed;
        case DONE -> null;
      };
    }
  }

  Counts counts(Instant now) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE connected AND leaves_at > :now),
                   count(*) FILTER (WHERE connected AND leaves_at <= :now AND answer IS NULL),
                   count(*) FILTER (WHERE connected AND leaves_at <= :now AND answer IS NOT NULL),
                   count(*) FILTER (WHERE NOT connected),
                   (SELECT count(*) FROM order_to_act
                     WHERE closed_at > CAST(:now AS timestamptz) - interval '30 days'
                       AND state IN ('refused', 'superseded'))
              FROM (SELECT leaves_at, answer, platform = ANY (:platforms) AS connected
                      FROM order_to_act WHERE state = 'due') o
            """)
        .param("now", Timestamp.from(now))
        .param("platforms", connected())
        .query((row, _) ->
            new Counts(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .single();
  }

  /** Those that a person is to carry out, the oldest first. */
  List<Standing> byHand(Instant now) {
    return list(
        """
        WHERE state = 'due' AND NOT (platform = ANY (:platforms)) AND leaves_at <= :now
        ORDER BY leaves_at, account, number
        """,
        now);
  }

  /** Those that were tried and are tried again, the next first. */
  List<Standing> retrying(Instant now) {
    return list(
        """
        WHERE state = 'due' AND platform = ANY (:platforms) AND leaves_at <= :now
          AND answer IS NOT NULL
        ORDER BY next_try, number
        """,
        now);
  }

  /** Those that have not been tried yet. */
  List<Standing> waiting(Instant now) {
    return list(
        """
        WHERE state = 'due' AND platform = ANY (:platforms) AND answer IS NULL
          AND leaves_at > CAST(:now AS timestamptz) - interval '1 day'
        ORDER BY next_try, number
        """,
        now);
  }

  /** Those that no platform will ever carry out, the newest first. */
  List<Standing> failed(Instant now) {
    return list(
        """
        WHERE state IN ('refused', 'superseded')
        ORDER BY closed_at DESC
        """,
        now);
  }

  /** Those that were carried out last. */
  List<Standing> done(Instant now) {
    return list(
        """
        WHERE state = 'done'
        ORDER BY closed_at DESC
        """,
        now);
  }

  private List<Standing> list(String which, Instant now) {
    return jdbc.sql("SELECT * FROM order_to_act " + which + " LIMIT " + MOST)
        .param("now", Timestamp.from(now))
        .param("platforms", connected())
        .query(JdbcOrders.standing(platforms))
        .list();
  }

  private String[] connected() {
    return platforms.all().stream().map(p -> p.id().value()).toArray(String[]::new);
  }
}
