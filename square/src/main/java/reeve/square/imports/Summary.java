package reeve.square.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an import did.
 *
 * @param skipped lines whose effect was already there
 * @param rejected lines that were no good
 * @param rejects the files that name them, one for each file with such lines
 */
public record Summary(
    long accounts,
    long posts,
    long boosts,
    long favourites,
    long follows,
    long reports,
    long skipped,
    long rejected,
    List<Path> rejects,
    Duration took) {
  public Summary {
    rejects = List.copyOf(rejects);
  }
}
