package reeve.server.legal;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reeve.server.intake.Receiver;
import reeve.server.platform.Event;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/** Records what platforms purged when a hold on them ended. */
@Component
final class HoldEnds implements Receiver {
  static final Kind PURGED = new Kind("legal.hold-purged", 1);

  private final Records records;

  HoldEnds(Records records) {
    this.records = records;
  }

  @Override
  public void receive(List<Event> events) {
    List<Entry> entries =
        events.stream()
            .filter(Event.HoldEnded.class::isInstance)
            .map(Event.HoldEnded.class::cast)
            .map(HoldEnds::entry)
            .toList();
    if (!entries.isEmpty()) {
      records.append(entries);
    }
  }

  private static Entry entry(Event.HoldEnded ended) {
    return new Entry(
        PURGED,
        ended.account(),
        new Actor.Worker("legal"),
        null,
        Map.of(),
        Map.of(
            "at", ended.meta().at().toString(), "posts", ended.posts(), "others", ended.others()));
  }
}
