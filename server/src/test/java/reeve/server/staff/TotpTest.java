package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TotpTest {
  private static final String SECRET =
      Base32.encode("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  @Test
  void givesTheCodesOfRfc6238AppendixB() {
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(1111111109))).isEqualTo("081804");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(20000000000L))).isEqualTo("353130");
  }

  @Test
  void takesTheCodeBeforeAndAfterAndNoOther() {
    Instant now = Instant.ofEpochSecond(1_000_000);
    assertThat(Totp.step(SECRET, Totp.code(SECRET, now), now)).hasValue(33_333);
    assertThat(Totp.step(SECRET, Totp.code(SECRET, now.minusSeconds(30)), now)).hasValue(33_332);
    assertThat(Totp.step(SECRET, Totp.code(SECRET, now.plusSeconds(30)), now)).hasValue(33_334);
    assertThat(Totp.step(SECRET, Totp.code(SECRET, now.minusSeconds(60)), now)).isEmpty();
    assertThat(Totp.step(SECRET, "", now)).isEmpty();
  }

  @Test
  void base32IsThatOfRfc4648() {
    assertThat(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
    assertThat(Base32.decode("MZXW6YTBOI")).asString().isEqualTo("foobar");
  }
}
