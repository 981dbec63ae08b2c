package reeve.server.legal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.util.HtmlUtils;
import reeve.server.legal.MailEntity.Parts;
import reeve.server.legal.MailEntity.Stretch;

/**
 * The plain text of a mail and the list of what hangs on it. HTML, pictures and files are listed
 * and never shown; a mail within the mail is a file.
 *
 * @param text the first plain text, at most {@link #MOST} characters
 * @param beside what other parts say, HTML without its tags but with where its links lead: whom
 *     they name is no second channel, and nothing else is done with it
 */
record MailText(String text, String beside, List<Attachment> attachments) {
  static final int MOST = 20_000;

  /** Of all parts beside the text together, in characters. */
  private static final int BESIDE_MOST = 200_000;

  /** Begins anew at each bracket, so that many that are never closed cost no more than others. */
  private static final Pattern TAG = Pattern.compile("<[^<>]*+>");

  private static final Pattern LINK =
      Pattern.compile("(?:mailto|tel|sms):([^\"'>]{1,300})", Pattern.CASE_INSENSITIVE);

  /** Parts within parts. */
  private static final int DEEPEST = 5;

  private static final Attachment MORE =
      new Attachment("(more, which is not listed)", "", 0, Attachment.Danger.NONE);

  MailText {
    attachments = List.copyOf(attachments);
  }

  /** Reads as far as it goes; what cannot be read is passed over. */
  static MailText of(Stretch entity) {
    Walk walk = new Walk();
    try {
      walk.entity(MailEntity.read(entity), 0);
    } catch (MessagingException | IOException | RuntimeException e) {
      // What came before it counts; the mail is kept as it came.
    }
    if (walk.more) {
      walk.attachments.add(MORE);
    }
    String text = walk.text == null ? "" : walk.text;
    if (text.length() > MOST) {
      walk.beside(text.substring(MOST), false);
    }
    return new MailText(
        text.length() > MOST ? text.substring(0, MOST) : text,
        walk.beside.toString(),
        walk.attachments);
  }

  private static final class Walk {
    private final List<Attachment> attachments = new ArrayList<>();
    private final StringBuilder beside = new StringBuilder();
    private @Nullable String text;
    private int parts;
    private boolean more;

    private void entity(MailEntity entity, int depth) throws MessagingException, IOException {
      parts++;
      ContentType type = entity.type();
      String disposition = entity.header("Content-Disposition");
      boolean file = disposition.toLowerCase(java.util.Locale.ROOT).startsWith("attachment");
      if (type.match("multipart/*") && !file) {
        within(entity, type.getParameter("boundary"), depth + 1);
      } else if (type.match("text/plain") && !file && text == null) {
        // No character has more bytes, but for a few that switch between alphabets.
        text = read(entity, type, 8 * MOST).replace("\r\n", "\n");
      } else if (!isSignature(type)) {
        try (InputStream in = entity.decoded()) {
          attachments.add(Attachment.read(name(disposition, type), type.getBaseType(), in));
        }
        if (type.match("text/*")) {
          beside(read(entity, type, BESIDE_MOST), type.match("text/html"));
        }
      }
    }

    private static String read(MailEntity entity, ContentType type, int most)
        throws MessagingException, IOException {
      try (InputStream in = entity.decoded()) {
        return new String(in.readNBytes(most), charset(type));
      }
    }

    private void beside(String part, boolean html) {
      StringBuilder said = new StringBuilder();
      if (html) {
        said.append(HtmlUtils.htmlUnescape(TAG.matcher(part).replaceAll("")));
        LINK.matcher(HtmlUtils.htmlUnescape(part))
            .results()
            .forEach(link -> said.append('\n').append(decoded(link.group(1))));
      } else {
        said.append(part);
      }
      beside
          .append('\n')
          .append(
              said,
              0,
              Math.min(said.length(), BESIDE_MOST - Math.min(beside.length(), BESIDE_MOST)));
    }

    private static String decoded(String link) {
      try {
        return StringUtils.uriDecode(link, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return link;
      }
    }

    private void within(MailEntity entity, @Nullable String boundary, int depth)
        throws MessagingException, IOException {
      if (boundary == null || boundary.isEmpty() || depth > DEEPEST) {
        more = true;
        return;
      }
      Parts inner = entity.parts(boundary, MailEntity.PARTS - parts);
      more |= inner.more();
      for (Stretch part : inner.all()) {
        if (parts == MailEntity.PARTS) {
          more = true;
          return;
        }
        entity(MailEntity.read(part), depth);
      }
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
      return MimeUtility.decodeText(MailEntity.read(Stretch.of(mail)).header("From"));
    } catch (MessagingException | IOException | RuntimeException e) {
      return "";
    }
  }

  /** All header lines that say whom to answer, one below the other; proof of nothing. */
  static String senders(byte[] mail) {
    StringBuilder senders = new StringBuilder();
    try {
      MailEntity entity = MailEntity.read(Stretch.of(mail));
      for (String header : List.of("From", "Sender", "Reply-To", "Return-Path")) {
        senders.append(MimeUtility.decodeText(entity.header(header))).append('\n');
      }
    } catch (MessagingException | IOException | RuntimeException e) {
      // What came before it counts.
    }
    return senders.toString();
  }

  /** When the topmost Received line says that it came, which is proof of nothing. */
  static @Nullable Instant arrived(byte[] mail) {
    try {
      String line = MailEntity.read(Stretch.of(mail)).first("Received");
      return new MailDateFormat()
          .parse(line.substring(line.lastIndexOf(';') + 1).strip())
          .toInstant();
    } catch (MessagingException | ParseException | RuntimeException e) {
      return null;
    }
  }

  /** Whether the bytes begin as a mail does. */
  static boolean isMail(byte[] mail) {
    try {
      return mail.length > 0 && MailEntity.read(Stretch.of(mail)).hasHeader();
    } catch (MailEntity.TooMuch e) {
      return true;
    } catch (MessagingException | RuntimeException e) {
      return false;
    }
  }
}
