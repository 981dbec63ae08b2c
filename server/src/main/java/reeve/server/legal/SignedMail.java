package reeve.server.legal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessable;
import org.bouncycastle.cms.CMSSignedData;
import reeve.server.legal.MailEntity.Parts;
import reeve.server.legal.MailEntity.Stretch;

/**
 * The signed part of a mail and its signature (S/MIME, RFC 8551; CMS, RFC 5652): beside it in a
 * {@code multipart/signed}, or around it in an {@code application/pkcs7-mime}. What stands outside
 * the signed part counts for nothing.
 */
final class SignedMail {
  /** Beside a mail, in bytes: certificates and a few numbers. */
  private static final int SIGNATURE_MOST = 1 << 20;

  private final Stretch content;
  private final CMSSignedData signature;

  private SignedMail(Stretch content, CMSSignedData signature) {
    this.content = content;
    this.signature = signature;
  }

  /** The signed part, with its own header, byte for byte. */
  Stretch content() {
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
      MailEntity entity = MailEntity.read(Stretch.of(mail));
      ContentType type = entity.type();
      if (type.match("multipart/signed")) {
        return detached(entity, type);
      }
      if (type.match("application/pkcs7-mime") || type.match("application/x-pkcs7-mime")) {
        return opaque(entity, type);
      }
      throw new NotSigned("It bears no S/MIME signature.");
    } catch (MailEntity.TooMuch e) {
      throw new NotSigned(STRANGE + e.getMessage());
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

  private static SignedMail detached(MailEntity entity, ContentType type)
      throws MessagingException, IOException, NotSigned, CMSException {
    String boundary = type.getParameter("boundary");
    if (boundary == null || boundary.isEmpty()) {
      throw new NotSigned(STRANGE + "it names no boundary.");
    }
    Parts parts = entity.parts(boundary, MailEntity.PARTS);
    if (parts.more() || (parts.closed() && parts.all().size() != 2)) {
      String many = parts.more() ? "more than " + MailEntity.PARTS : "" + parts.all().size();
      throw new NotSigned(STRANGE + "it has " + many + " parts in the place of two.");
    }
    if (!parts.closed()) {
      throw new NotSigned(STRANGE + "its last boundary is missing.");
    }
    MailEntity signature = MailEntity.read(parts.all().get(1));
    if (!signature.type().match("application/pkcs7-signature")
        && !signature.type().match("application/x-pkcs7-signature")) {
      throw new NotSigned(STRANGE + "its second part is no signature.");
    }
    byte[] bytes = signature.decoded().readNBytes(SIGNATURE_MOST + 1);
    if (bytes.length > SIGNATURE_MOST) {
      throw new NotSigned(STRANGE + "its signature is larger than any.");
    }
    Stretch content = parts.all().getFirst();
    return new SignedMail(content, new CMSSignedData(of(content), bounded(bytes)));
  }

  /** Streams the content, of which no copy is made. */
  private static CMSProcessable of(Stretch content) {
    return new CMSProcessable() {
      @Override
      public void write(OutputStream out) throws IOException {
        content.writeTo(out);
      }

      @Override
      public Object getContent() {
        return content.copy();
      }
    };
  }

  private static byte[] bounded(byte[] signature) throws NotSigned {
    if (!Asn1Bounds.hold(signature)) {
      throw new NotSigned("Its signature cannot be read: it is broken, or made of too much.");
    }
    return signature;
  }

  private static SignedMail opaque(MailEntity entity, ContentType type)
      throws MessagingException, IOException, NotSigned, CMSException {
    String kind = type.getParameter("smime-type");
    if (kind != null && !kind.equalsIgnoreCase("signed-data")) {
      throw new NotSigned(
          "It is encrypted or compressed, and nothing here can read it. Ask for one that is signed"
              + " alone.");
    }
    var signature = new CMSSignedData(bounded(entity.decoded().readAllBytes()));
    if (signature.getSignedContent() == null
        || !(signature.getSignedContent().getContent() instanceof byte[] content)) {
      throw new NotSigned(STRANGE + "the signature holds nothing.");
    }
    return new SignedMail(Stretch.of(content), signature);
  }
}
