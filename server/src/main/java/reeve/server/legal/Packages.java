package reeve.server.legal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.staff.Safe;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that are handed over: a ZIP with {@code manifest.json}, which names each other file
 * with its size and its SHA-256. Kept sealed under a key that lies outside the database.
 */
@Component
final class Packages {
  private static final LocalDateTime FIXED = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Safe safe;

  Packages(JdbcClient jdbc, Safe safe) {
    this.jdbc = jdbc;
    this.safe = safe;
  }

  /**
   * A file that is kept, or was.
   *
   * @param sha256 of its bytes, lower-case hex
   * @param erasedAt when it was deleted; null while it is kept
   */
  record Kept(Instant madeAt, long bytes, String sha256, @Nullable Instant erasedAt) {}

  /** A part of it. */
  record Part(String name, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    static Part json(String name, Object value) {
      return new Part(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }
  }

  /** The ZIP of these parts; the same parts give the same bytes. */
  static byte[] zip(Map<String, Object> manifest, List<Part> parts) {
    List<Map<String, Object>> files = new ArrayList<>();
    for (Part part : parts) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("name", part.name());
      file.put("bytes", part.bytes().length);
      file.put("sha256", sha256(part.bytes()));
      files.add(file);
    }
    Map<String, Object> whole = new LinkedHashMap<>(manifest);
    whole.put("files", files);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      put(zip, Part.json("manifest.json", whole));
      for (Part part : parts) {
        put(zip, part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, Part part) throws IOException {
    var entry = new ZipEntry(part.name());
    entry.setTimeLocal(FIXED);
    zip.putNextEntry(entry);
    zip.write(part.bytes());
    zip.closeEntry();
  }

  /** In the caller's transaction; takes the place of an earlier one. */
  Kept keep(UUID disclosure, byte[] file, Instant now) {
    Kept kept = new Kept(now, file.length, sha256(file), null);
    jdbc.sql(
            """
            INSERT INTO legal_package (disclosure, made_at, bytes, sha256, sealed)
            VALUES (:id, :at, :bytes, :sha256, :sealed)
            ON CONFLICT (disclosure) DO UPDATE
              SET made_at = excluded.made_at, bytes = excluded.bytes, sha256 = excluded.sha256,
                  sealed = excluded.sealed, erased_at = NULL
            """)
        .param("id", disclosure)
        .param("at", Timestamp.from(now))
        .param("bytes", kept.bytes())
        .param("sha256", kept.sha256())
        .param("sealed", safe.seal(file, what(disclosure)))
        .update();
    return kept;
  }

  Optional<Kept> find(UUID disclosure) {
    return jdbc.sql(
            "SELECT made_at, bytes, sha256, erased_at FROM legal_package WHERE disclosure = ?")
        .param(disclosure)
        .query((row, _) ->
            new Kept(
                row.getTimestamp(1).toInstant(),
                row.getLong(2),
                row.getString(3),
                AuthorityRows.instant(row, "erased_at")))
        .optional();
  }

  /** Empty where it was deleted, or where the key that sealed it is no longer given. */
  Optional<byte[]> open(UUID disclosure) {
    return jdbc.sql("SELECT sealed FROM legal_package WHERE disclosure = ? AND sealed IS NOT NULL")
        .param(disclosure)
        .query(String.class)
        .optional()
        .flatMap(sealed -> safe.open(sealed, what(disclosure)));
  }

  /** False where there was none any more. */
  boolean erase(UUID disclosure, Instant now) {
    return jdbc.sql(
                """
                UPDATE legal_package SET sealed = NULL, erased_at = ?
                 WHERE disclosure = ? AND sealed IS NOT NULL
                """)
            .params(Timestamp.from(now), disclosure)
            .update()
        == 1;
  }

  /** Those that were made before this time and whose disclosure ended. */
  List<UUID> madeBefore(Instant time) {
    return jdbc.sql(
            """
            SELECT p.disclosure FROM legal_package p JOIN legal_disclosure d ON d.id = p.disclosure
             WHERE p.sealed IS NOT NULL AND p.made_at < ? AND d.ended_at IS NOT NULL LIMIT 200
            """)
        .param(Timestamp.from(time))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String what(UUID disclosure) {
    return "disclosed " + disclosure;
  }
}
