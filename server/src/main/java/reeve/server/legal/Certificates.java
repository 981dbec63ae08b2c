package reeve.server.legal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import reeve.server.platform.Refused;

/** Reads a certificate that somebody pasted. Nothing here says that it is the authority's. */
final class Certificates {
  /** Characters of a certificate that are read. */
  static final int MOST = 20_000;

  private Certificates() {}

  /**
   * One certificate.
   *
   * @param pem RFC 7468
   * @throws Refused {@link LegalProblem#BAD_CERTIFICATE}
   */
  static Authority.Certificate read(String pem) {
    if (pem.length() > MOST) {
      throw refused("A certificate has at most " + MOST + " characters.");
    }
    try {
      var found =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(found.getEncoded());
      return new Authority.Certificate(
          pem,
          HexFormat.of().formatHex(digest),
          found.getSubjectX500Principal().getName(),
          found.getNotAfter().toInstant());
    } catch (CertificateException e) {
      throw refused(
          "Paste one X.509 certificate in PEM form, from BEGIN CERTIFICATE to END CERTIFICATE.");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Refused refused(String detail) {
    return new Refused(LegalProblem.BAD_CERTIFICATE, detail);
  }
}
