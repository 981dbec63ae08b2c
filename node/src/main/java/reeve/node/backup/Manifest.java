package reeve.node.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The first entry of a backup.
 *
 * @param format of the file, 1
 * @param schema the data format that the data directory had
 * @param migrations for each schema the versions that were applied, so that a newer Reeve can load
 *     the rows into the shape they had and then migrate them
 */
record Manifest(int format, int schema, Instant takenAt, Map<String, List<String>> migrations) {
  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";

  Manifest {
    migrations = Map.copyOf(migrations);
  }
}
