package reeve.server.legal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reeve.server.decisions.PlainText;
import reeve.server.delivery.StaffAlarm;
import reeve.server.intake.Receiver;
import reeve.server.platform.Event;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Lays forms of authorities before a person, and calls one where an hour runs. Nothing else. */
@Component
final class FormReceiver implements Receiver {
  static final Kind RECEIVED = new Kind("legal.form-received", 1);

  private final MessageRows rows;
  private final Records records;
  private final StaffAlarm staff;

  FormReceiver(MessageRows rows, Records records, StaffAlarm staff) {
    this.rows = rows;
    this.records = records;
    this.staff = staff;
  }

  @Override
  public void receive(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.AuthorityWrote wrote) {
        take(wrote);
      }
    }
  }

  private void take(Event.AuthorityWrote wrote) {
    List<String> posts = new ArrayList<>();
    wrote.posts().forEach(post -> posts.add(line(post, 2_000)));
    var said =
        new Message.Said(
            wrote.wish(),
            line(wrote.authority(), 200),
            line(wrote.state(), 2),
            line(wrote.reference(), 200),
            line(wrote.ground(), 2_000),
            line(wrote.account(), 200),
            posts,
            line(wrote.contact(), 300),
            line(wrote.text(), 4_000));
    UUID id = UUID.randomUUID();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("message", id.toString());
    told.put("form", wrote.id());
    told.put("platform", wrote.meta().source().value());
    told.put("wish", wrote.wish().name().toLowerCase(java.util.Locale.ROOT));
    told.put("authority", said.authority());
    told.put("state", said.state());
    told.put("reference", said.reference());
    told.put("receivedAt", wrote.meta().at().toString());
    told.put("posts", posts);
    RecordId record =
        records.append(new Entry(RECEIVED, null, new Actor.Worker("legal"), null, Map.of(), told));
    rows.add(
        new Message(
            id,
            line(wrote.id(), 100),
            wrote.meta().source(),
            wrote.meta().at(),
            said,
            null,
            record,
            Message.Became.nothing(""),
            null),
        null,
        "");
    switch (wrote.wish()) {
      case REMOVE, EMERGENCY ->
          staff.raise(
              "legal/form/" + id,
              "A form of an authority whose hour runs",
              "It proves nothing. Open the desk of Reeve, under Legal, and reach the authority"
                  + " through the registry.\n",
              Map.of("message", id.toString()),
              record);
      case PRESERVE, DISCLOSE, REQUEST -> {
        // No hour runs; the page shows it.
      }
    }
  }

  private static String line(String text, int most) {
    return PlainText.beginning(PlainText.of(text), most);
  }
}
