package reeve.server.legal;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Event.Wish;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Takes an order to preserve in from a form or a signed mail. */
@Component
final class MessageHolds {
  static final Kind HELD = new Kind("legal.message-held", 1);

  private final MessageRows rows;
  private final Messages messages;
  private final Holding holding;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  MessageHolds(
      MessageRows rows,
      Messages messages,
      Holding holding,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.messages = messages;
    this.holding = holding;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Its term runs from the receipt of the message; of a signed mail the authority is who signed it.
   * A hold is all that a form brings about: nobody has to be asked before.
   *
   * @param authority that the person chose; does not count where a signature tells
   * @throws Refused where somebody worked the message, and where it is a mail that proves nothing
   */
  Preserved take(
      UUID id, @Nullable UUID authority, String reference, Term term, String account, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    Registry.requireOther(by, messages.accounts(message));
    UUID whose = Messages.authority(message, authority);
    if (!message.mayAskFor(Wish.PRESERVE)) {
      throw Registry.bad("It orders nothing to be preserved.");
    }
    Preserved hold =
        holding.start(
            new Holding.Written(
                whose, reference, term, message.platform(), account, message.receivedAt()),
            Entrant.of(by),
            by,
            message.mail() == null);
    transaction.executeWithoutResult(t -> {
      Message locked = rows.lock(id).orElseThrow();
      if (locked.waits()) {
        rows.close(
            id,
            Message.Became.nothing("Taken in as an order to preserve, at Holds."),
            clock.instant());
        records.append(
            new Entry(
                HELD,
                hold.account(),
                by.id().actor(),
                locked.record(),
                Map.of(),
                Map.of("message", id.toString(), "hold", hold.id().toString())));
      }
    });
    return hold;
  }
}
