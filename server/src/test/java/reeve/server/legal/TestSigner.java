package reeve.server.legal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** An authority's mail program: a key, a certificate, and mails that it signs. */
final class TestSigner {
  private static final String BOUNDARY = "=_valley";

  private final KeyPair keys;
  private final X509Certificate certificate;

  TestSigner(Instant from, Instant until) throws Exception {
    this("CN=Office of the Vale", BigInteger.valueOf(System.nanoTime()), from, until);
  }

  TestSigner(String name, BigInteger serial, Instant from, Instant until) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    var subject = new X500Name(name);
    certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        subject,
                        serial,
                        Date.from(from),
                        Date.from(until),
                        subject,
                        keys.getPublic())
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  static TestSigner around(Instant now) throws Exception {
    return new TestSigner(now.minus(Duration.ofDays(30)), now.plus(Duration.ofDays(300)));
  }

  BigInteger serial() {
    return certificate.getSerialNumber();
  }

  String pem() throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** A text as a signed part, with its header. */
  static String part(String text) {
    return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + text.replace("\n", "\r\n");
  }

  /** A text with files that hang on it. */
  static String parts(String text, String... files) {
    StringBuilder mixed =
        new StringBuilder("Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n")
            .append(part(text))
            .append("\r\n");
    for (String file : files) {
      mixed.append("--in\r\n").append(file).append("\r\n");
    }
    return mixed.append("--in--\r\n").toString();
  }

  static String file(String name, byte[] bytes) {
    return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\""
        + name
        + "\"\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(bytes);
  }

  static byte[] unsigned(String part) {
    return (head("Office of the Vale <office@vale.example>") + part)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String head(String from) {
    return "From: "
        + from
        + "\r\nTo: legal@square.example\r\nSubject: Order\r\nMIME-Version: 1.0\r\n"
        + "DKIM-Signature: v=1; a=rsa-sha256; d=vale.example; b=AAAA\r\n";
  }

  byte[] detached(String part, Instant at) throws Exception {
    byte[] signature = sign(part, at, false, "SHA256withECDSA");
    return (head("office@vale.example")
            + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
            + " micalg=sha-256; boundary=\""
            + BOUNDARY
            + "\"\r\n\r\nThis is a signed mail.\r\n--"
            + BOUNDARY
            + "\r\n"
            + part
            + "\r\n--"
            + BOUNDARY
            + "\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(signature)
            + "\r\n--"
            + BOUNDARY
            + "--\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] opaque(String part, Instant at, String algorithm) throws Exception {
    return (head("office@vale.example")
            + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(sign(part, at, true, algorithm)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] sign(String part, Instant at, boolean encapsulate, String algorithm)
      throws Exception {
    var attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
            .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()), certificate));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return generator
        .generate(new CMSProcessableByteArray(part.getBytes(StandardCharsets.UTF_8)), encapsulate)
        .getEncoded();
  }

  /** A mail that carries another as it came. */
  static byte[] forwarded(byte[] mail) {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(
        (head("somebody@else.example")
                + "Content-Type: multipart/mixed; boundary=fwd\r\n\r\n--fwd\r\n"
                + part("See below.")
                + "\r\n--fwd\r\nContent-Type: message/rfc822\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(mail);
    whole.writeBytes("\r\n--fwd--\r\n".getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }
}
