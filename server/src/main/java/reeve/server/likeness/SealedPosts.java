package reeve.server.likeness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.record.Place;
import reeve.server.record.RecordStream;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.record.Told;
import reeve.signals.likeness.Observed;

/** Posts that were sealed, out of the record. */
@Component
final class SealedPosts {
  private static final Set<String> KINDS = Set.of("cases.sealed");
  private static final int AT_ONCE = 100;

  private final RecordStream stream;
  private final Records records;

  SealedPosts(RecordStream stream, Records records) {
    this.stream = stream;
    this.records = records;
  }

  /**
   * Some sealings.
   *
   * @param to the place of the last
   */
  record Some(List<Observed> gone, Place to) {}

  Some after(Place from) {
    List<Observed> gone = new ArrayList<>();
    Place to = from;
    for (Told told : stream.after(from, KINDS, AT_ONCE)) {
      Map<String, Object> half = records.find(told.id()).map(Recorded::privateHalf).orElse(null);
      if (told.subject() instanceof AccountRef account
          && half != null
          && half.get("posts") instanceof List<?> posts) {
        posts.forEach(
            post -> gone.add(new Observed.Deleted(Named.of(account), String.valueOf(post))));
      }
      to = told.place();
    }
    return new Some(gone, to);
  }
}
