package reeve.server.transparency;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reeve.server.record.Kind;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.Told;

/** Counts published rows, from which neither times nor links can be told. */
final class PublicFold {
  private static final RecordId UNKNOWN = new RecordId(new UUID(0, 0));

  private final Fold fold = new Fold();

  /**
   * One more, in the order of the ledger.
   *
   * @throws IllegalArgumentException the row has no kind or day
   */
  void take(Row row) {
    int slash = row.kind().indexOf('/');
    Map<String, Object> half = row.told();
    try {
      fold.take(
          new Told(
              new Place(0, row.index()),
              UNKNOWN,
              LocalDate.parse(row.day()).atStartOfDay(ZoneOffset.UTC).toInstant(),
              new Kind(
                  row.kind().substring(0, Math.max(0, slash)),
                  Integer.parseInt(row.kind().substring(slash + 1))),
              null,
              null,
              half));
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("row " + row.index() + " has no day", e);
    }
  }

  /** The tables that follow from rows alone; which month it is does not matter to them. */
  List<Table> tables() {
    return Tables.ofPublic(fold.figures(), Instant.EPOCH);
  }

  Figures figures() {
    return fold.figures();
  }
}
