package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reeve.ledger.LedgerException;
import reeve.ledger.audit.Audit;
import reeve.ledger.note.Policy;
import reeve.ledger.note.VerifierKey;
import reeve.postgres.Schema;
import reeve.server.record.RecordAudit;
import reeve.server.transparency.Recomputed;
import reeve.server.transparency.Recomputing;
import tools.jackson.databind.json.JsonMapper;

/** What the public is told, checked. */
@Command(
    name = "transparency",
    mixinStandardHelpOptions = true,
    description = "Checks the public figures; docs/transparency.md tells what they are made of.",
    subcommands = TransparencyCommand.Recompute.class)
final class TransparencyCommand implements Callable<Integer> {
  /** Each holds some thousand records: more would not fit into the least memory. */
  private static final int THREADS_MOST = 8;

  @Override
  public Integer call() {
    throw new Failure(
        "Say what to do: ./reeve transparency recompute --data URL --key VKEY, or --database.");
  }

  /** Computes the figures again. */
  @Command(
      name = "recompute",
      mixinStandardHelpOptions = true,
      description =
          "Computes the figures again and holds every row or record against the ledger: with --data from"
              + " a published data set, which anybody can; with --database from the database of"
              + " this server, all of them. Ends with 1 where anything differs.")
  static final class Recompute implements Callable<Integer> {
    @Option(
        names = "--data",
        paramLabel = "PLACE",
        description =
            "the published folder or its address, .../transparency; with --database the data"
                + " directory of Reeve (default: data/main, with --sample: data/sample)")
    private @Nullable String data;

    @Option(
        names = "--ledger",
        paramLabel = "PLACE",
        description = "the published log, where it does not stand beside the data")
    private @Nullable String ledger;

    @Option(
        names = "--key",
        paramLabel = "VKEY",
        description = "whom to believe: the log's public key, from somewhere else than the data")
    private @Nullable String key;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "or a policy with keys and witnesses (C2SP tlog-policy)")
    private @Nullable Path policy;

    @Option(names = "--database", description = "from the database, also while Reeve runs")
    private boolean database;

    @Option(names = "--sample", description = "with --database: of the sample town")
    private boolean sample;

    @Option(
        names = "--database-url",
        paramLabel = "URL",
        description = "your own PostgreSQL; the embedded one otherwise. Also REEVE_DATABASE_URL")
    private @Nullable String databaseUrl = System.getenv("REEVE_DATABASE_URL");

    @Option(
        names = "--job-memory",
        paramLabel = "MB",
        defaultValue = "" + Recomputing.MEMORY,
        description =
            "with --database: memory of the job's own process, at least 256 (default:"
                + " ${DEFAULT-VALUE})")
    private int memory;

    @Option(names = "--json", description = "print all that came out as JSON")
    private boolean json;

    private final Recomputing recomputing = new Recomputing(InstantSource.system());

    @Override
    public Integer call() throws InterruptedException {
      Recomputed found;
      try {
        found = database ? fromDatabase() : fromPublic();
      } catch (Recomputing.Failed e) {
        throw new Failure("" + e.getMessage(), e);
      }
      if (json) {
        System.out.println(JsonMapper.shared().writeValueAsString(found));
      } else {
        print(found);
      }
      return found.agrees() ? 0 : 1;
    }

    private Recomputed fromPublic() {
      if (data == null) {
        throw new Failure(
            "Say what to compute from: --data with the address of the published folder, or"
                + " --database.");
      }
      if ((key == null) == (policy == null)) {
        throw new Failure(
            "Say whom to believe: --key with the log's public key, or --policy with a file.");
      }
      return recomputing.fromPublic(data, ledger, believed());
    }

    private Policy believed() {
      try {
        return key != null
            ? Audit.believing(VerifierKey.of(key))
            : Policy.of(Files.readString(java.util.Objects.requireNonNull(policy)));
      } catch (LedgerException e) {
        throw new Failure("" + e.getMessage(), e);
      } catch (IOException e) {
        throw new Failure("The policy cannot be read: " + e.getMessage(), e);
      }
    }

    private Recomputed fromDatabase() throws InterruptedException {
      if (memory < Recomputing.MEMORY_LEAST) {
        throw new Failure("--job-memory is at least " + Recomputing.MEMORY_LEAST + ".");
      }
      Path home = Path.of(System.getProperty("reeve.home", "."));
      Path dir = data != null ? Path.of(data) : home.resolve(sample ? "data/sample" : "data/main");
      DataDirectory.share(dir);
      Optional<DataDirectory> own = DataDirectory.tryOpen(dir);
      try (DataDirectory directory = own.orElseGet(() -> DataDirectory.share(dir));
          Databases databases =
              own.isPresent()
                  ? Databases.open(directory, databaseUrl, new Memory(1024))
                  : Databases.join(directory, databaseUrl)) {
        Map<String, String> as = databases.database().springProperties(Schema.SERVER);
        Path transparency = directory.publicFiles().resolve("transparency");
        var where =
            new RecordAudit.Where(
                "" + as.get("spring.datasource.url"),
                "" + as.get("spring.datasource.username"),
                "" + as.get("spring.datasource.password"),
                transparency.resolve("ledger"),
                directory.keys().portable());
        Recomputed found =
            recomputing.fromDatabase(
                new Recomputing.Order(
                    where,
                    transparency.resolve("figures.json"),
                    Math.min(THREADS_MOST, Runtime.getRuntime().availableProcessors())),
                memory);
        Recomputing.keep(found, transparency);
        return found;
      }
    }

    private static void print(Recomputed found) {
      System.out.printf(
          Locale.ROOT,
          "Counted %,d records from the %s and held %,d entries of the ledger against them, in %.1f"
              + " s.%n",
          found.records(),
          found.from(),
          found.size(),
          found.seconds());
      for (Recomputed.Figure table : found.tables()) {
        if (!table.rows().isEmpty()) {
          System.out.println();
          System.out.println(table.id() + ": " + String.join(", ", table.columns()));
          table.rows().forEach(row -> System.out.println("  " + line(row)));
        }
      }
      System.out.println();
      found.figures().forEach(line -> System.out.println("FIGURE  " + line));
      found.proofs().forEach(line -> System.out.println("PROOF   " + line));
      found.labels().forEach(line -> System.out.println("LABEL   " + line));
      found.open().forEach(line -> System.out.println("OPEN    " + line));
      System.out.println(
          found.agrees()
              ? "All figures are those that were published, and everything holds against the ledger."
              : "Something differs; see above.");
    }

    private static String line(List<? extends @Nullable Object> row) {
      return String.join(", ", row.stream().map(it -> it == null ? "-" : it.toString()).toList());
    }
  }
}
