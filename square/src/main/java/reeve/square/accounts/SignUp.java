package reeve.square.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.base.Texts;
import reeve.square.base.Throttle;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;

/** Takes new people in: at once, after approval, or not at all, as the settings say. */
@Component
public final class SignUp {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Settings settings;
  private final Passwords passwords;
  private final MailBan mailBan;
  private final Outbox outbox;
  private final Shapes shapes;
  private final Throttle asked;

  SignUp(
      Clocked db,
      TransactionTemplate transaction,
      Settings settings,
      Passwords passwords,
      MailBan mailBan,
      Outbox outbox,
      Shapes shapes) {
    this.db = db;
    this.transaction = transaction;
    this.settings = settings;
    this.passwords = passwords;
    this.mailBan = mailBan;
    this.outbox = outbox;
    this.shapes = shapes;
    this.asked = new Throttle(db.clock(), Duration.ofHours(1));
  }

  /**
   * What somebody asks with.
   *
   * @param reason why they want to join; needed where people approve sign-ups
   * @param agreed to the square rules
   * @param from the address of the request, for the limit on requests alone
   * @param language that its posts are in where they say none, as a tag; null where unknown
   */
  public record Wish(
      String handle,
      String mail,
      String password,
      @Nullable String reason,
      boolean agreed,
      String from,
      @Nullable String language) {}

  public SignUpMode mode() {
    return settings.signUp();
  }

  /** Makes the account; where people approve sign-ups it waits and cannot sign in yet. */
  public AccountId signUp(Wish wish) {
    if (settings.signUp() == SignUpMode.CLOSED) {
      throw new Refusal(Fault.NOT_ALLOWED, "This square takes no new members now.");
    }
    if (asked.count(wish.from()) > settings.signUps()) {
      throw new Refusal(
          Fault.TOO_MANY, "Too many sign-ups from your address; try later.", asked.remaining());
    }
    boolean approval = settings.signUp() == SignUpMode.APPROVAL;
    String handle = Handles.requireFree(wish.handle());
    String mail = MailBan.normal(wish.mail());
    String reason = Texts.within("The reason", wish.reason() == null ? "" : wish.reason(), 500);
    if (!wish.agreed()) {
      throw Refusal.invalid("Agree to the square rules to join.");
    }
    if (approval && reason.isBlank()) {
      throw Refusal.invalid("Say in a sentence why you want to join.");
    }
    if (mailBan.banned(mail)) {
      throw new Refusal(Fault.NOT_ALLOWED, "This mail address cannot sign up here.");
    }
    String language = Profiles.language(wish.language());
    String hash = passwords.hash(wish.password());
    try {
      return transaction.execute(status ->
          insert(handle, mail, hash, reason.isBlank() ? null : reason, language, approval));
    } catch (DuplicateKeyException e) {
      throw Refusal.invalid("This handle or mail address is taken; choose another, or sign in.");
    }
  }

  private AccountId insert(
      String handle,
      String mail,
      String hash,
      @Nullable String reason,
      @Nullable String language,
      boolean approval) {
    var id = new AccountId(db.nextId());
    db.sql(
            """
            insert into accounts (id, handle, mail, password, state, sign_up_reason, language,
              created_at)
            values (:id, :handle, :mail, :password, :state, :reason, :language, :now)
            """)
        .param("id", id.value())
        .param("handle", handle)
        .param("mail", mail)
        .param("password", hash)
        .param("state", approval ? "pending" : "active")
        .param("reason", reason)
        .param("language", language)
        .update();
    outbox.add(new Event.AccountCreated(db.instant(), shapes.account(id)));
    return id;
  }
}
