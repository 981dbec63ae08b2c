package reeve.server.staff;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes API keys for the tests of all slices. */
public final class TestKeys {
  private TestKeys() {}

  /** A key that may report and read for a platform of its own. */
  public static String make(JdbcClient jdbc) {
    String key = "reeve_" + Token.fresh();
    jdbc.sql(
            "INSERT INTO platforms (id, title, added_at) VALUES ('matrix', 'matrix', now()) ON CONFLICT DO NOTHING")
        .update();
    jdbc.sql(
            """
            INSERT INTO api_key (id, name, platform, may_report, may_read, hash, created_at,
                                 created_by)
            VALUES (?, 'matrix', 'matrix', true, true, ?, now(), ?)
            """)
        .params(UUID.randomUUID(), Token.hash(key), UUID.randomUUID())
        .update();
    return key;
  }
}
