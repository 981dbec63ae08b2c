package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.node.backup.Migrations;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import reeve.square.imports.Format;
import reeve.square.imports.Import;
import reeve.square.imports.ImportFailure;
import reeve.square.imports.Progress;
import reeve.square.imports.ProgressBar;
import reeve.square.imports.Summary;

/** Brings posts into the square, also while Reeve runs. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Brings accounts and posts from files into the square, also while it is running.")
final class ImportCommand implements Callable<Integer> {
  @Mixin private final DataOptions options = new DataOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "plain or compressed with gzip; accounts before posts")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "fivethirtyeight, twitter-v1.1 or town")
  private String format = "";

  @Option(
      names = "--town",
      paramLabel = "NAME",
      description =
          "under which the file's ids are known; importing the same ids again changes nothing (default: by the format)")
  private @Nullable String town;

  @Option(names = "--sample", description = "into the sample town's data directory")
  private boolean sample;

  @Override
  public Integer call() throws IOException {
    Format known =
        Format.of(format)
            .orElseThrow(() ->
                new Failure(
                    "There is no format '%s'; there are fivethirtyeight, twitter-v1.1 and town."
                        .formatted(format)));
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new Failure("There is no readable file " + file + ".");
      }
    }
    Path dir = options.directory(sample);
    Optional<DataDirectory> alone = DataDirectory.tryOpen(dir);
    DataDirectory data = alone.orElseGet(() -> DataDirectory.share(dir));
    try (data;
        var databases =
            alone.isPresent()
                ? Databases.open(data, options.databaseUrl(), new Memory(2048))
                : Databases.join(data, options.databaseUrl())) {
      if (alone.isPresent()) {
        data.stamp(databases.embedded() != null);
        new Migrations(databases.database()).latest(Schema.SQUARE);
      }
      var progress = new ProgressBar(System.err, Terminal.interactive(), InstantSource.system());
      Summary summary =
          run(
              databases.database(),
              new Import.Request(known, files, town, null, data.logs()),
              progress);
      tell(summary);
      return 0;
    }
  }

  /** Imports into the square's schema; shared with the sample. */
  static Summary run(Database database, Import.Request request, Progress progress) {
    var source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.role(Schema.SQUARE).user());
    source.setPassword(database.role(Schema.SQUARE).password());
    try {
      return Import.run(source, request, InstantSource.system(), progress);
    } catch (ImportFailure e) {
      throw new Failure("" + e.getMessage(), e);
    }
  }

  private static void tell(Summary done) {
    System.err.printf(
        "Imported %,d accounts, %,d posts, %,d boosts, %,d follows, %,d flags in %.1f s; %,d were there already.%n",
        done.accounts(),
        done.posts(),
        done.boosts(),
        done.follows(),
        done.reports(),
        done.took().toMillis() / 1000.0,
        done.skipped());
    if (done.rejected() > 0) {
      System.err.printf(
          "%,d lines were no good; each with its number and reason: %s%n",
          done.rejected(), String.join(", ", done.rejects().stream().map(Path::toString).toList()));
    }
  }
}
