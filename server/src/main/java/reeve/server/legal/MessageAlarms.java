package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.delivery.StaffAlarm;
import reeve.server.platform.Event.Wish;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Calls whoever is on duty while a form or a mail waits whose hour runs: one that wants posts
 * removed, or data since somebody is in danger. Each alarm of each is raised once; those of one
 * round call together, so that a flood of forms is no flood of calls.
 */
@Component
final class MessageAlarms {
  static final Kind ALARMED = new Kind("legal.message-alarmed", 1);

  private final JdbcClient jdbc;
  private final Records records;
  private final StaffAlarm staff;
  private final Integer[] minutes;

  MessageAlarms(JdbcClient jdbc, Records records, StaffAlarm staff, LegalSettings settings) {
    this.jdbc = jdbc;
    this.records = records;
    this.staff = staff;
    this.minutes =
        settings.alarms().stream().map(it -> (int) it.toMinutes()).sorted().toArray(Integer[]::new);
  }

  private record Raised(UUID message, RecordId record, int minute) {}

  /**
   * Calls at once for a mail whose hour runs, whatever its signature proves; and for one that an
   * authority signed and that does not say what it wants in a line that is read.
   */
  void onReceipt(Message message) {
    Message.Mail mail = message.mail();
    Wish wish = message.said().wish();
    if (runs(wish) || (wish == Wish.REQUEST && mail != null && mail.isGenuine())) {
      staff.raise(
          "legal/mail/" + message.id(),
          "A mail of an authority whose hour may run",
          "A person checks what its signature proves, and takes the order in. Open the desk of"
              + " Reeve, under Legal.\n",
          Map.of("message", message.id().toString()),
          message.record());
    }
  }

  static boolean runs(Wish wish) {
    return switch (wish) {
      case REMOVE, EMERGENCY -> true;
      case PRESERVE, DISCLOSE, REQUEST -> false;
    };
  }

  /** Raises what is due, in the caller's transaction, however late. */
  void raise(Instant now) {
    List<Raised> raised =
        jdbc.sql(
                """
                WITH raised AS (
                  INSERT INTO legal_message_alarm (message, minute, raised_at)
                  SELECT m.id, a.minute, :now
                    FROM legal_message m CROSS JOIN unnest(:minutes) AS a (minute)
                   WHERE m.closed_at IS NULL AND m.wish IN ('remove', 'emergency')
                     AND m.received_at + make_interval(mins => a.minute) <= :now
                   ORDER BY m.id, a.minute
                  ON CONFLICT DO NOTHING
                  RETURNING message, minute)
                SELECT r.message, m.record, r.minute
                  FROM raised r JOIN legal_message m ON m.id = r.message
                 ORDER BY r.minute, m.received_at, m.id
                """)
            .param("now", Timestamp.from(now))
            .param("minutes", minutes)
            .query((row, _) ->
                new Raised(
                    row.getObject(1, UUID.class),
                    new RecordId(row.getObject(2, UUID.class)),
                    row.getInt(3)))
            .list();
    Map<Integer, Integer> waiting = new LinkedHashMap<>();
    raised.forEach(one -> waiting.merge(one.minute(), 1, Integer::sum));
    for (Raised one : raised) {
      Map<String, Object> told =
          Map.of("message", one.message().toString(), "minute", one.minute());
      RecordId record =
          records.append(
              new Entry(ALARMED, null, new Actor.Worker("legal"), one.record(), Map.of(), told));
      Integer together = waiting.remove(one.minute());
      if (together != null) {
        call(one, together, told, record);
      }
    }
  }

  private void call(Raised first, int together, Map<String, ?> told, RecordId record) {
    String title =
        (together == 1
                ? "A message in the name of an authority still waits"
                : together + " messages in the name of authorities still wait")
            + " after "
            + first.minute()
            + " minutes";
    staff.raise(
        "legal/message/" + first.message() + "/" + first.minute(),
        title,
        title + ". An hour runs from receipt.\nOpen the desk of Reeve, under Legal.\n",
        told,
        record);
  }
}
