package reeve.server.bundle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.bundle.StampDoor.NotStamped;
import reeve.server.bundle.make.Spool;

/**
 * Has a service confirm when a manifest was there (RFC 3161). The service learns its SHA-512 and
 * nothing else. A bundle without a stamp is a bundle: why there is none is told.
 */
@Component
final class Stamping {
  private static final int NONCE_BITS = 128;

  private final StampDoor door;

  Stamping(StampDoor door) {
    this.door = door;
  }

  /**
   * What became of it.
   *
   * @param words why there is no stamp, where a service is configured
   */
  record Stamped(boolean stamped, @Nullable String words) {}

  /** Puts the service's answer beside the manifest. */
  Stamped stamp(byte[] manifest, Path folder) {
    if (!door.configured()) {
      return new Stamped(false, null);
    }
    try {
      TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
      asking.setCertReq(true);
      TimeStampRequest request =
          asking.generate(
              TSPAlgorithms.SHA512,
              MessageDigest.getInstance("SHA-512").digest(manifest),
              new BigInteger(NONCE_BITS, new SecureRandom()));
      byte[] answer = door.ask(request.getEncoded());
      TimeStampResponse response = new TimeStampResponse(answer);
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        return new Stamped(
            false, "The stamping service refused: " + response.getStatusString() + ".");
      }
      verify(token);
      Files.write(folder.resolve(Spool.STAMP), answer);
      return new Stamped(true, null);
    } catch (NotStamped e) {
      return new Stamped(false, String.valueOf(e.getMessage()));
    } catch (TSPException
        | IOException
        | OperatorCreationException
        | CertificateException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      // The unchecked ones come of reading what only looks like a stamp.
      return new Stamped(
          false, "The stamping service's answer is no time stamp of it: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-512", e);
    }
  }

  /**
   * Whether the certificate that comes with a stamp signed it and was made for stamping. Whose it
   * is nobody knows here: that is for whoever checks the bundle.
   */
  private static void verify(TimeStampToken token)
      throws TSPException, OperatorCreationException, CertificateException {
    for (X509CertificateHolder with : token.getCertificates().getMatches(null)) {
      if (token.getSID().match(with)) {
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(with));
        return;
      }
    }
    throw new TSPException("the certificate that signed it is missing");
  }
}
