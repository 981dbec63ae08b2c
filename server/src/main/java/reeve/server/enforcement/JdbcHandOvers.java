package reeve.server.enforcement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.OrderId;
import reeve.server.platform.Receipt;
import reeve.server.staff.Safe;

@Component
final class JdbcHandOvers implements HandOvers {
  private final JdbcClient jdbc;
  private final Safe safe;

  JdbcHandOvers(JdbcClient jdbc, Safe safe) {
    this.jdbc = jdbc;
    this.safe = safe;
  }

  /** Keeps a file in the transaction of its receipt. */
  void keep(OrderId order, Receipt.HandedOver handed) {
    byte[] bytes = handed.file().getBytes(StandardCharsets.UTF_8);
    jdbc.sql(
            """
            INSERT INTO handed_over (order_id, at, bytes, sha256, sealed)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (order_id) DO NOTHING
            """)
        .params(
            order.value(),
            Timestamp.from(handed.at()),
            bytes.length,
            sha256(bytes),
            safe.seal(bytes, what(order)))
        .update();
  }

  @Override
  public Optional<HandedOver> find(OrderId order) {
    return jdbc.sql("SELECT at, bytes, sha256 FROM handed_over WHERE order_id = ?")
        .param(order.value())
        .query((row, _) ->
            new HandedOver(
                order, row.getTimestamp(1).toInstant(), row.getLong(2), row.getString(3)))
        .optional();
  }

  @Override
  public Optional<String> open(OrderId order) {
    return jdbc.sql("SELECT sealed FROM handed_over WHERE order_id = ?")
        .param(order.value())
        .query(String.class)
        .optional()
        .flatMap(sealed -> safe.open(sealed, what(order)))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void erase(OrderId order) {
    jdbc.sql("DELETE FROM handed_over WHERE order_id = ?").param(order.value()).update();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String what(OrderId order) {
    return "handed over " + order;
  }
}
