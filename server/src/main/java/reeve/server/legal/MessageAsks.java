package reeve.server.legal;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Wish;
import reeve.server.record.Kind;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

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
  private final Views views;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  MessageAsks(
      MessageRows rows,
      Messages messages,
      AuthorityRows authorities,
      TakingIn takingIn,
      Requesting requesting,
      Views views,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.messages = messages;
    this.authorities = authorities;
    this.takingIn = takingIn;
    this.requesting = requesting;
    this.views = views;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * The message that a page fills its form in from; whom it names sees none, and that it was seen
   * is recorded.
   *
   * @param wish what is to be taken in from it
   */
  Message shown(UUID id, Wish wish, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    List<AccountRef> accounts = messages.accounts(message);
    Registry.requireOther(by, accounts);
    Messages.requireWorkable(message);
    requireWish(message, wish);
    views.saw(by, accounts, "message in the name of an authority");
    return message;
  }

  /** Who signed a mail; null of a form, and of a mail that proves nothing. */
  @Nullable Authority signer(@Nullable Message message) {
    Message.Mail mail = message == null ? null : message.mail();
    UUID signer = mail == null ? null : mail.signer();
    return signer == null ? null : authorities.find(signer).orElse(null);
  }

  /**
   * Takes a request for data in, as the person completed it. Its clock runs from the receipt of the
   * message; its contact is the one that the message names, and of a signed mail the authority is
   * who signed it.
   */
  TakingIn.Taken ask(UUID id, TakingIn.Written it, Member by) {
    Message message = ofAnother(id, by);
    requireWish(message, wish(it.instrument().emergency()));
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
    Registry.requireOther(
        by,
        looked.named().stream().map(Disclosure.Named::account).filter(Objects::nonNull).toList());
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
          messages.append(
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
    Message message = ofAnother(id, by);
    requireWish(message, Wish.REQUEST);
    UUID whose = Messages.authority(message, it.authority());
    boolean proven = message.mail() != null;
    String words =
        proven ? "" : TakingIn.words(how, "Say what you asked there and what was answered.");
    Requesting.Looked looked =
        requesting.look(
            new Requesting.Written(
                whose,
                it.reference(),
                it.ground(),
                Messages.received(message, it.receivedAt()),
                message.platform(),
                it.account(),
                it.posts()),
            message.source());
    Registry.requireOther(by, List.of(looked.request().account()));
    return requesting.filing(() -> {
      requireWaiting(id);
      Map<String, Object> told = new LinkedHashMap<>();
      if (!proven) {
        Authority authority = authorities.lock(whose).orElseThrow(Registry::none);
        told.put("contact", authorities.secondChannel(authority, contact).value());
        told.put("how", words);
      }
      Request filed = requesting.enter(looked, by);
      told.put("request", filed.id().toString());
      rows.close(
          id,
          Message.Became.nothing("Filed as a report in case " + filed.caseId() + "."),
          clock.instant());
      messages.append(FILED, message, by, told);
      return filed;
    });
  }

  /** Nobody works what names their own account. */
  private Message ofAnother(UUID id, Member by) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    Registry.requireOther(by, messages.accounts(message));
    return message;
  }

  static Wish wish(boolean emergency) {
    return emergency ? Wish.EMERGENCY : Wish.DISCLOSE;
  }

  private static void requireWish(Message message, Wish wish) {
    if (!message.mayAskFor(wish)) {
      throw Registry.bad(
          "What it asks for: "
              + Messages.words(message.said().wish())
              + ". Take it in as that, or close it.");
    }
  }

  /** Nobody else worked it meanwhile. */
  private void requireWaiting(UUID id) {
    if (!rows.lock(id).orElseThrow().waits()) {
      throw Messages.done();
    }
  }
}
