package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.decisions.Phrases;
import reeve.server.platform.AccountRef;
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
  private final Naming naming;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Messages(
      MessageRows rows,
      Receiving receiving,
      Naming naming,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.receiving = receiving;
    this.naming = naming;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Takes an order to remove posts in. Its hour runs from the receipt of the message, of a mail
   * from an earlier one where it lay somewhere before; of a signed mail the authority is who signed
   * it, whatever the form says.
   *
   * @param written as the person completed it; its contact does not count, and its time of receipt
   *     only of a mail, where it is earlier
   */
  Receiving.Taken take(UUID id, Receiving.Written written, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    Receiving.Looked looked =
        receiving.look(
            new Receiving.Written(
                authority(message, written.authority()),
                written.reference(),
                written.ground(),
                written.issuedAt(),
                received(message, written.receivedAt()),
                message.platform().value(),
                written.account(),
                written.posts(),
                message.said().contact(),
                written.silence()));
    return transaction.execute(_ -> {
      Message locked = rows.lock(id).orElseThrow();
      if (!locked.waits()) {
        throw done();
      }
      Receiving.Taken taken = receiving.enter(looked, message.source(), Entrant.of(by));
      UUID order = taken.order().id();
      rows.close(id, Message.Became.order(order), clock.instant());
      if (!taken.known()) {
        rows.calledFor(order, id);
      }
      append(TAKEN, locked, by, Map.of("order", order.toString(), "known", taken.known()));
      return taken;
    });
  }

  /**
   * Whose a message is that waits: of a signed mail who signed it, of a form whom the person chose.
   *
   * @throws Refused where somebody worked it, and where it is a mail that proves nothing
   */
  static UUID authority(Message message, @Nullable UUID chosen) {
    requireWorkable(message);
    Message.Mail mail = message.mail();
    UUID whose = mail == null ? chosen : mail.signer();
    if (whose == null) {
      throw Registry.bad("Choose the authority; enter it first, unverified, where it is new.");
    }
    return whose;
  }

  /** Refuses a message that somebody worked, and a mail that proves nothing. */
  static void requireWorkable(Message message) {
    if (!message.waits()) {
      throw done();
    }
    Message.Mail mail = message.mail();
    if (mail != null && !mail.isGenuine()) {
      throw new Refused(
          LegalProblem.NOT_PROVEN,
          "This mail proves nothing: "
              + mail.verdict().words()
              + ". Reach the authority through a contact of the registry, and enter what it orders"
              + " at the desk.");
    }
  }

  /** When it came: of a mail that lay somewhere before, the earlier time that a person wrote. */
  static Instant received(Message message, @Nullable Instant typed) {
    if (message.mail() == null || typed == null) {
      return message.receivedAt();
    }
    if (typed.isAfter(message.receivedAt())) {
      throw Registry.bad(
          "It was here by %s: write when it came, not later."
              .formatted(Phrases.minute(message.receivedAt())));
    }
    return typed;
  }

  /** Whose posts and whom it names, as far as they are found. Asks the platform. */
  List<AccountRef> accounts(Message message) {
    Message.Said said = message.said();
    List<AccountRef> accounts = new ArrayList<>();
    for (String named : said.accounts()) {
      AccountRef account = naming.look(message.platform(), named).account();
      if (account != null) {
        accounts.add(account);
      }
    }
    naming.read(message.platform(), said.account(), said.posts()).stream()
        .map(RemovalOrder.Named::account)
        .filter(Objects::nonNull)
        .forEach(accounts::add);
    return accounts.stream().distinct().toList();
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
    rows.close(id, Message.Became.nothing(words), clock.instant());
    append(CLOSED, message, by, Map.of("why", words));
  }

  void append(Kind kind, Message message, Member by, Map<String, ?> told) {
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

  static Refused done() {
    return new Refused(LegalProblem.NOT_OPEN, "Somebody worked this already. Reload the page.");
  }
}
