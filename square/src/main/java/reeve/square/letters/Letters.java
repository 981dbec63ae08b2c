package reeve.square.letters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Origin;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;

/** Letters to an account, and its appeals against what they say. */
@Component
public final class Letters {
  /** The most characters of an appeal. */
  public static final int APPEAL = 2000;

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Outbox outbox;

  Letters(Clocked db, TransactionTemplate transaction, Outbox outbox) {
    this.db = db;
    this.transaction = transaction;
    this.outbox = outbox;
  }

  /**
   * A letter.
   *
   * @param statement whether it is a statement of reasons, which a suspended account sees first
   * @param body plain text, with the marks of {@link LetterPart}
   * @param decision what an appeal names; null where none is possible
   * @param appealUntil until when an appeal is taken
   * @param appealed when the account appealed, or null
   */
  public record Letter(
      String id,
      boolean statement,
      String title,
      String body,
      @Nullable String decision,
      @Nullable Instant appealUntil,
      Instant at,
      boolean read,
      @Nullable Instant appealed) {

    /** The body in its parts. */
    public List<LetterPart> parts() {
      return LetterPart.of(body);
    }

    /** Whether an appeal would be taken at that time. */
    public boolean appealable(Instant now) {
      return decision != null
          && appealed == null
          && appealUntil != null
          && !now.isAfter(appealUntil);
    }
  }

  /** The letters of an account, newest first, at most 200. */
  public List<Letter> of(AccountId account) {
    return db.sql(
            """
            select l.*, (select min(a.at) from appeals a
              where a.account_id = l.account_id and a.decision = l.decision) as appealed
            from letters l where l.account_id = :account order by l.at desc, l.id desc limit 200
            """)
        .param("account", account.value())
        .query((row, n) ->
            new Letter(
                row.getString("id"),
                row.getBoolean("statement"),
                row.getString("title"),
                row.getString("body"),
                row.getString("decision"),
                Times.orNull(row, "appeal_until"),
                Times.of(row, "at"),
                row.getObject("read_at") != null,
                Times.orNull(row, "appealed")))
        .list();
  }

  /** How many letters the account has not opened. */
  public int unread(AccountId account) {
    return db.sql("select count(*) from letters where account_id = :account and read_at is null")
        .param("account", account.value())
        .query(Integer.class)
        .single();
  }

  /** Notes that the account has seen its letters. */
  public void markRead(AccountId account) {
    db.sql("update letters set read_at = :now where account_id = :account and read_at is null")
        .param("account", account.value())
        .update();
  }

  /**
   * Files an appeal against what a letter of the account says: once for each decision, until the
   * letter's date. A suspended account may.
   */
  public void appeal(AccountId account, String letterId, String given) {
    String text = Texts.within("An appeal", given, APPEAL).strip();
    if (text.isEmpty()) {
      throw Refusal.invalid("Say why somebody should look again.");
    }
    Letter letter =
        of(account).stream()
            .filter(one -> one.id().equals(letterId))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("letter"));
    Instant now = db.instant();
    String decision = letter.decision();
    if (decision == null || letter.appealUntil() == null) {
      throw Refusal.invalid("There is nothing to appeal against in this letter.");
    }
    if (letter.appealed() != null) {
      throw alreadyAppealed();
    }
    if (now.isAfter(letter.appealUntil())) {
      throw Refusal.invalid("The time for an appeal ended on " + letter.appealUntil() + ".");
    }
    try {
      transaction.executeWithoutResult(status -> file(account, decision, text, now));
    } catch (DuplicateKeyException e) {
      throw alreadyAppealed();
    }
  }

  private void file(AccountId account, String decision, String text, Instant now) {
    long id = db.nextId();
    db.sql(
            """
            insert into appeals (id, account_id, decision, text, at)
            values (:id, :account, :decision, :text, :now)
            """)
        .param("id", id)
        .param("account", account.value())
        .param("decision", decision)
        .param("text", text)
        .update();
    String origin =
        db.sql("select origin from accounts where id = :id")
            .param("id", account.value())
            .query(String.class)
            .single();
    outbox.add(
        new Event.AppealFiled(
            Times.iso(now),
            Origin.parse(origin).word(),
            Long.toString(id),
            account.toString(),
            decision,
            text));
  }

  private static Refusal alreadyAppealed() {
    return Refusal.invalid("You have appealed against this decision already.");
  }
}
