package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.node.backup.Backup;
import reeve.node.backup.BackupFailure;

/** Writes everything to one encrypted file, also while Reeve runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Writes database, pictures and keys to one encrypted file, also while Reeve is running.")
final class BackupCommand implements Callable<Integer> {
  @Mixin private final DataOptions options = new DataOptions();

  @Parameters(paramLabel = "FILE", description = "the file to write; must not exist")
  private Path file = Path.of("");

  @Option(names = "--sample", description = "the sample town's data directory")
  private boolean sample;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(file)) {
      throw new Failure(file + " exists already. Name another file.");
    }
    char[] passphrase = Passphrase.choose();
    Path dir = options.directory(sample);
    DataDirectory shared = DataDirectory.share(dir);
    Optional<DataDirectory> alone = DataDirectory.tryOpen(dir);
    var memory = new Memory(1024);
    try (var databases =
        alone.isPresent()
            ? Databases.open(alone.get(), options.databaseUrl(), memory)
            : Databases.join(shared, options.databaseUrl())) {
      new Backup(databases.database(), DataFormat.SCHEMA, System.err::println)
          .write(file, passphrase, Map.of("keys", shared.keys().portable()));
    } catch (BackupFailure e) {
      throw new Failure("" + e.getMessage(), e);
    } finally {
      alone.ifPresent(DataDirectory::close);
    }
    System.err.printf("Written: %s (%,d bytes)%n", file, Files.size(file));
    return 0;
  }
}
