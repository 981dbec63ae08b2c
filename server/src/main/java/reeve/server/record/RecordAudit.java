package reeve.server.record;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;

/** The whole record, for a process of its own that reads it from the first to the last. */
public final class RecordAudit implements AutoCloseable {
  private static final Pattern KIND = Pattern.compile("[a-z.-]+");
  private static final int PAGE = 2_000;
  private static final int AHEAD = 8;

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
    return new RecordAudit(
        source,
        new LedgerSettings(where.ledger(), where.keys(), "", Duration.ofHours(1), ""),
        where);
  }

  /** See {@link RecordStream#covered}. */
  public Place covered(String origin, long size) {
    return new PostgresRecordStream(JdbcClient.create(source)).covered(origin, size);
  }

  /** See {@link RecordCheck#check}. */
  public RecordCheck.Checked check(int threads) {
    return new PostgresRecordCheck(
            source,
            JdbcClient.create(source),
            new DataSourceTransactionManager(source),
            settings,
            details())
        .check(threads);
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

  /**
   * Gives all records of some kinds, in the order of reading, up to the horizon.
   *
   * @param kinds names of kinds, or slices with a dot behind
   * @param bare kinds of which the public half is not needed: it comes empty
   */
  public void read(Set<String> kinds, Set<String> bare, Reader reader) throws InterruptedException {
    BlockingQueue<List<Read>> pages = new ArrayBlockingQueue<>(AHEAD);
    try (ExecutorService ahead = Executors.newSingleThreadExecutor();
        Connection connection = source.getConnection()) {
      Future<?> reading =
          ahead.submit(() -> {
            try {
              copy(connection, kinds, bare, pages);
            } finally {
              pages.put(List.of());
            }
            return null;
          });
      try {
        for (List<Read> page = pages.take(); !page.isEmpty(); page = pages.take()) {
          reader.take(page);
        }
        reading.get();
      } finally {
        reading.cancel(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the record could not be read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the record could not be read", e.getCause());
    }
  }

  private static void copy(
      Connection connection, Set<String> kinds, Set<String> bare, BlockingQueue<List<Read>> pages)
      throws SQLException, InterruptedException {
    try (var statement = connection.createStatement()) {
      // The index gives the order; a sort would wait for all.
      statement.execute("SET enable_sort = off");
    }
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(query(kinds, bare));
    var names = new Names();
    List<Read> page = new ArrayList<>(PAGE);
    boolean first = true;
    for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
      ByteBuffer row = ByteBuffer.wrap(bytes);
      if (first) {
        row.position(SealedCopy.HEADER);
        first = false;
      }
      if (row.remaining() > Short.BYTES && row.getShort() > 0) {
        page.add(row(row, names));
        if (page.size() == PAGE) {
          pages.put(page);
          page = new ArrayList<>(PAGE);
        }
      }
    }
    if (!page.isEmpty()) {
      pages.put(page);
    }
  }

  private static String query(Set<String> kinds, Set<String> bare) {
    String named = list(kinds.stream().filter(it -> !it.endsWith(".")).collect(Collectors.toSet()));
    String slices =
        kinds.stream()
            .filter(it -> it.endsWith("."))
            .map(it -> " OR kind LIKE '" + quotable(it) + "%'")
            .collect(Collectors.joining());
    return """
    COPY (
      SELECT tx, seq, id, at, kind, version, platform, subject_kind, native_id, cause,
             CASE WHEN kind NOT IN (%s) THEN public_bytes END,
             CASE WHEN kind = 'enforcement.carried-out' THEN private_bytes END
      FROM record
      WHERE tx < (SELECT record_horizon()) AND (kind IN (%s)%s)
      ORDER BY tx, seq) TO STDOUT (FORMAT binary)
    """
        .formatted(list(bare), named, slices);
  }

  private static String list(Set<String> kinds) {
    return kinds.isEmpty()
        ? "''"
        : kinds.stream().map(it -> "'" + quotable(it) + "'").collect(Collectors.joining(", "));
  }

  private static String quotable(String kind) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException("no kind: " + kind);
    }
    return kind;
  }

  private static Read row(ByteBuffer row, Names names) {
    row.getInt();
    long tx = row.getLong();
    row.getInt();
    Place place = new Place(tx, row.getLong());
    UUID id = SealedCopy.uuid(row);
    Instant at = SealedCopy.time(row);
    String kind = "" + SealedCopy.text(row);
    row.getInt();
    int version = row.getInt();
    String platform = SealedCopy.text(row);
    String subjectKind = SealedCopy.text(row);
    String nativeId = SealedCopy.text(row);
    UUID cause = SealedCopy.uuid(row);
    byte[] open = SealedCopy.bytes(row);
    byte[] closed = SealedCopy.bytes(row);
    Map<String, Object> half = Halves.read(open);
    return new Read(
        new Told(
            place,
            new RecordId(java.util.Objects.requireNonNull(id)),
            at,
            names.kind(kind, version),
            subject(names, platform, subjectKind, nativeId),
            cause == null ? null : new RecordId(cause),
            half == null ? Map.of() : half),
        half != null && half.containsKey("found") ? seen(closed) : null);
  }

  /** The same few names come again and again, and each is checked when it is made. */
  private static final class Names {
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, PlatformId> platforms = new HashMap<>();

    Kind kind(String name, int version) {
      Kind known = kinds.get(name);
      if (known == null || known.version() != version) {
        known = new Kind(name, version);
        kinds.put(name, known);
      }
      return known;
    }

    PlatformId platform(String id) {
      return platforms.computeIfAbsent(id, PlatformId::new);
    }
  }

  private static @Nullable Subject subject(
      Names names, @Nullable String platform, @Nullable String kind, @Nullable String nativeId) {
    if (platform == null || nativeId == null) {
      return null;
    }
    PlatformId id = names.platform(platform);
    return "account".equals(kind) ? new AccountRef(id, nativeId) : new PostRef(id, nativeId);
  }

  private static @Nullable String seen(byte @Nullable [] closed) {
    Map<String, Object> half = Halves.read(closed);
    return half != null && half.get("seen") instanceof String seen ? seen : null;
  }

  @Override
  public void close() {
    source.close();
  }
}
