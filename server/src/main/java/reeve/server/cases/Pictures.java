package reeve.server.cases;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;

/** Copies the pictures of cases as evidence, one by one, and tries again what did not answer. */
@Component
final class Pictures {
  private static final int AT_ONCE = 20;
  private static final int TRIES_MOST = 20;
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final JdbcClient db;
  private final Platforms platforms;
  private final CaseSettings settings;
  private final InstantSource clock;

  Pictures(JdbcClient db, Platforms platforms, CaseSettings settings, InstantSource clock) {
    this.db = db;
    this.platforms = platforms;
    this.settings = settings;
    this.clock = clock;
  }

  private record Wanted(String platform, String account, String sha256, int tries) {}

  /** Copies what is due; says how long to wait before the next round. */
  Duration round() {
    List<Wanted> due =
        db.sql(
                """
                select platform, account, sha256, tries from picture
                where state = 'wanted' and next_try <= ?::timestamptz order by next_try limit ?
                """)
            .params(clock.instant().toString(), AT_ONCE)
            .query((row, _) ->
                new Wanted(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
            .list();
    due.forEach(this::copy);
    return due.size() == AT_ONCE ? Duration.ZERO : IDLE;
  }

  private void copy(Wanted wanted) {
    if (kept(wanted) >= settings.picturesMost()) {
      settle(wanted, "too many", "image/*", null);
      return;
    }
    Optional<Platform> platform = platforms.find(new PlatformId(wanted.platform()));
    if (platform.isEmpty()) {
      settle(wanted, "missing", "image/*", null);
      return;
    }
    try {
      byte[] bytes = platform.get().media(wanted.sha256()).orElse(null);
      if (bytes == null || !digest(bytes).equals(wanted.sha256())) {
        settle(wanted, "missing", "image/*", null);
      } else if (bytes.length > settings.pictureMost().toBytes()) {
        settle(wanted, "too large", "image/*", null);
      } else {
        settle(wanted, "kept", type(bytes), bytes);
      }
    } catch (PlatformUnavailable e) {
      later(wanted);
    }
  }

  private long kept(Wanted wanted) {
    return db.sql(
            "select count(*) from picture where platform = ? and account = ? and state = 'kept'")
        .params(wanted.platform(), wanted.account())
        .query((row, _) -> row.getLong(1))
        .single();
  }

  /** Only what is still wanted: a seal in the meantime wins. */
  private void settle(Wanted wanted, String state, String type, byte @Nullable [] bytes) {
    db.sql(
            """
            update picture set state = :state, type = :type, bytes = :bytes::bytea,
                               tries = tries + 1
            where platform = :platform and account = :account and sha256 = :sha256
              and state = 'wanted'
            """)
        .param("state", state)
        .param("type", type)
        .param("bytes", bytes)
        .param("platform", wanted.platform())
        .param("account", wanted.account())
        .param("sha256", wanted.sha256())
        .update();
  }

  private void later(Wanted wanted) {
    if (wanted.tries() + 1 >= TRIES_MOST) {
      settle(wanted, "missing", "image/*", null);
      return;
    }
    Instant next = clock.instant().plusSeconds(Math.min(3600, 2L << Math.min(wanted.tries(), 20)));
    db.sql(
            """
            update picture set tries = tries + 1, next_try = ?::timestamptz
            where platform = ? and account = ? and sha256 = ? and state = 'wanted'
            """)
        .params(next.toString(), wanted.platform(), wanted.account(), wanted.sha256())
        .update();
  }

  /** By the first bytes, never by what somebody says. */
  static String type(byte[] bytes) {
    String start = HexFormat.of().formatHex(bytes, 0, Math.min(12, bytes.length));
    if (start.startsWith("89504e470d0a1a0a")) {
      return "image/png";
    }
    if (start.startsWith("ffd8ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("474946383961") || start.startsWith("474946383761")) {
      return "image/gif";
    }
    return start.startsWith("52494646") && start.endsWith("57454250")
        ? "image/webp"
        : "application/octet-stream";
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
