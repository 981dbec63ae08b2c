package reeve.server.legal;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Event.Wish;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Takes a request for data, or a report of an authority, in from a form or a signed mail. */
@Component
final class MessageAsks {
  static final Kind ASKED = new Kind("legal.message-asked", 1);
  static final Kind FILED = new Kind("legal.message-filed", 1);

  private final MessageRows rows;
  private final Messages messages;
  private final AuthorityRows authorities;
  private final TakingIn takingIn;
  private final Requesting requesting;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  MessageAsks(
      MessageRows rows,
      Messages messages,
      AuthorityRows authorities,
      TakingIn takingIn,
      Requesting requesting,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.messages = messages;
    this.authorities = authorities;
    this.takingIn = takingIn;
    this.requesting = requesting;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** The message that a page fills its form in from; who it names does not work it. */
  Message waiting(UUID id, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    Registry.requireOther(by, messages.accounts(message));
    if (!message.waits()) {
      throw Messages.done();
    }
    return message;
  }

  /**
   * Takes a request for data in, as the person completed it. Its clock runs from the receipt of the
   * message; its contact is the one that the message names, and of a signed mail the authority is
   * who signed it.
   */
  TakingIn.Taken ask(UUID id, TakingIn.Written it, Member by) {
    Message message = waiting(id, by);
    if (!message.mayAskFor(Wish.DISCLOSE) && !message.mayAskFor(Wish.EMERGENCY)) {
      throw Registry.bad("It asks for no data.");
    }
    TakingIn.Looked looked =
        takingIn.look(
            new TakingIn.Written(
                Messages.authority(message, it.authority()),
                it.instrument(),
                it.urgent(),
                it.reference(),
                it.ground(),
                it.issuedAt(),
                Messages.received(message, it.receivedAt()),
                it.dueAt(),
                message.platform(),
                it.accounts(),
                it.data(),
                it.from(),
                it.until(),
                message.said().contact(),
                it.silence(),
                it.emergency()));
    Entrant entrant = Entrant.of(by);
    TakingIn.Taken taken =
        transaction.execute(_ -> {
          requireWaiting(id);
          TakingIn.Taken entered = takingIn.enter(looked, message.source(), entrant);
          Disclosure disclosure = entered.disclosure();
          rows.close(id, Message.Became.disclosure(disclosure.id()), clock.instant());
          if (!entered.known() && disclosure.emergency() != null) {
            rows.calledForDisclosure(disclosure.id(), id);
          }
          append(
              ASKED,
              message,
              by,
              Map.of("disclosure", disclosure.id().toString(), "known", entered.known()));
          return entered;
        });
    return takingIn.held(taken, entrant);
  }

  /**
   * Files what binds nobody as a report. A form proves nothing, so somebody asked the authority
   * before, through a contact of the registry.
   *
   * @param contact through which it was asked; does not count where a signature tells
   * @param how what was asked there and answered
   */
  Request file(UUID id, Requesting.Written it, @Nullable UUID contact, String how, Member by) {
    Message message = waiting(id, by);
    if (!message.mayAskFor(Wish.REQUEST)) {
      throw Registry.bad("It asks for more than to look at something.");
    }
    UUID whose = Messages.authority(message, it.authority());
    Map<String, Object> told = new LinkedHashMap<>();
    if (message.mail() == null) {
      Authority authority = authorities.find(whose).orElseThrow(Registry::none);
      told.put("contact", authorities.secondChannel(authority, contact).value());
      told.put("how", TakingIn.words(how, "Say what you asked there and what was answered."));
    }
    Request filed =
        requesting.take(
            new Requesting.Written(
                whose,
                it.reference(),
                it.ground(),
                Messages.received(message, it.receivedAt()),
                message.platform(),
                it.account(),
                it.posts()),
            message.source(),
            by);
    told.put("request", filed.id().toString());
    transaction.executeWithoutResult(_ -> {
      requireWaiting(id);
      rows.close(
          id,
          Message.Became.nothing("Filed as a report in case " + filed.caseId() + "."),
          clock.instant());
      append(FILED, message, by, told);
    });
    return filed;
  }

  /** Nobody else worked it meanwhile. */
  private void requireWaiting(UUID id) {
    if (!rows.lock(id).orElseThrow().waits()) {
      throw Messages.done();
    }
  }

  private void append(Kind kind, Message message, Member by, Map<String, ?> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("message", message.id().toString());
    records.append(new Entry(kind, null, by.id().actor(), message.record(), Map.of(), closed));
  }
}
