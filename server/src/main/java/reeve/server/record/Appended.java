package reeve.server.record;

import java.util.List;
import java.util.Map;

/** What a transaction appended just now, and what opens it, so that it need not be read back. */
public final class Appended {
  public static final Appended NONE = new Appended(List.of(), Map.of());

  private final List<RecordId> ids;
  private final Map<RecordId, Opening> openings;

  Appended(List<RecordId> ids, Map<RecordId, Opening> openings) {
    this.ids = List.copyOf(ids);
    this.openings = Map.copyOf(openings);
  }

  /** In the order of the entries. */
  public List<RecordId> ids() {
    return ids;
  }

  Map<RecordId, Opening> openings() {
    return openings;
  }
}
