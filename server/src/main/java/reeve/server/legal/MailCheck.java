package reeve.server.legal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import reeve.server.legal.MailEntity.Stretch;

/**
 * Says what a mail's signature proves. The signer must be the very certificate that the registry
 * holds of an authority; no chain of certificates, no sender, no DKIM stands in for it.
 */
final class MailCheck {
  /** How far a signer's clock may go ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Set<String> DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId());

  private MailCheck() {}

  /** What a signature proves. */
  enum Verdict {
    GENUINE("signed by the authority"),
    NOT_SIGNED("not signed"),
    FOREIGN("signed by nobody whom the registry knows"),
    CHANGED("changed after it was signed"),
    BROKEN("its signature does not hold"),
    EXPIRED("signed when the certificate was not valid"),
    NOT_VERIFIED("signed by an authority that is not verified"),
    UNREADABLE("no mail that can be read");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Verdict ofCode(String code) {
      return valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * A certificate of the registry.
   *
   * @param stands whether its authority is verified and in the registry
   */
  record Known(UUID authority, boolean stands, String pem) {}

  /**
   * What was found.
   *
   * @param why in plain sentences, with what to do
   * @param authority whose certificate signed, also where the verdict is none to act on
   * @param text what may be read: of the signed part where the signature holds, else of the mail
   */
  record Found(
      Verdict verdict,
      String why,
      @Nullable UUID authority,
      @Nullable Instant signedAt,
      MailText text) {
    static Found of(Verdict verdict, String why, byte[] mail) {
      return of(verdict, why, Stretch.of(mail));
    }

    private static Found of(Verdict verdict, String why, Stretch content) {
      return new Found(verdict, why, null, null, MailText.of(content));
    }
  }

  static Found check(byte[] file, Collection<Known> registry, Instant now) {
    byte[] whole = SignedMail.lines(file);
    Stretch mail = Stretch.of(whole);
    if (!MailText.isMail(whole)) {
      return Found.of(Verdict.UNREADABLE, "Upload the mail as it came, as an .eml file.", mail);
    }
    SignedMail signed;
    try {
      signed = SignedMail.of(whole);
    } catch (SignedMail.NotSigned e) {
      return Found.of(Verdict.NOT_SIGNED, e.getMessage() + inner(mail), mail);
    }
    List<SignerInformation> signers = List.copyOf(signed.signature().getSignerInfos().getSigners());
    if (signers.size() != 1) {
      return Found.of(
          Verdict.BROKEN, "One signature is expected, there are " + signers.size() + ".", mail);
    }
    return check(signed, signers.getFirst(), registry, mail, now);
  }

  private static Found check(
      SignedMail signed,
      SignerInformation signer,
      Collection<Known> registry,
      Stretch mail,
      Instant now) {
    Found last =
        Found.of(
            Verdict.FOREIGN,
            "The certificate that signed it stands at no authority of the registry. If it is a new"
                + " one of theirs, reach them, enter it, have it verified, and upload the mail again.",
            mail);
    for (Known known : registry) {
      X509Certificate certificate = certificate(known.pem());
      if (certificate == null || !signer.getSID().match(holder(certificate))) {
        continue;
      }
      Found one = check(signed, signer, known, certificate, mail, now);
      if (one.verdict() == Verdict.GENUINE) {
        return one;
      }
      last = one;
    }
    return last;
  }

  private static Found check(
      SignedMail signed,
      SignerInformation signer,
      Known known,
      X509Certificate certificate,
      Stretch mail,
      Instant now) {
    Instant claimed = signedAt(signer);
    Instant at = claimed == null ? now : claimed;
    if (!DIGESTS.contains(signer.getDigestAlgOID())) {
      return of(
          Verdict.BROKEN, "It was signed in a way that is not safe any more.", known, at, mail);
    }
    try {
      if (!signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder().build(certificate.getPublicKey()))) {
        return of(Verdict.BROKEN, "The key of the certificate did not sign this.", known, at, mail);
      }
    } catch (CMSSignerDigestMismatchException e) {
      return of(
          Verdict.CHANGED,
          "What is written is not what was signed. Ask the authority for the mail anew.",
          known,
          at,
          mail);
    } catch (CMSException | OperatorCreationException | RuntimeException e) {
      return of(Verdict.BROKEN, "Its signature cannot be checked.", known, at, mail);
    }
    if (at.isAfter(now.plus(AHEAD))
        || at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant())) {
      return of(
          Verdict.EXPIRED,
          "The certificate is valid from %s to %s, and it was signed at %s."
              .formatted(
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant(),
                  at),
          known,
          at,
          mail);
    }
    if (!known.stands()) {
      return of(
          Verdict.NOT_VERIFIED,
          "Nobody has verified this authority, or it left the registry: nothing but preserving"
              + " happens.",
          known,
          at,
          signed.content());
    }
    return of(Verdict.GENUINE, "", known, at, signed.content());
  }

  private static Found of(Verdict verdict, String why, Known known, Instant at, Stretch content) {
    return new Found(verdict, why, known.authority(), at, MailText.of(content));
  }

  private static String inner(Stretch mail) {
    boolean within =
        MailText.of(mail).attachments().stream()
            .anyMatch(it -> it.danger() == Attachment.Danger.MAIL);
    return within
        ? " A mail lies within it: upload that one as it came, for a mail that was passed on proves"
            + " nothing."
        : "";
  }

  private static @Nullable Instant signedAt(SignerInformation signer) {
    AttributeTable signed = signer.getSignedAttributes();
    Attribute attribute = signed == null ? null : signed.get(CMSAttributes.signingTime);
    if (attribute == null || attribute.getAttrValues().size() != 1) {
      return null;
    }
    ASN1Encodable value = attribute.getAttrValues().getObjectAt(0);
    Date date = Time.getInstance(value).getDate();
    return date.toInstant();
  }

  private static @Nullable X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      return null;
    }
  }

  private static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
