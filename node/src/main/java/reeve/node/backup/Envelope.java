package reeve.node.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Encrypts a stream under a passphrase and opens it again: OpenPGP, AES-256, integrity protected.
 */
final class Envelope {
  private static final int CHUNK = 1 << 16;

  /** RFC 4880 section 3.7.1.3: the largest count of bytes hashed, 65,011,712. */
  private static final int S2K_COUNT = 0xff;

  private Envelope() {}

  /** Writes what {@code body} writes. */
  static void seal(OutputStream out, char[] passphrase, Body body) throws IOException {
    var encryptor =
        new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
            .setWithIntegrityPacket(true)
            .setSecureRandom(new SecureRandom());
    var generator = new PGPEncryptedDataGenerator(encryptor);
    var digest = digestForKeys();
    generator.addMethod(new BcPBEKeyEncryptionMethodGenerator(passphrase, digest, S2K_COUNT));
    try (OutputStream encrypted = generator.open(out, new byte[CHUNK]);
        OutputStream literal =
            new PGPLiteralDataGenerator()
                .open(
                    encrypted,
                    PGPLiteralData.BINARY,
                    "reeve-backup.tar.gz",
                    PGPLiteralDataGenerator.NOW,
                    new byte[CHUNK])) {
      body.writeTo(literal);
    } catch (PGPException e) {
      throw new IOException("the backup could not be encrypted", e);
    }
  }

  /**
   * Opens.
   *
   * @throws BackupFailure where the passphrase is wrong, or the file is none of ours or damaged;
   *     damage shows at the end, so a reader must take nothing for true before it returns
   */
  static void open(InputStream in, char[] passphrase, Reader reader) throws IOException {
    try {
      Object first = new BcPGPObjectFactory(in).nextObject();
      if (!(first instanceof PGPEncryptedDataList list)
          || !(list.get(0) instanceof PGPPBEEncryptedData data)) {
        throw new BackupFailure("This file is no backup of Reeve.");
      }
      InputStream clear =
          data.getDataStream(
              new BcPBEDataDecryptorFactory(passphrase, new BcPGPDigestCalculatorProvider()));
      if (!(new BcPGPObjectFactory(clear).nextObject() instanceof PGPLiteralData literal)) {
        throw wrongPassphrase(null);
      }
      InputStream content = literal.getInputStream();
      reader.read(CloseShieldInputStream.wrap(content));
      content.transferTo(OutputStream.nullOutputStream());
      if (!data.isIntegrityProtected() || !data.verify()) {
        throw new BackupFailure("The backup is damaged: its integrity check failed.");
      }
    } catch (PGPException e) {
      throw wrongPassphrase(e);
    }
  }

  private static org.bouncycastle.openpgp.operator.PGPDigestCalculator digestForKeys()
      throws IOException {
    try {
      return new BcPGPDigestCalculatorProvider()
          .get(org.bouncycastle.bcpg.HashAlgorithmTags.SHA256);
    } catch (PGPException e) {
      throw new IOException(e);
    }
  }

  private static BackupFailure wrongPassphrase(@org.jspecify.annotations.Nullable PGPException e) {
    String message = "The passphrase is wrong, or the file is damaged at its beginning.";
    return e == null ? new BackupFailure(message) : new BackupFailure(message, e);
  }

  /** What is sealed. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Who reads what was sealed. */
  interface Reader {
    void read(InputStream in) throws IOException;
  }
}
