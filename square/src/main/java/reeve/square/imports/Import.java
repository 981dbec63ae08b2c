package reeve.square.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Origin;

/**
 * Brings files into the square. What is there already, by town and the source's ids, is skipped:
 * importing twice changes nothing, and an import that was broken off is simply run again.
 */
public final class Import {
  private static final Pattern TOWN = Pattern.compile("[a-z0-9-]{1,40}");

  private Import() {}

  /**
   * What to import.
   *
   * @param files plain or compressed with gzip; read in this order
   * @param town under which the source's ids are known; null for the name that the files give, or
   *     that of the format
   * @param origin {@link Origin#SAMPLE} or {@link Origin#IMPORTED}; null for what the files say,
   *     else imported
   * @param rejectsDir where {@code <name>.rejects.ndjson} is written for a file with bad lines
   */
  public record Request(
      Format format,
      List<Path> files,
      @Nullable String town,
      @Nullable Origin origin,
      Path rejectsDir) {
    public Request {
      files = List.copyOf(files);
      if (files.isEmpty()) {
        throw new ImportFailure("Name at least one file to import.");
      }
      if (town != null && !TOWN.matcher(town).matches()) {
        throw new ImportFailure("A town's name is 1 to 40 of a-z, 0-9 and '-'.");
      }
      if (origin == Origin.LIVE) {
        throw new ImportFailure("What is imported is marked as sample or imported, never as live.");
      }
    }
  }

  /**
   * Runs an import to its end. Posts can be searched, and their events read, from the commit of
   * their batch on.
   *
   * @param source of the square's schema
   * @throws ImportFailure when it cannot go on; what is written by then stays
   */
  public static Summary run(
      DataSource source, Request request, InstantSource clock, Progress progress) {
    Instant start = clock.instant();
    Town town = town(request);
    try (Connection connection = source.getConnection();
        Rejects rejects = new Rejects(request.rejectsDir())) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        lock(connection, town.name());
        Loader loader =
            new Loader(
                connection,
                town.name(),
                town.origin(),
                request.format(),
                clock,
                request.files(),
                rejects);
        try (Feed feed = new Feed(request.format().parser(), request.files(), rejects)) {
          load(feed, loader, rejects, progress);
        }
        Loader.Tally tally = loader.tally();
        return new Summary(
            tally.accounts,
            tally.posts,
            tally.boosts,
            tally.favourites,
            tally.follows,
            tally.reports,
            tally.skipped,
            rejects.count(),
            rejects.paths(),
            Duration.between(start, clock.instant()));
      } finally {
        connection.rollback();
        unlock(connection);
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw new ImportFailure(
          "The database refused: " + e.getMessage() + " Run the import again to go on.", e);
    } catch (IOException e) {
      throw new ImportFailure("A file cannot be read or written: " + e.getMessage(), e);
    }
  }

  private static void load(Feed feed, Loader loader, Rejects rejects, Progress progress)
      throws SQLException, IOException {
    long lines = 0;
    Feed.Batch batch = feed.next();
    while (batch != null) {
      Feed.Batch next = feed.next();
      loader.write(batch.lines(), next == null);
      lines += batch.lines().size();
      progress.at(
          new Progress.State(lines, rejects.count(), batch.bytesRead(), feed.allBytes(), false));
      batch = next;
    }
    progress.at(new Progress.State(lines, rejects.count(), feed.allBytes(), feed.allBytes(), true));
  }

  private record Town(String name, Origin origin) {}

  private static Town town(Request request) {
    String name = request.town();
    Origin origin = request.origin();
    for (Path file : request.files()) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ImportFailure("There is no readable file " + file + ".");
      }
    }
    if (request.format() == Format.TOWN) {
      try (Feed.Open first = Feed.open(request.files().getFirst())) {
        TownFormat.Header header = new TownFormat().header(first.lines());
        name = name == null ? header.name() : name;
        origin = origin == null ? header.origin() : origin;
      } catch (Refused | IOException e) {
        throw new ImportFailure(
            "The first line of a town is {\"type\":\"town\",\"version\":1,\"name\":..,\"origin\":..}: "
                + request.files().getFirst(),
            e);
      }
    }
    name = name == null ? request.format().defaultTown() : name;
    if (!TOWN.matcher(name).matches() || origin == Origin.LIVE) {
      throw new ImportFailure("The first line of the town names no valid town or origin.");
    }
    return new Town(name, origin == null ? Origin.IMPORTED : origin);
  }

  /** One import of a town at a time; the lock goes with the connection. */
  private static void lock(Connection connection, String town) throws SQLException {
    String sql = "select pg_try_advisory_lock(hashtext('square.import'), hashtext(?))";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, town);
      try (ResultSet answer = query.executeQuery()) {
        answer.next();
        if (!answer.getBoolean(1)) {
          throw new ImportFailure(
              "Another import of the town " + town + " is running; wait for its end.");
        }
      }
    }
    connection.commit();
  }

  private static void unlock(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select pg_advisory_unlock_all(), set_config('gin_pending_list_limit', '4MB', false)
            """)) {
      query.execute();
    }
    connection.commit();
  }
}
