package reeve.server.legal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Event.Wish;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/**
 * What came in the name of an authority and waits for a person, who takes an order in from it or
 * closes it. By itself it sets nothing off.
 *
 * @param reference what whoever sent a form was told; of a mail one of its own
 * @param mail what its signature proves; null of a form, which proves nothing
 * @param became what was taken in from it, or why nothing was
 * @param closedAt when a person was done with it; null while it waits
 */
record Message(
    UUID id,
    String reference,
    PlatformId platform,
    Instant receivedAt,
    Said said,
    @Nullable Mail mail,
    RecordId record,
    Became became,
    @Nullable Instant closedAt) {

  /**
   * What was taken in from it.
   *
   * @param order to remove posts; null where none was
   * @param disclosure request for data; null where none was
   * @param why what became of it else, or why it is nothing; empty before
   */
  record Became(@Nullable UUID order, @Nullable UUID disclosure, String why) {
    static Became nothing(String why) {
      return new Became(null, null, why);
    }

    static Became order(UUID order) {
      return new Became(order, null, "");
    }

    static Became disclosure(UUID disclosure) {
      return new Became(null, disclosure, "");
    }
  }

  /** What it says, as it was written. */
  record Said(
      Wish wish,
      String authority,
      String state,
      String reference,
      String ground,
      String account,
      List<String> posts,
      String contact,
      String text) {
    /** So many accounts are looked for. */
    private static final int ACCOUNTS_MOST = 50;

    public Said {
      posts = List.copyOf(posts);
    }

    /** All that it names: in the field for it, and in lines of its text. */
    List<String> accounts() {
      return Stream.concat(Stream.of(account), OrderText.Lines.of(text).all("account").stream())
          .map(String::strip)
          .filter(it -> !it.isEmpty() && it.length() <= 200)
          .distinct()
          .limit(ACCOUNTS_MOST)
          .toList();
    }
  }

  /**
   * A mail's file and its signature.
   *
   * @param signer the authority whose certificate signed
   * @param kept whether the file is kept, sealed
   * @param arrivedAt when its topmost Received line says that it came: a hint
   */
  record Mail(
      MailCheck.Verdict verdict,
      String why,
      @Nullable UUID signer,
      @Nullable Instant signedAt,
      String sha256,
      long bytes,
      List<Attachment> attachments,
      boolean kept,
      @Nullable Instant arrivedAt) {
    public Mail {
      attachments = List.copyOf(attachments);
    }

    public boolean isGenuine() {
      return verdict == MailCheck.Verdict.GENUINE;
    }
  }

  /**
   * Whether that may be taken in from it: what it says that it wants; from a mail without a line of
   * its own for it, which is read as a request, anything.
   */
  public boolean mayAskFor(Wish wish) {
    return said.wish() == wish || (mail != null && said.wish() == Wish.REQUEST);
  }

  public boolean waits() {
    return closedAt == null;
  }

  /** Where it orders a removal or tells of an emergency: the hour runs from its receipt. */
  public @Nullable Instant dueAt() {
    return MessageAlarms.runs(said.wish()) ? receivedAt.plus(RemovalOrder.DUE) : null;
  }

  RemovalOrder.Source source() {
    return mail == null ? RemovalOrder.Source.FORM : RemovalOrder.Source.MAIL;
  }
}
