package reeve.server.bundle;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs bundles, with its own certificate (X.509): P-256, ECDSA with SHA-256. The file
 * is its owner's alone; the certificate is published, each that there ever was under its own name.
 */
final class SigningKey {
  private static final String ALGORITHM = "SHA256withECDSA";

  /** A bundle is verified long after it was made. */
  private static final Duration VALID = Duration.ofDays(30 * 365);

  private final PrivateKey key;
  private final X509Certificate certificate;

  private SigningKey(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Reads the key, or makes one where there is no file.
   *
   * @param source the address of whoever signs; its host stands in the certificate
   */
  static SigningKey at(Path file, String source, Instant now) throws IOException {
    try {
      if (!Files.exists(file)) {
        make(file, source, now);
      }
      return read(file);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the key of evidence bundles cannot be used: " + e.getMessage(), e);
    }
  }

  private static SigningKey read(Path file) throws IOException, GeneralSecurityException {
    @Nullable PrivateKey key = null;
    @Nullable X509Certificate certificate = null;
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          key = new JcaPEMKeyConverter().getPrivateKey(info);
        } else if (part instanceof X509CertificateHolder holder) {
          certificate = new JcaX509CertificateConverter().getCertificate(holder);
        }
      }
    }
    if (key == null || certificate == null) {
      throw new IOException(file + " holds no key with its certificate");
    }
    return new SigningKey(key, certificate);
  }

  private static void make(Path file, String source, Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    X500Name name =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, "Evidence bundles of " + host(source))
            .build();
    X509CertificateHolder certificate =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation))
            .build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate()));
    Path folder = file.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            ".fresh",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        fresh, pem(new JcaPKCS8Generator(pair.getPrivate(), null)) + pem(certificate));
    try {
      // Of two processes that start at once one keeps its key.
      Files.createLink(file, fresh);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new IOException("another process made " + file + " at this moment; try again", e);
    } finally {
      Files.delete(fresh);
    }
  }

  private static String host(String source) {
    String host = URI.create(source).getHost();
    return host == null ? source : host;
  }

  private static String pem(Object part) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(part);
    }
    return text.toString();
  }

  /** A detached signature of these bytes (CMS, RFC 5652, DER), the certificate in it. */
  byte[] sign(byte[] bytes) throws IOException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(new JcaContentSignerBuilder(ALGORITHM).build(key), certificate));
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      return generator.generate(new CMSProcessableByteArray(bytes), false).getEncoded();
    } catch (CMSException | OperatorCreationException | GeneralSecurityException e) {
      throw new IOException("the manifest could not be signed: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the certificate, in lower-case hex. */
  String fingerprint() throws IOException {
    try {
      return Digest.of(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be written", e);
    }
  }

  /** Puts the certificate where others find it: the newest, and each under its digest. */
  void publish(Path dir) throws IOException {
    Path evidence = Files.createDirectories(dir.resolve("evidence"));
    String text = pem(certificate);
    for (String name : List.of(fingerprint() + ".pem", "certificate.pem")) {
      Path file = evidence.resolve(name);
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Path fresh = evidence.resolve(name + ".new");
        Files.writeString(fresh, text);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
