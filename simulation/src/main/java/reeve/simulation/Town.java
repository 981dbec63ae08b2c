package reeve.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * A town to be simulated. Equal towns are written byte for byte alike.
 *
 * @param accounts how many accounts, {@value #FEWEST_ACCOUNTS} to {@value #MOST_ACCOUNTS}
 * @param posts how many posts, replies and private ones included, 1 to {@value #MOST_POSTS}
 * @param seed where chance starts
 * @param crimsonShare the part of the accounts that are of the Crimson Dawn, 0 to 0.5; above 0 each
 *     of its roles has at least one account
 * @param until when the town's story ends; its posts lie in the {@value #DAYS} days before
 */
public record Town(int accounts, long posts, long seed, double crimsonShare, Instant until) {
  public static final int FEWEST_ACCOUNTS = 50;
  public static final int MOST_ACCOUNTS = 5_000_000;
  public static final long MOST_POSTS = 1_000_000_000;

  /** The days in which the posts lie. */
  public static final int DAYS = 30;

  public Town {
    if (accounts < FEWEST_ACCOUNTS || accounts > MOST_ACCOUNTS) {
      throw new IllegalArgumentException(
          "accounts must be from %,d to %,d".formatted(FEWEST_ACCOUNTS, MOST_ACCOUNTS));
    }
    if (posts < 1 || posts > MOST_POSTS) {
      throw new IllegalArgumentException("posts must be from 1 to %,d".formatted(MOST_POSTS));
    }
    if (!(crimsonShare >= 0 && crimsonShare <= 0.5)) {
      throw new IllegalArgumentException("the Crimson Dawn's share must be from 0 to 0.5");
    }
    until = Instant.ofEpochMilli(until.toEpochMilli());
  }

  /** The town's name in its file: what an importer knows it by. */
  public String name() {
    return "town-" + Long.toUnsignedString(seed);
  }

  /**
   * Writes {@code town.ndjson}, {@code truth.ndjson} and {@code media/} into a folder, which is
   * made if it is missing. The files bear their names only once they are complete. Memory grows
   * with the accounts, not with the posts.
   *
   * @param progress is given the number of posts written so far, now and then
   */
  public Census write(Path folder, LongConsumer progress) throws IOException {
    try (TownFile file = TownFile.open(folder, this)) {
      new Course(this, file, Gallery.draw(folder.resolve("media"), seed)).run(progress);
      return file.complete();
    }
  }
}
