package reeve.server.likeness;

import java.util.Optional;
import reeve.server.record.Place;

/**
 * Up to where the index was told: of the event log, and of the record.
 *
 * @param log as the journal names it
 * @param offset the first event that was not taken
 * @param record the last record that was taken: of sealings, and of suspensions that ran out
 */
record Position(String log, long offset, Place record) {
  /** As a commit of the index keeps it, at most 100 characters. */
  String text() {
    return "%s %d %d %d".formatted(log, offset, record.tx(), record.seq());
  }

  static Optional<Position> of(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return parts.length == 4
          ? Optional.of(
              new Position(
                  parts[0],
                  Long.parseLong(parts[1]),
                  new Place(Long.parseLong(parts[2]), Long.parseLong(parts[3]))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
