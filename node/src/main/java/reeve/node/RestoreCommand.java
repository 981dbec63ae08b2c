package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import reeve.node.backup.BackupFailure;
import reeve.node.backup.Restore;

/** Reads a backup into a new data directory. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Reads a backup into a new data directory, and with --database-url into your own, empty PostgreSQL.")
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final DataOptions options = new DataOptions();

  @Parameters(paramLabel = "FILE", description = "what ./reeve backup wrote")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file)) {
      throw new Failure("There is no readable file " + file + ".");
    }
    char[] passphrase = Passphrase.ask();
    try (DataDirectory data = options.open(false)) {
      if (!data.isFresh()) {
        throw new Failure(
            "%s already holds a Reeve. Restore into a new one: --data DIR".formatted(data.path()));
      }
      restore(data, passphrase);
      data.stamp(options.databaseUrl() == null);
      System.err.printf("Restored. Start it with ./reeve up --data %s%n", data.path());
      return 0;
    }
  }

  private void restore(DataDirectory data, char[] passphrase) throws IOException {
    var opened = new AtomicReference<@Nullable Databases>();
    try {
      new Restore(
              () -> {
                var databases = Databases.open(data, options.databaseUrl(), new Memory(1024));
                opened.set(databases);
                return databases.database();
              },
              DataFormat.SCHEMA,
              System.err::println)
          .read(file, passphrase, Map.of("keys", data.keys().portable()));
    } catch (BackupFailure e) {
      throw new Failure(
          e.getMessage()
              + " Nothing was restored; remove "
              + data.path()
              + " before you try again.",
          e);
    } finally {
      Databases databases = opened.get();
      if (databases != null) {
        databases.close();
      }
    }
  }
}
