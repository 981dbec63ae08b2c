package reeve.server.delivery;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.staff.Vault;

/** What this slice keeps sealed, for work on a database whose server does not run. */
public final class SealedContents {
  private final JdbcClient jdbc;
  private final Vault vault;

  /**
   * All of it.
   *
   * @param jdbc whose search path has the server's schema
   * @param keys 64 hex digits each; the first one seals, all of them open
   */
  public SealedContents(JdbcClient jdbc, List<String> keys) {
    this.jdbc = jdbc;
    this.vault = new Vault(keys);
  }

  /**
   * Seals with the first key what was sealed with another one. What no key opens stays as it is.
   *
   * @return how many were sealed anew; none in a database of a version without deliveries
   */
  public int sealAnew() {
    if (!jdbc.sql("SELECT to_regclass('delivery_message') IS NOT NULL")
        .query(Boolean.class)
        .single()) {
      return 0;
    }
    return sealAnew(
            "SELECT 'delivery:' || id, content FROM delivery_message WHERE content IS NOT NULL",
            "UPDATE delivery_message SET content = ? WHERE content = ?")
        + sealAnew(
            "SELECT 'delivery-secret:' || target, sealed FROM delivery_secret",
            "UPDATE delivery_secret SET sealed = ? WHERE sealed = ?");
  }

  private int sealAnew(String select, String update) {
    record Row(String what, String sealed) {}
    int anew = 0;
    for (Row row :
        jdbc.sql(select).query((it, _) -> new Row(it.getString(1), it.getString(2))).list()) {
      if (!vault.isCurrent(row.sealed())) {
        try {
          String fresh = vault.seal(vault.open(row.sealed(), row.what()), row.what());
          anew += jdbc.sql(update).params(fresh, row.sealed()).update();
        } catch (Vault.Locked e) {
          // Sending tells of it.
        }
      }
    }
    return anew;
  }
}
