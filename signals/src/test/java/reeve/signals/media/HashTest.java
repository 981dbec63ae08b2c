package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Digests and hashes as they are written. */
final class HashTest {
  private static final String PDQ = "0123456789abcdef".repeat(4);

  /** RFC 1321, A.5, and FIPS 180-2, B.1. */
  @Test
  void digestsAreThoseOfTheStandards() throws IOException {
    byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
    Digests digests = Digests.of(bytes);
    assertThat(digests.md5().hex()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    assertThat(digests.sha256().hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digests.of(new ByteArrayInputStream(bytes))).isEqualTo(digests);
    byte[] large = new byte[200_001];
    assertThat(Digests.of(new ByteArrayInputStream(large))).isEqualTo(Digests.of(large));
  }

  @Test
  void hashesAreReadInEitherCaseAndWrittenInLower() {
    for (Hash.Kind kind : Hash.Kind.values()) {
      String hex = kind == Hash.Kind.MD5 ? PDQ.substring(32) : PDQ;
      Hash hash = kind.of(hex.toUpperCase(Locale.ROOT));
      assertThat(hash.kind()).isEqualTo(kind);
      assertThat(hash.hex()).isEqualTo(hex);
      assertThat(kind.of(hex.substring(1))).isNull();
      assertThat(kind.of(hex.substring(1) + "g")).isNull();
      assertThat(kind.of(hex.substring(1) + "\u0661")).isNull();
      assertThat(kind.of("")).isNull();
    }
    assertThatThrownBy(() -> new Md5("x")).hasMessageContaining("32");
  }

  @Test
  void distanceCountsTheBitsThatDiffer() {
    Pdq hash = Pdq.of(PDQ);
    assertThat(hash.distance(hash)).isZero();
    assertThat(hash.distance(new Pdq(~hash.a(), ~hash.b(), ~hash.c(), ~hash.d()))).isEqualTo(256);
    assertThat(hash.distance(new Pdq(hash.a() ^ 1, hash.b(), hash.c(), hash.d() ^ 6))).isEqualTo(3);
  }
}
