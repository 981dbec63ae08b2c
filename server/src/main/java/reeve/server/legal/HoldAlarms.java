package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.delivery.StaffAlarm;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/** Calls whoever is on duty for orders to preserve: when one comes, and before one lapses. */
@Component
final class HoldAlarms {
  static final Kind ALARMED = new Kind("legal.hold-alarmed", 1);

  /** Until then an authority asks for the second term where its law knows one. */
  static final Duration BEFORE = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final HoldRows rows;
  private final Records records;
  private final StaffAlarm staff;

  HoldAlarms(JdbcClient jdbc, HoldRows rows, Records records, StaffAlarm staff) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.records = records;
    this.staff = staff;
  }

  /**
   * What the frame of every page shows.
   *
   * @param unproven orders of authorities that nobody has verified since
   * @param unheld orders that name somebody who was not found
   * @param since of the oldest of them
   */
  record Shown(long unproven, long unheld, Instant since) {}

  /** An order of an authority that is not verified calls at once. */
  void onReceipt(Preserved hold, Instant now) {
    jdbc.sql("UPDATE legal_hold SET called_at = ? WHERE id = ?")
        .params(Timestamp.from(now), hold.id())
        .update();
    tell(
        hold,
        "receipt",
        "An order to preserve of an authority that is not verified",
        "Alarm: the authority is not verified. Nothing but preserving happens until it is.",
        now);
  }

  /** The orders to preserve that lapse soon and told nobody yet. */
  List<UUID> lapsing(Instant now) {
    return jdbc.sql(
            """
            SELECT id FROM legal_hold
             WHERE released_at IS NULL AND until > :now AND until <= :soon
               AND removal IS NULL AND term <> 'disclosure' AND lapse_called_at IS NULL
             ORDER BY until LIMIT 100
            """)
        .param("now", Timestamp.from(now))
        .param("soon", Timestamp.from(now.plus(BEFORE)))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** In the caller's transaction; once, however often it is asked for. */
  void beforeItLapses(UUID id, Instant now) {
    int first =
        jdbc.sql(
                """
                UPDATE legal_hold SET lapse_called_at = ?
                 WHERE id = ? AND lapse_called_at IS NULL AND released_at IS NULL
                """)
            .params(Timestamp.from(now), id)
            .update();
    if (first == 1) {
      tell(
          rows.find(id).orElseThrow(),
          "lapses",
          "What is held for an order to preserve ends soon",
          "Alarm: it lapses within 7 days, if nobody extends it.",
          now);
    }
  }

  private void tell(Preserved hold, String why, String title, String words, Instant now) {
    rows.log(hold.id(), now, words);
    Map<String, Object> told = Map.of("hold", hold.id().toString(), "why", why);
    var record =
        records.append(
            new Entry(
                ALARMED, hold.account(), new Actor.Worker("legal"), hold.record(), Map.of(), told));
    staff.raise(
        // The end is part of it: of an extended hold, the second is another.
        "legal/hold/" + hold.id() + "/" + why + "/" + hold.until().getEpochSecond(),
        title,
        title + ".\nOpen the desk of Reeve, under Legal, Holds.\n",
        told,
        record);
  }

  /** Empty where nothing calls. */
  Optional<Shown> shown(Instant now) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE h.account IS NOT NULL) AS unproven,
                   count(*) FILTER (WHERE h.account IS NULL) AS unheld,
                   min(h.received_at) AS since
              FROM legal_hold h JOIN legal_authority a ON a.id = h.authority
             WHERE h.released_at IS NULL AND h.until > :now
               AND (h.account IS NULL
                    OR (h.called_at IS NOT NULL AND a.verified_at IS NULL AND a.ended_at IS NULL))
            HAVING count(*) > 0
            """)
        .param("now", Timestamp.from(now))
        .query((row, _) ->
            new Shown(
                row.getLong("unproven"),
                row.getLong("unheld"),
                row.getTimestamp("since").toInstant()))
        .optional();
  }
}
