package reeve.square.base;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** Instants on their way to the database and to JSON. */
public final class Times {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Times() {}

  /** For a {@code timestamptz} parameter. */
  public static OffsetDateTime sql(Instant at) {
    return at.equals(Instant.MAX) ? OffsetDateTime.MAX : at.atOffset(ZoneOffset.UTC);
  }

  public static @Nullable OffsetDateTime sqlOrNull(@Nullable Instant at) {
    return at == null ? null : sql(at);
  }

  /** Reads a {@code timestamptz}; {@code infinity} is {@link Instant#MAX}. */
  public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    if (at == null) {
      return null;
    }
    return at.equals(OffsetDateTime.MAX) ? Instant.MAX : at.toInstant();
  }

  public static Instant of(ResultSet row, String column) throws SQLException {
    Instant at = orNull(row, column);
    if (at == null) {
      throw new SQLException(column + " is null");
    }
    return at;
  }

  /** ISO 8601 in UTC with milliseconds: {@code 2026-11-23T14:05:00.123Z}. */
  public static String iso(Instant at) {
    return ISO.format(at);
  }
}
