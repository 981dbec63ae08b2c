package reeve.server.staff;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The secrets that members share with their authenticators; in the database they stand sealed. */
@Component
public final class Authenticators implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticators.class);

  private final JdbcClient jdbc;
  private final Vault vault;

  @Autowired
  Authenticators(JdbcClient jdbc, StaffKeys keys) {
    this(jdbc, keys.staff());
  }

  /**
   * For work on a database whose server does not run.
   *
   * @param jdbc whose search path has the server's schema
   * @param keys 64 hex digits each; the first one seals, all of them open
   */
  public Authenticators(JdbcClient jdbc, List<String> keys) {
    this.jdbc = jdbc;
    this.vault = new Vault(keys);
  }

  /** How many secrets were sealed anew, and how many no key opens. */
  public record Sealed(int anew, int locked) {}

  /** Before anybody can sign in: what an earlier version or an earlier key left. */
  @Override
  public void afterSingletonsInstantiated() {
    int locked = sealAnew().locked();
    if (locked > 0) {
      LOG.warn(
          "The authenticators of {} members cannot be read: keys/portable/staff of the data"
              + " directory is not the file that they were sealed with. Put that one back; until"
              + " then those members sign in with a recovery code, or by a new link of an"
              + " administrator.",
          locked);
    }
  }

  /** Seals with the first key what stands plain, or was sealed with another one. */
  public Sealed sealAnew() {
    int anew = 0;
    int locked = 0;
    for (Row row : rows()) {
      Optional<String> clear = row.isPlain() ? Optional.of(row.secret) : open(row.id, row.secret);
      if (clear.isEmpty()) {
        locked++;
      } else if (!vault.isCurrent(row.secret)) {
        anew +=
            jdbc.sql("UPDATE staff_member SET totp_secret = ? WHERE id = ? AND totp_secret = ?")
                .params(seal(row.id, clear.get()), row.id.value(), row.secret)
                .update();
      }
    }
    return new Sealed(anew, locked);
  }

  /** As it stands in the database. */
  String seal(StaffId id, String secret) {
    return vault.seal(secret.getBytes(StandardCharsets.US_ASCII), id.toString());
  }

  /** In Base32; empty where there is none, or none that a key opens. */
  Optional<String> open(StaffId id, @Nullable String sealed) {
    try {
      return sealed == null
          ? Optional.empty()
          : Optional.of(new String(vault.open(sealed, id.toString()), StandardCharsets.US_ASCII));
    } catch (Vault.Locked e) {
      return Optional.empty();
    }
  }

  private record Row(StaffId id, String secret) {
    /** As versions before this one kept it: Base32 alone. */
    boolean isPlain() {
      return secret.indexOf('.') < 0;
    }
  }

  private List<Row> rows() {
    return jdbc.sql("SELECT id, totp_secret FROM staff_member WHERE totp_secret IS NOT NULL")
        .query((row, n) -> new Row(new StaffId(row.getObject(1, UUID.class)), row.getString(2)))
        .list();
  }
}
