package reeve.server.legal;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.legal.SignedMail.Entity;

/**
 * The plain text of a mail and the list of what hangs on it. HTML, pictures and files are listed
 * and never looked into; a mail within the mail is a file.
 *
 * @param text the first plain text, at most {@link #MOST} characters
 */
record MailText(String text, List<Attachment> attachments) {
  static final int MOST = 20_000;
  private static final int DEEPEST = 5;
  private static final int PARTS = 100;

  MailText {
    attachments = List.copyOf(attachments);
  }

  /** Reads as far as it goes; what cannot be read is passed over. */
  static MailText of(byte[] entity) {
    Walk walk = new Walk();
    try {
      walk.entity(Entity.read(entity), 0);
    } catch (MessagingException | IOException | RuntimeException e) {
      // What came before it counts; the mail is kept as it came.
    }
    String text = walk.text == null ? "" : walk.text;
    return new MailText(text.length() > MOST ? text.substring(0, MOST) : text, walk.attachments);
  }

  private static final class Walk {
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable String text;
    private int parts;

    private void entity(Entity entity, int depth) throws MessagingException, IOException {
      if (++parts > PARTS || depth > DEEPEST) {
        return;
      }
      ContentType type = entity.type();
      String disposition = entity.header("Content-Disposition");
      boolean file = disposition.toLowerCase(java.util.Locale.ROOT).startsWith("attachment");
      if (type.match("multipart/*") && !file) {
        var inner = new MimeMultipart(new ByteArrayDataSource(entity.body(), type.toString()));
        for (int i = 0; i < inner.getCount(); i++) {
          part(inner.getBodyPart(i), depth);
        }
      } else if (type.match("text/plain") && !file && text == null) {
        text = new String(entity.decoded(), charset(type)).replace("\r\n", "\n");
      } else if (!isSignature(type)) {
        byte[] bytes = entity.decoded();
        String name = name(disposition, type);
        String kind = type.getBaseType();
        attachments.add(
            new Attachment(name, kind, bytes.length, Attachment.danger(name, kind, bytes)));
      }
    }

    private void part(BodyPart part, int depth) throws MessagingException, IOException {
      var bytes = new java.io.ByteArrayOutputStream();
      part.writeTo(bytes);
      entity(Entity.read(bytes.toByteArray()), depth + 1);
    }

    private static boolean isSignature(ContentType type) {
      return type.match("application/pkcs7-signature")
          || type.match("application/x-pkcs7-signature");
    }

    private static Charset charset(ContentType type) {
      String name = type.getParameter("charset");
      try {
        return name == null
            ? StandardCharsets.UTF_8
            : Charset.forName(MimeUtility.javaCharset(name));
      } catch (IllegalArgumentException e) {
        return StandardCharsets.UTF_8;
      }
    }

    private static String name(String disposition, ContentType type) {
      String name = null;
      try {
        name =
            disposition.isEmpty()
                ? null
                : new jakarta.mail.internet.ContentDisposition(disposition)
                    .getParameter("filename");
      } catch (jakarta.mail.internet.ParseException e) {
        // Then it has no name there.
      }
      if (name == null) {
        name = type.getParameter("name");
      }
      if (name == null) {
        return "";
      }
      try {
        name = MimeUtility.decodeText(name);
      } catch (java.io.UnsupportedEncodingException e) {
        // As it stands, then.
      }
      String line = name.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
      return line.length() > 200 ? line.substring(line.length() - 200) : line;
    }
  }

  /** The header lines of a mail that name its sender; proof of nothing. */
  static String from(byte[] mail) {
    try {
      Entity entity = Entity.read(mail);
      return MimeUtility.decodeText(entity.header("From"));
    } catch (MessagingException | IOException | RuntimeException e) {
      return "";
    }
  }

  /** All header lines that say whom to answer, one below the other; proof of nothing. */
  static String senders(byte[] mail) {
    StringBuilder senders = new StringBuilder();
    try {
      Entity entity = Entity.read(mail);
      for (String header : List.of("From", "Sender", "Reply-To", "Return-Path")) {
        senders.append(MimeUtility.decodeText(entity.header(header))).append('\n');
      }
    } catch (MessagingException | IOException | RuntimeException e) {
      // What came before it counts.
    }
    return senders.toString();
  }

  /** Whether the bytes begin as a mail does. */
  static boolean isMail(byte[] mail) {
    try {
      return mail.length > 0 && Entity.read(mail).headers().getAllHeaderLines().hasMoreElements();
    } catch (MessagingException | RuntimeException e) {
      return false;
    }
  }
}
