package reeve.server.decisions;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.Reports;
import reeve.server.record.Place;

/** How far those who reported were told that their report came. */
@Component
class AcknowledgeRows {
  private final JdbcClient jdbc;

  AcknowledgeRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How far it is.
   *
   * @param at the place of the last record that was looked at
   * @param since what was recorded before it is passed over; null for nothing
   * @param bundle of the letters that were written last; null before the first
   * @param ranAt when everything there was had been looked at; null before the first time
   */
  record Cursor(
      Place at, @Nullable Instant since, @Nullable UUID bundle, @Nullable Instant ranAt) {}

  /** Locks it until the transaction ends. */
  Cursor lock() {
    return jdbc.sql(
            """
            SELECT tx::text AS tx, seq, since, bundle, ran_at FROM decision_acknowledged FOR UPDATE
            """)
        .query((row, _) ->
            new Cursor(
                new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq")),
                instant(row.getTimestamp("since")),
                row.getObject("bundle", UUID.class),
                instant(row.getTimestamp("ran_at"))))
        .single();
  }

  void move(Cursor to) {
    jdbc.sql(
            """
            UPDATE decision_acknowledged
               SET tx = :tx::xid8, seq = :seq, since = :since, bundle = :bundle, ran_at = :ran
            """)
        .param("tx", Long.toUnsignedString(to.at().tx()))
        .param("seq", to.at().seq())
        .param("since", to.since() == null ? null : Timestamp.from(to.since()))
        .param("bundle", to.bundle())
        .param("ran", to.ranAt() == null ? null : Timestamp.from(to.ranAt()))
        .update();
  }

  /**
   * When the answers leave, or left, that decisions on the cases of these reports gave those who
   * made them, by the places in the list; those that nobody answered are not in it.
   */
  Map<Integer, Instant> answered(List<Reports.Filed> reports) {
    Map<Integer, Instant> answered = new HashMap<>();
    jdbc.sql(
            """
            SELECT r.place, max(d.leaves_at) AS leaves_at
              FROM unnest(:cases::bigint[], :platforms::text[], :accounts::text[],
                          :ats::timestamptz[])
                   WITH ORDINALITY AS r (case_id, platform, account, at, place)
              JOIN decision d ON d.case_id = r.case_id AND d.decided_at >= r.at
              JOIN letter l ON l.decision = d.id AND l.audience = 'reporter'
                           AND l.platform = r.platform AND l.account = r.account
             GROUP BY r.place
            """)
        .param("cases", Letters.column(reports, r -> Long.toString(r.of().value())))
        .param("platforms", Letters.column(reports, r -> r.reporter().platform().value()))
        .param("accounts", Letters.column(reports, r -> r.reporter().nativeId()))
        .param("ats", Letters.column(reports, r -> r.at().toString()))
        .query(row -> {
          answered.put(row.getInt("place") - 1, row.getTimestamp("leaves_at").toInstant());
        });
    return answered;
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
