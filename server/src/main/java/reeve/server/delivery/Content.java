package reeve.server.delivery;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a message is, and where it goes. In the database it stands sealed, and only until sent. */
public sealed interface Content {
  /** As tables and records name the way. */
  String way();

  /** Where it goes, as pages show it: an address of mail, or a host. */
  String target();

  /**
   * A mail of plain text to one address.
   *
   * @param subject one line
   */
  record Mail(String to, String subject, String text, List<Attachment> attachments)
      implements Content {
    private static final Pattern ADDRESS =
        Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}");

    public Mail {
      attachments = List.copyOf(attachments);
      if (!isAddress(to)) {
        throw new IllegalArgumentException(
            "a mail goes to one plain address, as in ann@example.org");
      }
      if (subject.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a subject is one line");
      }
    }

    /** Whether this is one address that a mail can go to, without a name. */
    public static boolean isAddress(String text) {
      return ADDRESS.matcher(text).matches();
    }

    @Override
    public String way() {
      return "mail";
    }

    @Override
    public String target() {
      return to;
    }
  }

  /**
   * A file with a mail.
   *
   * @param name without a folder
   * @param type its media type
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes are handed on, never compared.
  record Attachment(String name, String type, byte[] bytes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._ -]{1,120}");
    private static final Pattern TYPE = Pattern.compile("[a-z]{1,40}/[A-Za-z0-9.+-]{1,80}");

    public Attachment {
      if (!NAME.matcher(name).matches() || !TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException("an attachment has a plain name and a media type");
      }
    }
  }

  /**
   * A JSON object {@code {"type", "timestamp", "data"}}, posted and signed after Standard Webhooks
   * 1.0.0 ({@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}).
   *
   * @param type what happened, for example {@code alarm.raised}
   * @param data values as {@link reeve.server.record.Entry} takes them
   */
  record Webhook(URI to, String type, Map<String, ?> data) implements Content {
    @Override
    public String way() {
      return "webhook";
    }

    @Override
    public String target() {
      return String.valueOf(to.getHost());
    }
  }

  /**
   * Bytes, posted with an {@code Idempotency-Key}.
   *
   * @param type their media type
   * @param authorization the value of that header, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes are handed on, never compared.
  record Upload(URI to, String type, byte[] bytes, @Nullable String authorization)
      implements Content {
    @Override
    public String way() {
      return "upload";
    }

    @Override
    public String target() {
      return String.valueOf(to.getHost());
    }

    @Override
    public String toString() {
      return "Upload[" + target() + ", " + bytes.length + " bytes]";
    }
  }
}
