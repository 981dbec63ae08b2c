package reeve.server.record;

import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;
import reeve.server.record.JsonBytes.Text;

@Component
final class PostgresRecords implements Records {
  /** The most that one call appends; a caller with more calls again. */
  static final int MOST = 10_000;

  private static final String APPEND =
      """
      INSERT INTO record (id, at, kind, version, platform, subject_kind, native_id, actor, cause,
                          public_bytes, public_salt, private_bytes, private_salt, commitment,
                          form, tx)
      SELECT id, ?, kind, version, platform, subject_kind, native_id, actor, cause,
             public_bytes, public_salt, private_bytes, private_salt, commitment,
             2, (SELECT record_tx())
      FROM unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[],
                  ?::uuid[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])
           WITH ORDINALITY
           AS e (id, kind, version, platform, subject_kind, native_id, actor, cause,
                 public_bytes, public_salt, private_bytes, private_salt, commitment, place)
      ORDER BY place
      """;

  private final JdbcTemplate jdbc;
  private final InstantSource clock;
  private final Pseudonyms pseudonyms;

  /**
   * @param clusters is there first, so that the order of reading holds
   */
  PostgresRecords(
      JdbcTemplate jdbc, InstantSource clock, Pseudonyms pseudonyms, RecordClusters clusters) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
  }

  @Override
  public List<RecordId> append(List<Entry> entries) {
    return entries.isEmpty() ? List.of() : write(entries).recordIds();
  }

  @Override
  public Appended appendToOpen(List<Entry> entries) {
    if (entries.isEmpty()) {
      return Appended.NONE;
    }
    Rows rows = write(entries);
    return new Appended(rows.recordIds(), rows.openings());
  }

  private Rows write(List<Entry> entries) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "a record is appended in the transaction of what it records, and there is none");
    }
    if (entries.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " records at once");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var rows = new Rows(entries, now, pseudonyms.maker());
    jdbc.update(connection -> {
      var statement = connection.prepareStatement(APPEND);
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setArray(2, connection.createArrayOf("uuid", rows.ids));
      statement.setArray(3, connection.createArrayOf("text", rows.kinds));
      statement.setArray(4, connection.createArrayOf("int4", rows.versions));
      statement.setArray(5, connection.createArrayOf("text", rows.platforms));
      statement.setArray(6, connection.createArrayOf("text", rows.subjectKinds));
      statement.setArray(7, connection.createArrayOf("text", rows.nativeIds));
      statement.setArray(8, connection.createArrayOf("text", rows.actors));
      statement.setArray(9, connection.createArrayOf("uuid", rows.causes));
      statement.setArray(10, connection.createArrayOf("bytea", rows.publicBytes));
      statement.setArray(11, connection.createArrayOf("bytea", rows.publicSalts));
      statement.setArray(12, connection.createArrayOf("bytea", rows.privateBytes));
      statement.setArray(13, connection.createArrayOf("bytea", rows.privateSalts));
      statement.setArray(14, connection.createArrayOf("bytea", rows.commitments));
      return statement;
    });
    return rows;
  }

  @Override
  public Optional<Recorded> find(RecordId id) {
    return jdbc.query(RecordRow.SELECT + "WHERE id = ?", RecordRow::map, id.value()).stream()
        .findFirst();
  }

  @Override
  public List<Recorded> about(Subject subject, int most) {
    if (most < 1 || most > 1_000) {
      throw new IllegalArgumentException("1 to 1,000 records");
    }
    return jdbc.query(
        RecordRow.SELECT
            + """
            WHERE platform = ? AND native_id = ? AND subject_kind = ?
            ORDER BY seq DESC
            LIMIT ?
            """,
        RecordRow::map,
        subject.platform().value(),
        subject.nativeId(),
        subjectKind(subject),
        most);
  }

  @Override
  public void erase(RecordId id) {
    jdbc.update(
        """
        UPDATE record
        SET public_bytes = NULL, public_salt = NULL, private_bytes = NULL, private_salt = NULL
        WHERE id = ?
        """,
        id.value());
  }

  static String subjectKind(Subject subject) {
    return switch (subject) {
      case AccountRef account -> "account";
      case PostRef post -> "post";
    };
  }

  /** The entries as one array for each column. */
  private static final class Rows {
    private static final int RANDOM = RecordIds.RANDOM + 2 * Sealing.SALT;

    final UUID[] ids;
    final String[] kinds;
    final Integer[] versions;
    final String[] platforms;
    final String[] subjectKinds;
    final String[] nativeIds;
    final String[] actors;
    final UUID[] causes;
    final byte[][] publicBytes;
    final byte[][] publicSalts;
    final byte[][] privateBytes;
    final byte[][] privateSalts;
    final byte[][] commitments;

    /** The digests of what stays closed of each. */
    private final byte[][] closed;

    private final Instant now;
    private final String day;
    private final Pseudonyms.Maker pseudonyms;
    private final Sealing sealing = new Sealing();

    Rows(List<Entry> entries, Instant now, Pseudonyms.Maker pseudonyms) {
      int n = entries.size();
      this.now = now;
      this.day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
      this.pseudonyms = pseudonyms;
      ids = new UUID[n];
      kinds = new String[n];
      versions = new Integer[n];
      platforms = new String[n];
      subjectKinds = new String[n];
      nativeIds = new String[n];
      actors = new String[n];
      causes = new UUID[n];
      publicBytes = new byte[n][];
      publicSalts = new byte[n][Sealing.SALT];
      privateBytes = new byte[n][];
      privateSalts = new byte[n][Sealing.SALT];
      commitments = new byte[n][];
      closed = new byte[n][];
      ByteBuffer random = Sealing.random(n * RANDOM);
      for (int i = 0; i < n; i++) {
        fill(i, entries.get(i), random);
      }
    }

    private void fill(int i, Entry entry, ByteBuffer random) {
      ids[i] = RecordIds.at(now.toEpochMilli(), random);
      kinds[i] = entry.kind().name();
      versions[i] = entry.kind().version();
      Subject subject = entry.subject();
      if (subject != null) {
        platforms[i] = subject.platform().value();
        subjectKinds[i] = subjectKind(subject);
        nativeIds[i] = subject.nativeId();
      }
      actors[i] = entry.actor().text();
      RecordId cause = entry.cause();
      if (cause != null) {
        causes[i] = cause.value();
      }
      publicBytes[i] = CanonicalJson.bytes(publicHalf(entry));
      privateBytes[i] = CanonicalJson.bytes(entry.privateHalf());
      random.get(publicSalts[i]).get(privateSalts[i]);
      closed[i] = sealing.privateDigest(privateSalts[i], columns(i), privateBytes[i]);
      commitments[i] =
          sealing.commitment(sealing.publicDigest(publicSalts[i], publicBytes[i]), closed[i]);
    }

    List<RecordId> recordIds() {
      return Arrays.stream(ids).map(RecordId::new).toList();
    }

    Map<RecordId, Opening> openings() {
      Map<RecordId, Opening> openings = HashMap.newHashMap(ids.length);
      for (int i = 0; i < ids.length; i++) {
        openings.put(new RecordId(ids[i]), Opening.of(publicBytes[i], publicSalts[i], closed[i]));
      }
      return openings;
    }

    private SealedColumns columns(int i) {
      return new SealedColumns(
          ids[i],
          now,
          Text.of(kinds[i]),
          versions[i],
          nativeIds[i] == null
              ? null
              : SealedColumns.SealedSubject.of(platforms[i], subjectKinds[i], nativeIds[i]),
          Text.of(actors[i]),
          causes[i]);
    }

    /** Of what is published the columns too that a reader of its row needs. */
    private Map<String, ?> publicHalf(Entry entry) {
      String kind = entry.kind().name();
      Map<String, ?> half = entry.publicHalf();
      if (!PublishedKinds.has(kind, half)) {
        return half;
      }
      Map<String, @Nullable Object> whole = new HashMap<>(half);
      whole.put("kind", kind + "/" + entry.kind().version());
      whole.put("day", day);
      if (entry.subject() instanceof AccountRef account) {
        whole.put("who", pseudonyms.of(account));
      }
      return whole;
    }
  }
}
