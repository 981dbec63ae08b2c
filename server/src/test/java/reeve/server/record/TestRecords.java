package reeve.server.record;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.log.Cosigners;
import reeve.ledger.note.SigningKey;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

/** The record alone, over a database of its own, as one server process has it. */
public final class TestRecords implements AutoCloseable {
  static final Kind DECIDED = new Kind("decisions.decided", 1);

  private final HikariDataSource source;
  private final JdbcConnectionDetails details;
  final JdbcClient jdbc;
  final PlatformTransactionManager transactions;
  final Records records;
  final LedgerSettings settings;

  private TestRecords(JdbcConnectionDetails details, Path folder, InstantSource clock) {
    this.details = details;
    source = new HikariDataSource();
    source.setJdbcUrl(details.getJdbcUrl());
    source.setUsername(details.getUsername());
    source.setPassword(details.getPassword());
    source.setMaximumPoolSize(6);
    source.setMinimumIdle(0);
    jdbc = JdbcClient.create(source);
    transactions = new DataSourceTransactionManager(source);
    records =
        new PostgresRecords(
            new JdbcTemplate(source), clock, new Pseudonyms(jdbc), new RecordClusters(jdbc));
    settings =
        new LedgerSettings(
            folder.resolve("public"), folder.resolve("keys"), "", Duration.ofHours(1), "");
  }

  /** The record alone, over a database, published in {@code folder/public}. */
  public static TestRecords open(ScratchDatabase database, Path folder, InstantSource clock) {
    return new TestRecords(details(database), folder, clock);
  }

  public Records records() {
    return records;
  }

  public RecordStream stream() {
    return new PostgresRecordStream(jdbc);
  }

  public Finding finding() {
    return new PostgresFinding(jdbc);
  }

  public JdbcClient jdbc() {
    return jdbc;
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(transactions);
  }

  public RecordAudit.Where where() {
    return new RecordAudit.Where(
        details.getJdbcUrl(),
        details.getUsername(),
        details.getPassword(),
        settings.dir(),
        settings.keys());
  }

  /** Gives all records their index, and publishes them. */
  public void publish() {
    Sequencer sequencer = sequencer();
    while (sequencer.step() > 0) {}
    sequencer.log().publish();
  }

  /** The public key of the log. */
  public String key() {
    return place().verifier().toString();
  }

  /** A ledger that tells what is published, and no more. */
  public Ledger ledger() {
    return new Ledger() {
      @Override
      public State state() {
        long size =
            !place().begun()
                ? 0
                : place()
                    .shelf()
                    .read(new reeve.ledger.tree.Resource.Checkpoint())
                    .map(it ->
                        reeve.ledger.note.Checkpoint.of(reeve.ledger.note.SignedNote.of(it).text())
                            .size())
                    .orElse(0L);
        String origin = place().begun() ? place().verifier().name() : "";
        return new State(
            Standing.RUNNING,
            1,
            origin,
            "",
            size,
            Duration.ZERO,
            null,
            new Published(size, null, java.util.Set.of(), false, List.of(), null));
      }

      @Override
      public void publishSoon() {
        throw new AssertionError("no test asks this one for a checkpoint");
      }

      @Override
      public void beginAnother() {
        throw new AssertionError("no test begins another log here");
      }
    };
  }

  /** Another process over the same database and folder. */
  static TestRecords join(ScratchDatabase database, Path folder) {
    return new TestRecords(details(database), folder, InstantSource.system());
  }

  static TestRecords join(JdbcConnectionDetails details, Path folder) {
    return new TestRecords(details, folder, InstantSource.system());
  }

  /** A database with the server's tables. */
  public static ScratchDatabase database() {
    ScratchDatabase database = ScratchDatabase.fresh();
    migrate(database, "latest");
    return database;
  }

  /** Brings the server's tables to the shape of a version, or to the latest. */
  public static void migrate(ScratchDatabase database, String version) {
    Flyway.configure()
        .dataSource(database.url(), database.ownerUser(), database.ownerPassword())
        .schemas(Schema.SERVER.sqlName())
        .defaultSchema(Schema.SERVER.sqlName())
        .createSchemas(false)
        .outOfOrder(true)
        .target(version)
        .locations("classpath:server/db")
        .placeholders(Map.of("role", database.user(Schema.SERVER)))
        .load()
        .migrate();
  }

  static JdbcConnectionDetails details(ScratchDatabase database) {
    return details(database.url(), database.user(Schema.SERVER), database.password(Schema.SERVER));
  }

  static JdbcConnectionDetails details(String url, String user, String password) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return user;
      }

      @Override
      public String getPassword() {
        return password;
      }

      @Override
      public String getJdbcUrl() {
        return url;
      }
    };
  }

  static Entry entry() {
    return new Entry(
        DECIDED,
        new AccountRef(PlatformId.SQUARE, UUID.randomUUID().toString()),
        new Actor.Worker("tests"),
        null,
        Map.of("policy", "spam"),
        Map.of("note", "words"));
  }

  /** Appends so many in a transaction of their own. */
  List<RecordId> append(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry());
    }
    return inTransaction(() -> records.append(entries));
  }

  List<RecordId> inTransaction(java.util.function.Supplier<List<RecordId>> work) {
    return new TransactionTemplate(transactions).execute(_ -> work.get());
  }

  LogPlace place() {
    return LogPlace.today(settings).orElseThrow();
  }

  Sequencer sequencer() {
    SigningKey key = place().key(UUID.randomUUID() + ".example");
    return new Sequencer(jdbc, transactions, key, place().shelf(), Cosigners.NONE);
  }

  public Openings openings() {
    return new PostgresOpenings(jdbc, settings);
  }

  FindIndex find() {
    return new FindIndex(jdbc, new TransactionTemplate(transactions), openings());
  }

  RecordCheck.Checked check() {
    return recordCheck().check(2);
  }

  public RecordCheck recordCheck() {
    return new PostgresRecordCheck(source, jdbc, transactions, settings, details);
  }

  HikariDataSource source() {
    return source;
  }

  @Override
  public void close() {
    source.close();
  }
}
