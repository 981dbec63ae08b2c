package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/**
 * Whether an authority itself says that it issued an order. One that came by a form bears the name
 * of an authority and proves nothing, however well that authority is verified: somebody reaches it
 * through a contact of the registry first.
 */
@Component
class Confirming {
  static final Kind CONFIRMED = new Kind("legal.order-confirmed", 1);

  private final OrderRows orders;
  private final AuthorityRows authorities;
  private final Records records;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Confirming(
      OrderRows orders,
      AuthorityRows authorities,
      Records records,
      JdbcClient jdbc,
      InstantSource clock) {
    this.orders = orders;
    this.authorities = authorities;
    this.records = records;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** That the authority was asked. */
  record Confirmed(String contact, String how, Instant at) {}

  Optional<Confirmed> of(UUID order) {
    return jdbc.sql("SELECT contact, how, at FROM legal_order_confirmed WHERE order_id = ?")
        .param(order)
        .query((row, _) ->
            new Confirmed(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .optional();
  }

  /** Whether it still has to be asked. */
  boolean awaits(RemovalOrder order) {
    return order.source() == RemovalOrder.Source.FORM && of(order.id()).isEmpty();
  }

  /** Refuses an order that still has to be asked about. */
  void require(RemovalOrder order) {
    if (awaits(order)) {
      throw new Refused(
          LegalProblem.NOT_PROVEN,
          "It came by a form, which anybody can fill in. Reach the authority through a contact of the"
              + " registry, ask whether it issued this order, and note the answer here.");
    }
  }

  /** Notes that the authority, reached through a contact that no message named, says yes. */
  @Transactional
  void confirm(UUID id, UUID contactId, String how, Member by) {
    RemovalOrder order = orders.lock(id).orElseThrow(Working::none);
    Registry.requireOther(by, order.accounts());
    if (order.state() != RemovalOrder.State.OPEN || !awaits(order)) {
      throw new Refused(LegalProblem.NOT_OPEN, "There is nothing to confirm. Reload the page.");
    }
    Contact contact =
        authorities.secondChannel(authorities.lock(order.authority()).orElseThrow(), contactId);
    String words = Registry.text(how, 2_000, "Say whom you reached and what was answered.");
    if (words.length() < Registry.HOW_LEAST) {
      throw Registry.bad("Say whom you reached and what was answered, in 20 characters or more.");
    }
    Instant now = clock.instant();
    jdbc.sql(
            "INSERT INTO legal_order_confirmed (order_id, contact, how, by, at)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(id, contact.value(), words, by.id().value(), Timestamp.from(now))
        .update();
    orders.log(id, now, "The authority was reached and says that it issued the order.");
    records.append(
        new Entry(
            CONFIRMED,
            null,
            by.id().actor(),
            order.record(),
            Map.of(),
            Map.of("order", id.toString(), "contact", contact.value(), "how", words)));
  }
}
