package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.decisions.Phrases;
import reeve.server.delivery.StaffAlarm;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Raises each alarm of an open order once: its row is what makes it one. */
@Component
final class Alarms {
  static final Kind ALARMED = new Kind("legal.alarmed", 1);

  private final JdbcClient jdbc;
  private final OrderRows rows;
  private final Records records;
  private final StaffAlarm staff;
  private final Integer[] minutes;

  Alarms(
      JdbcClient jdbc, OrderRows rows, Records records, StaffAlarm staff, LegalSettings settings) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.records = records;
    this.staff = staff;
    this.minutes =
        settings.alarms().stream().map(it -> (int) it.toMinutes()).sorted().toArray(Integer[]::new);
  }

  /**
   * What the frame of every page shows.
   *
   * @param open orders whose clock runs
   * @param due of the one with the least time left
   * @param alarms that open orders raised
   */
  record Shown(long open, Instant due, long alarms) {}

  /** An order of an authority that is not verified calls whoever is on duty at once. */
  void onReceipt(RemovalOrder order, Instant now) {
    jdbc.sql("INSERT INTO legal_alarm (order_id, minute, raised_at) VALUES (?, 0, ?)")
        .params(order.id(), Timestamp.from(now))
        .update();
    tell(
        new Raised(order.id(), order.record(), order.receivedAt().plus(RemovalOrder.DUE), 0),
        now,
        "Alarm: the authority is not verified. Nothing but preserving may happen until it is.");
  }

  private record Raised(UUID order, RecordId record, Instant due, int minute) {}

  /** Raises what is due, in the caller's transaction, however late. */
  int raise(Instant now) {
    List<Raised> raised =
        jdbc.sql(
                """
                WITH raised AS (
                  INSERT INTO legal_alarm (order_id, minute, raised_at)
                  SELECT o.id, m.minute, :now
                    FROM legal_order o CROSS JOIN unnest(:minutes) AS m (minute)
                   WHERE o.ended_at IS NULL
                     AND o.received_at + make_interval(mins => m.minute) <= :now
                   ORDER BY o.id, m.minute
                  ON CONFLICT DO NOTHING
                  RETURNING order_id, minute)
                SELECT r.order_id, o.record, o.due_at, r.minute
                  FROM raised r JOIN legal_order o ON o.id = r.order_id
                 ORDER BY r.order_id, r.minute
                """)
            .param("now", Timestamp.from(now))
            .param("minutes", minutes)
            .query((row, _) ->
                new Raised(
                    row.getObject(1, UUID.class),
                    new RecordId(row.getObject(2, UUID.class)),
                    row.getTimestamp(3).toInstant(),
                    row.getInt(4)))
            .list();
    for (Raised one : raised) {
      tell(one, now, "Alarm: " + one.minute() + " minutes after receipt it still runs.");
    }
    return raised.size();
  }

  private void tell(Raised raised, Instant now, String words) {
    rows.log(raised.order(), now, words);
    RecordId record =
        records.append(
            new Entry(
                ALARMED,
                null,
                new Actor.Worker("legal"),
                raised.record(),
                Map.of(),
                Map.of("order", raised.order().toString(), "minute", raised.minute())));
    call(raised, record);
  }

  /** Calls whoever is on duty, with nothing that the order says: mail is read by many machines. */
  private void call(Raised raised, RecordId record) {
    String title =
        raised.minute() == 0
            ? "An order of an authority that is not verified"
            : "An order of an authority still runs after " + raised.minute() + " minutes";
    staff.raise(
        "legal/" + raised.order() + "/" + raised.minute(),
        title,
        title
            + ". It is to be answered by "
            + Phrases.minute(raised.due())
            + ".\nOpen the desk of Reeve, under Legal.\n",
        Map.of(
            "order",
            raised.order().toString(),
            "minute",
            raised.minute(),
            "due",
            raised.due().toString()),
        record);
  }

  /** Empty where no clock runs. */
  Optional<Shown> shown() {
    return jdbc.sql(
            """
            SELECT count(*), min(due_at),
                   (SELECT count(*) FROM legal_alarm a JOIN legal_order o ON o.id = a.order_id
                     WHERE o.ended_at IS NULL)
              FROM legal_order WHERE ended_at IS NULL HAVING count(*) > 0
            """)
        .query(
            (row, _) -> new Shown(row.getLong(1), row.getTimestamp(2).toInstant(), row.getLong(3)))
        .optional();
  }
}
