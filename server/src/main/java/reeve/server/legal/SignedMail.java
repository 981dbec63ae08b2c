package reeve.server.legal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;

/**
 * The signed part of a mail and its signature (S/MIME, RFC 8551; CMS, RFC 5652): beside it in a
 * {@code multipart/signed}, or around it in an {@code application/pkcs7-mime}. What stands outside
 * the signed part counts for nothing.
 */
final class SignedMail {
  private final byte[] content;
  private final CMSSignedData signature;

  private SignedMail(byte[] content, CMSSignedData signature) {
    this.content = content;
    this.signature = signature;
  }

  /** The signed part, with its own header, byte for byte; not to be changed. */
  byte[] content() {
    return content;
  }

  CMSSignedData signature() {
    return signature;
  }

  /** A mail without such a part, or one that is not made as signed mails are. */
  static final class NotSigned extends Exception {
    private static final long serialVersionUID = 1;

    NotSigned(String why) {
      super(why);
    }
  }

  private static final String STRANGE = "It is not made as signed mails are: ";

  /**
   * Finds the signed part.
   *
   * @param mail with line ends as {@link #lines} makes them
   * @throws NotSigned with why there is none, in a plain sentence
   */
  static SignedMail of(byte[] mail) throws NotSigned {
    try {
      Entity entity = Entity.read(mail);
      ContentType type = entity.type();
      if (type.match("multipart/signed")) {
        return detached(entity, type);
      }
      if (type.match("application/pkcs7-mime") || type.match("application/x-pkcs7-mime")) {
        return opaque(entity, type);
      }
      throw new NotSigned("It bears no S/MIME signature.");
    } catch (MessagingException | IOException e) {
      throw new NotSigned("It cannot be read as a mail.");
    } catch (CMSException | RuntimeException e) {
      throw new NotSigned("Its signature cannot be read.");
    }
  }

  /** Mails that were saved with line feeds alone get the line ends back that were signed. */
  static byte[] lines(byte[] mail) {
    for (byte b : mail) {
      if (b == '\r') {
        return mail;
      }
    }
    int feeds = 0;
    for (byte b : mail) {
      feeds += b == '\n' ? 1 : 0;
    }
    byte[] whole = new byte[mail.length + feeds];
    int to = 0;
    for (byte b : mail) {
      if (b == '\n') {
        whole[to++] = '\r';
      }
      whole[to++] = b;
    }
    return whole;
  }

  private static SignedMail detached(Entity entity, ContentType type)
      throws MessagingException, IOException, NotSigned, CMSException {
    String boundary = type.getParameter("boundary");
    if (boundary == null || boundary.isEmpty()) {
      throw new NotSigned(STRANGE + "it names no boundary.");
    }
    List<byte[]> parts = parts(entity.body(), boundary);
    if (parts.size() != 2) {
      throw new NotSigned(STRANGE + "it has " + parts.size() + " parts in the place of two.");
    }
    Entity signature = Entity.read(parts.get(1));
    if (!signature.type().match("application/pkcs7-signature")
        && !signature.type().match("application/x-pkcs7-signature")) {
      throw new NotSigned(STRANGE + "its second part is no signature.");
    }
    return new SignedMail(
        parts.get(0),
        new CMSSignedData(new CMSProcessableByteArray(parts.get(0)), signature.decoded()));
  }

  private static SignedMail opaque(Entity entity, ContentType type)
      throws MessagingException, IOException, NotSigned, CMSException {
    String kind = type.getParameter("smime-type");
    if (kind != null && !kind.equalsIgnoreCase("signed-data")) {
      throw new NotSigned(
          "It is encrypted or compressed, and nothing here can read it. Ask for one that is signed"
              + " alone.");
    }
    var signature = new CMSSignedData(entity.decoded());
    if (signature.getSignedContent() == null
        || !(signature.getSignedContent().getContent() instanceof byte[] content)) {
      throw new NotSigned(STRANGE + "the signature holds nothing.");
    }
    return new SignedMail(content, signature);
  }

  /** The parts between the boundaries; the line end before a boundary belongs to the boundary. */
  private static List<byte[]> parts(byte[] body, String boundary) throws NotSigned {
    byte[] mark = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<byte[]> parts = new ArrayList<>();
    int from = -1;
    int line = 0;
    while (line < body.length) {
      int end = lineEnd(body, line);
      if (startsWith(body, line, mark)) {
        if (from >= 0) {
          parts.add(Arrays.copyOfRange(body, from, Math.max(from, line - 2)));
        }
        int after = line + mark.length;
        if (after + 1 < body.length && body[after] == '-' && body[after + 1] == '-') {
          return parts;
        }
        from = end;
      }
      line = end;
    }
    throw new NotSigned(STRANGE + "its last boundary is missing.");
  }

  private static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, bytes.length);
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] mark) {
    if (from + mark.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (bytes[from + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** A header and what follows it. */
  static final class Entity {
    private final InternetHeaders headers;
    private final byte[] body;

    private Entity(InternetHeaders headers, byte[] body) {
      this.headers = headers;
      this.body = body;
    }

    InternetHeaders headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    static Entity read(byte[] bytes) throws MessagingException {
      int end = 0;
      while (end < bytes.length) {
        int next = lineEnd(bytes, end);
        boolean empty =
            bytes[end] == '\n' || (bytes[end] == '\r' && next == end + 2) || next == end;
        if (empty) {
          break;
        }
        end = next;
      }
      return new Entity(
          new InternetHeaders(new ByteArrayInputStream(bytes, 0, end), true),
          Arrays.copyOfRange(bytes, Math.min(lineEnd(bytes, end), bytes.length), bytes.length));
    }

    ContentType type() throws MessagingException {
      String type = headers.getHeader("Content-Type", null);
      return new ContentType(type == null ? "text/plain" : MimeUtility.unfold(type));
    }

    String header(String name) {
      String value = headers.getHeader(name, ", ");
      return value == null ? "" : MimeUtility.unfold(value);
    }

    byte[] decoded() throws MessagingException, IOException {
      String encoding = header("Content-Transfer-Encoding").strip();
      return MimeUtility.decode(
              new ByteArrayInputStream(body), encoding.isEmpty() ? "7bit" : encoding)
          .readAllBytes();
    }
  }
}
