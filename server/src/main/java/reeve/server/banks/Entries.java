package reeve.server.banks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.signals.media.BankEntry;
import reeve.signals.media.BankEntry.Severity;
import reeve.signals.media.Hash;
import reeve.signals.media.Pdq;

/** The rows of {@code bank_entry}. */
@Component
final class Entries {
  private static final String COLUMNS =
      "id, kind, hash, labels, severity, source, added_at, expires_at, agreed, disagreed";

  private final JdbcClient jdbc;

  Entries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes the caller's transaction the only one that adds entries; how many there are. */
  long lock() {
    return jdbc.sql("SELECT entries FROM bank_state FOR UPDATE").query(Long.class).single();
  }

  /** Writes entries, over those of the same hash; after {@link #lock}. */
  void put(Collection<BankEntry> entries, int fresh) {
    jdbc.sql(
            """
            INSERT INTO bank_entry
              (kind, hash, labels, severity, source, added_at, expires_at, agreed, disagreed)
            SELECT * FROM unnest(:kinds::text[], :hashes::text[], :labels::text[],
                                 :severities::text[], :sources::text[], :added::timestamptz[],
                                 :expires::timestamptz[], :agreed::int[], :disagreed::int[])
            ON CONFLICT (kind, hash) DO UPDATE
            SET labels = excluded.labels, severity = excluded.severity, source = excluded.source,
                added_at = excluded.added_at, expires_at = excluded.expires_at,
                agreed = excluded.agreed, disagreed = excluded.disagreed, ended = false
            """)
        .param("kinds", texts(entries, it -> it.hash().kind().name()))
        .param("hashes", texts(entries, it -> it.hash().hex()))
        .param("labels", texts(entries, it -> String.join(";", it.labels())))
        .param("severities", texts(entries, it -> it.severity().name()))
        .param("sources", texts(entries, BankEntry::source))
        .param("added", times(entries, BankEntry::added))
        .param("expires", times(entries, BankEntry::expires))
        .param("agreed", entries.stream().map(BankEntry::agreed).toArray(Integer[]::new))
        .param("disagreed", entries.stream().map(BankEntry::disagreed).toArray(Integer[]::new))
        .update();
    jdbc.sql("UPDATE bank_state SET entries = entries + ?").param(fresh).update();
  }

  List<Known> of(Collection<? extends Hash> hashes) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                 FROM bank_entry
                WHERE (kind, hash) IN (SELECT * FROM unnest(:kinds::text[], :hashes::text[]))
                """)
        .param("kinds", hashes.stream().map(it -> it.kind().name()).toArray(String[]::new))
        .param("hashes", hashes.stream().map(Hash::hex).toArray(String[]::new))
        .query(Entries::map)
        .list();
  }

  Optional<Known> find(long id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM bank_entry WHERE id = ?")
        .param(id)
        .query(Entries::map)
        .optional();
  }

  List<Known> newest(int most) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM bank_entry ORDER BY id DESC LIMIT ?")
        .param(most)
        .query(Entries::map)
        .list();
  }

  long count() {
    return jdbc.sql("SELECT entries FROM bank_state").query(Long.class).single();
  }

  /** All, in the order of their ids; the caller closes. */
  Stream<BankEntry> all() {
    return jdbc
        .sql("SELECT " + COLUMNS + " FROM bank_entry ORDER BY id")
        .withFetchSize(5_000)
        .query(Entries::map)
        .stream()
        .map(Known::entry);
  }

  /** A hash and the id of its row. */
  record Numbered(long id, Pdq hash) {}

  /** The hashes of pictures behind an id, in the order of ids. */
  List<Numbered> after(long id, int most) {
    return jdbc.sql(
            """
            SELECT id, hash FROM bank_entry WHERE kind = 'PDQ' AND id > ? ORDER BY id LIMIT ?
            """)
        .params(id, most)
        .query((row, _) ->
            new Numbered(row.getLong(1), Objects.requireNonNull(Pdq.of(row.getString(2)))))
        .list();
  }

  boolean vote(long id, boolean agree) {
    String column = agree ? "agreed" : "disagreed";
    return jdbc.sql("UPDATE bank_entry SET " + column + " = " + column + " + 1 WHERE id = ?")
            .param(id)
            .update()
        > 0;
  }

  /** False where it had ended before. */
  boolean end(long id, Instant now) {
    return jdbc.sql(
                """
                UPDATE bank_entry SET expires_at = :now::timestamptz, ended = true
                WHERE id = :id AND (expires_at IS NULL OR expires_at > :now::timestamptz)
                """)
            .param("now", now.toString())
            .param("id", id)
            .update()
        > 0;
  }

  /** Marks those whose end has come; their ids. */
  List<Long> ended(Instant now, int most) {
    return jdbc.sql(
            """
            UPDATE bank_entry SET ended = true
            WHERE id IN (SELECT id FROM bank_entry
                         WHERE NOT ended AND expires_at <= ?::timestamptz
                         ORDER BY expires_at LIMIT ?)
            RETURNING id
            """)
        .params(now.toString(), most)
        .query((row, _) -> row.getLong(1))
        .list();
  }

  private static String[] texts(Collection<BankEntry> entries, Function<BankEntry, String> field) {
    return entries.stream().map(field).toArray(String[]::new);
  }

  private static @Nullable Timestamp[] times(
      Collection<BankEntry> entries, Function<BankEntry, @Nullable Instant> field) {
    return entries.stream()
        .map(it -> {
          Instant at = field.apply(it);
          return at == null ? null : Timestamp.from(at);
        })
        .toArray(Timestamp[]::new);
  }

  private static Known map(ResultSet row, int number) throws SQLException {
    Timestamp expires = row.getTimestamp("expires_at");
    return new Known(
        row.getLong("id"),
        new BankEntry(
            Objects.requireNonNull(
                Hash.Kind.valueOf(row.getString("kind")).of(row.getString("hash"))),
            Arrays.stream(row.getString("labels").split(";"))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)),
            Severity.valueOf(row.getString("severity")),
            row.getString("source"),
            row.getTimestamp("added_at").toInstant(),
            expires == null ? null : expires.toInstant(),
            row.getInt("agreed"),
            row.getInt("disagreed")));
  }
}
