package reeve.server.record;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;

/** The whole record, for a process of its own that reads it from the first to the last. */
public final class RecordAudit implements AutoCloseable {
  private final HikariDataSource source;
  private final LedgerSettings settings;
  private final Where where;

  /**
   * Where a record stands. Prints without the password.
   *
   * @param ledger the folder in which the log is published; null where there is none
   * @param keys the folder of its keys; null likewise
   */
  public record Where(
      String url, String user, String password, @Nullable Path ledger, @Nullable Path keys) {
    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * A record in its order.
   *
   * @param seen of a suspension's receipt, see {@link Finding.Way#seen}; null where it does not say
   */
  public record Read(Told told, @Nullable String seen) {}

  /** Takes records, a few thousand at a time. */
  @FunctionalInterface
  public interface Reader {
    void take(List<Read> some);
  }

  private RecordAudit(HikariDataSource source, LedgerSettings settings, Where where) {
    this.source = source;
    this.where = where;
    this.settings = settings;
  }

  /**
   * Opens one; nothing is written there.
   *
   * @param threads of {@link #check}
   */
  public static RecordAudit open(Where where, int threads) {
    var source = new HikariDataSource();
    source.setJdbcUrl(where.url());
    source.setUsername(where.user());
    source.setPassword(where.password());
    source.setMaximumPoolSize(threads + 3);
    source.setMinimumIdle(0);
    // The index gives the order; a sort would wait for all.
    source.setConnectionInitSql("SET enable_sort = off");
    return new RecordAudit(
        source,
        new LedgerSettings(where.ledger(), where.keys(), "", Duration.ofHours(1), ""),
        where);
  }

  /** See {@link RecordStream#covered}. */
  public Place covered(String origin, long size) {
    return new PostgresRecordStream(JdbcClient.create(source)).covered(origin, size);
  }

  /**
   * Checks the record as {@link RecordCheck#check} does, and hands on some kinds of it in the order
   * of reading, all of it read once.
   *
   * @param kinds names of kinds, or slices with a dot behind
   * @param bare kinds of which the public half is not needed: it comes empty
   */
  public RecordCheck.Checked check(int threads, Set<String> kinds, Set<String> bare, Reader reader)
      throws InterruptedException {
    return new PostgresRecordCheck(
            source,
            JdbcClient.create(source),
            new DataSourceTransactionManager(source),
            settings,
            details())
        .check(
            threads,
            new PostgresRecordCheck.Following() {
              @Override
              public Function<CopiedRow, @Nullable Read> reader() {
                return new Names(kinds, bare)::read;
              }

              @Override
              public void take(List<Read> some) {
                reader.take(some);
              }
            });
  }

  private JdbcConnectionDetails details() {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return where.user();
      }

      @Override
      public String getPassword() {
        return where.password();
      }

      @Override
      public String getJdbcUrl() {
        return where.url();
      }
    };
  }

  /** Reads rows. The same few names come again and again, and each is checked when it is made. */
  private static final class Names {
    private static final byte[] ACCOUNT = "account".getBytes(StandardCharsets.UTF_8);

    private final Set<String> kinds;
    private final Set<String> bare;
    private final Map<String, Kind> known = new HashMap<>();
    private final Map<String, PlatformId> platforms = new HashMap<>();

    Names(Set<String> kinds, Set<String> bare) {
      this.kinds = kinds;
      this.bare = bare;
    }

    @Nullable Read read(CopiedRow row) {
      String name = Objects.requireNonNull(row.string(CopiedRow.KIND), "every record has a kind");
      if (!kinds.contains(name) && !kinds.contains(name.substring(0, name.indexOf('.') + 1))) {
        return null;
      }
      UUID cause = row.uuid(CopiedRow.CAUSE);
      Map<String, Object> half =
          bare.contains(name) ? null : Halves.read(row.copy(CopiedRow.PUBLIC_BYTES));
      return new Read(
          new Told(
              row.place(),
              new RecordId(row.id()),
              row.at(),
              kind(name, (int) row.number(CopiedRow.VERSION)),
              subject(row),
              cause == null ? null : new RecordId(cause),
              half == null ? Map.of() : half),
          half != null && half.containsKey("found") ? seen(row) : null);
    }

    private Kind kind(String name, int version) {
      Kind kind = known.get(name);
      if (kind == null || kind.version() != version) {
        kind = new Kind(name, version);
        known.put(name, kind);
      }
      return kind;
    }

    private @Nullable Subject subject(CopiedRow row) {
      String platform = row.string(CopiedRow.PLATFORM);
      String nativeId = row.string(CopiedRow.NATIVE_ID);
      if (platform == null || nativeId == null) {
        return null;
      }
      PlatformId id = platforms.computeIfAbsent(platform, PlatformId::new);
      return row.is(CopiedRow.SUBJECT_KIND, ACCOUNT)
          ? new AccountRef(id, nativeId)
          : new PostRef(id, nativeId);
    }

    private static @Nullable String seen(CopiedRow row) {
      Map<String, Object> half = Halves.read(row.copy(CopiedRow.PRIVATE_BYTES));
      return half != null && half.get("seen") instanceof String seen ? seen : null;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
