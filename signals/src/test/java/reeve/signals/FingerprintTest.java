package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  private static final String[] PIECES = {
    " ",
    "  ",
    "\t",
    "\n",
    "\u0001",
    "7",
    "42",
    "A",
    "word",
    "Word",
    "@name",
    "@name@square.example",
    "#Tag",
    "#tag7",
    "https://square.example/x?7",
    "square.example",
    ".",
    "-",
    "é",
    "🙂"
  };

  /** The short way, for ASCII, and the long one must agree. */
  @Test
  void isTheHashOfWhatIsKept() throws NoSuchAlgorithmException {
    Random random = new Random(12);
    for (int round = 0; round < 50_000; round++) {
      int most = random.nextInt(5) == 0 ? PIECES.length : PIECES.length - 2;
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(PIECES[random.nextInt(most)]);
      }
      List<Part> parts = Reading.of(text.toString());
      String kept = Fingerprint.kept(text.toString(), parts);
      assertThat(Fingerprint.of(text.toString(), parts))
          .as("%s, of which is kept %s", text, kept)
          .isEqualTo(kept.isEmpty() ? null : hash(kept));
    }
  }

  private static String hash(String kept) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(kept.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
