package reeve.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Reeve a command is about: its data directory and its database. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where Reeve keeps its data (default: data/main, with --sample: data/sample)")
  private @Nullable Path data;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "your own PostgreSQL (15 or newer), postgresql://user:password@host:port/name; the embedded one otherwise. Also REEVE_DATABASE_URL, which keeps the password out of the process list")
  private @Nullable String databaseUrl = System.getenv("REEVE_DATABASE_URL");

  DataDirectory open(boolean sample) {
    return DataDirectory.open(directory(sample));
  }

  /** The directory; what is logged from now on goes there, too. */
  Path directory(boolean sample) {
    Path home = Path.of(System.getProperty("reeve.home", "."));
    Path dir = data != null ? data : home.resolve(sample ? "data/sample" : "data/main");
    System.setProperty("reeve.logs", dir.toAbsolutePath().resolve("logs").toString());
    return dir;
  }

  @Nullable String databaseUrl() {
    return databaseUrl;
  }
}
