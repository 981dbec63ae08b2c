package reeve.server.legal;

import java.sql.Timestamp;
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
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Raises each alarm once, at a quarter, the half and three quarters of the time that there is, and
 * at its end: of the hour of an emergency after 15, 30, 45 and 60 minutes.
 */
@Component
final class DisclosureAlarms {
  static final Kind ALARMED = new Kind("legal.disclosure-alarmed", 1);

  private final JdbcClient jdbc;
  private final DisclosureChanges changes;
  private final Records records;
  private final StaffAlarm staff;

  DisclosureAlarms(JdbcClient jdbc, DisclosureChanges changes, Records records, StaffAlarm staff) {
    this.jdbc = jdbc;
    this.changes = changes;
    this.records = records;
    this.staff = staff;
  }

  /**
   * What the frame of every page shows.
   *
   * @param open how many clocks run that raised an alarm
   * @param due of the one with the least time left
   */
  record Shown(long open, Instant due) {}

  /** Calls whoever is on duty at once: an emergency, or an authority that is not verified. */
  void onReceipt(Disclosure it, boolean verified, Instant now) {
    jdbc.sql(
            """
            INSERT INTO legal_disclosure_alarm (disclosure, quarter, raised_at) VALUES (?, 0, ?)
            """)
        .params(it.id(), Timestamp.from(now))
        .update();
    tell(
        new Raised(it.id(), it.record(), 0),
        now,
        verified
            ? "Alarm: somebody is in danger, as the request says."
            : "Alarm: the authority is not verified. Nothing but preserving may happen until it is.");
  }

  /** Calls a second person, who reads and releases what is proposed of an emergency. */
  void onProposal(Disclosure it, UUID proposal, RecordId record) {
    String title = "An emergency request for data waits for a second person";
    staff.raise(
        "legal/disclosure/" + it.id() + "/release/" + proposal,
        title,
        title
            + ", who reads and releases what is handed over.\n"
            + "Open the desk of Reeve, under Legal.\n",
        Map.of("disclosure", it.id().toString()),
        record);
  }

  private record Raised(UUID disclosure, RecordId record, int quarter) {}

  /** Raises what is due, in the caller's transaction, however late. */
  int raise(Instant now) {
    List<Raised> raised =
        jdbc.sql(
                """
                WITH raised AS (
                  INSERT INTO legal_disclosure_alarm (disclosure, quarter, raised_at)
                  SELECT d.id, q.quarter, :now
                    FROM legal_disclosure d CROSS JOIN generate_series(1, 4) AS q (quarter)
                   WHERE d.ended_at IS NULL AND d.due_at IS NOT NULL
                     AND d.received_at + (d.due_at - d.received_at) * (q.quarter / 4.0) <= :now
                   ORDER BY d.id, q.quarter
                  ON CONFLICT DO NOTHING
                  RETURNING disclosure, quarter)
                SELECT r.disclosure, d.record, r.quarter
                  FROM raised r JOIN legal_disclosure d ON d.id = r.disclosure
                 ORDER BY r.disclosure, r.quarter
                """)
            .param("now", Timestamp.from(now))
            .query((row, _) ->
                new Raised(
                    row.getObject(1, UUID.class),
                    new RecordId(row.getObject(2, UUID.class)),
                    row.getInt(3)))
            .list();
    for (Raised one : raised) {
      tell(
          one,
          now,
          one.quarter() == 4
              ? "Alarm: its time is over."
              : "Alarm: %d quarters of its time are over.".formatted(one.quarter()));
    }
    return raised.size();
  }

  private void tell(Raised raised, Instant now, String words) {
    changes.log(raised.disclosure(), now, words);
    Map<String, Object> told =
        Map.of("disclosure", raised.disclosure().toString(), "quarter", raised.quarter());
    RecordId record =
        records.append(
            new Entry(ALARMED, null, new Actor.Worker("legal"), raised.record(), Map.of(), told));
    staff.raise(
        "legal/disclosure/" + raised.disclosure() + "/" + raised.quarter(),
        "A request of an authority for data waits",
        words + "\nOpen the desk of Reeve, under Legal.\n",
        told,
        record);
  }

  /** Empty where no clock raised an alarm. */
  Optional<Shown> shown() {
    return jdbc.sql(
            """
            SELECT count(*), min(coalesce(due_at, received_at)) FROM legal_disclosure d
             WHERE ended_at IS NULL
               AND EXISTS (SELECT 1 FROM legal_disclosure_alarm a WHERE a.disclosure = d.id)
            HAVING count(*) > 0
            """)
        .query((row, _) -> new Shown(row.getLong(1), row.getTimestamp(2).toInstant()))
        .optional();
  }
}
