package reeve.server.legal;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Event.Wish;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** What a person does with a form or a mail: takes an order in from it, or closes it. */
@Component
class Messages {
  static final Kind TAKEN = new Kind("legal.message-taken", 1);
  static final Kind CLOSED = new Kind("legal.message-closed", 1);

  private final MessageRows rows;
  private final Receiving receiving;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Messages(
      MessageRows rows,
      Receiving receiving,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.receiving = receiving;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Takes an order to remove posts in. Its hour runs from the receipt of the message; of a signed
   * mail the authority is who signed it, whatever the form says.
   *
   * @param written as the person completed it; its time of receipt and its contact do not count
   */
  RemovalOrder take(UUID id, Receiving.Written written, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    if (!message.waits()) {
      throw done();
    }
    Message.Mail mail = message.mail();
    UUID signer = mail != null && mail.isGenuine() ? mail.signer() : null;
    if (mail != null && signer == null) {
      throw new Refused(
          LegalProblem.NOT_PROVEN,
          "This mail proves nothing: "
              + mail.verdict().words()
              + ". Reach the authority through a contact of the registry, and enter what it orders"
              + " at the desk.");
    }
    RemovalOrder order =
        receiving
            .take(
                new Receiving.Written(
                    signer == null ? written.authority() : signer,
                    written.reference(),
                    written.ground(),
                    written.issuedAt(),
                    message.receivedAt(),
                    message.platform().value(),
                    written.account(),
                    written.posts(),
                    message.said().contact(),
                    written.silentUntil()),
                message.source(),
                by)
            .order();
    transaction.executeWithoutResult(_ -> {
      Message locked = rows.lock(id).orElseThrow();
      if (locked.waits()) {
        rows.close(id, order.id(), "", clock.instant());
        append(TAKEN, locked, by, Map.of("order", order.id().toString()));
      }
    });
    return order;
  }

  /** Closes it without an order to remove posts, with what became of it. */
  @Transactional
  void close(UUID id, String why, Member by) {
    Message message = rows.lock(id).orElseThrow(Messages::none);
    if (!message.waits()) {
      throw done();
    }
    String words =
        Registry.text(
            why, 2_000, "Say what became of it, and where that is noted; or why it is nothing.");
    rows.close(id, null, words, clock.instant());
    append(CLOSED, message, by, Map.of("why", words));
  }

  private void append(Kind kind, Message message, Member by, Map<String, ?> told) {
    Map<String, Object> closed = new java.util.LinkedHashMap<>(told);
    closed.put("message", message.id().toString());
    records.append(new Entry(kind, null, by.id().actor(), message.record(), Map.of(), closed));
  }

  static String words(Wish wish) {
    return switch (wish) {
      case REMOVE -> "an order to remove posts";
      case PRESERVE -> "an order to preserve";
      case DISCLOSE -> "an order to disclose";
      case EMERGENCY -> "data in an emergency, without an order";
      case REQUEST -> "to look at something, which binds nobody";
    };
  }

  static Refused none() {
    return new Refused(
        LegalProblem.NO_SUCH_MESSAGE, "There is no form and no mail at this address.");
  }

  private static Refused done() {
    return new Refused(LegalProblem.NOT_OPEN, "Somebody worked this already. Reload the page.");
  }
}
