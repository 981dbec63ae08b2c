package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TimestampTest {
  private static long millis(String text) {
    char[] around = ("\"" + text + "\"").toCharArray();
    return Timestamp.millis(around, 1, text.length());
  }

  private static long reference(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return Timestamp.NONE;
    }
  }

  @Test
  void theUsualFormIsReadAsJavaReadsIt() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L));
      String text = time.toString();
      assertThat(millis(text)).as(text).isEqualTo(time.toEpochMilli());
      String fine = time.plusNanos(random.nextInt(1_000_000_000)).toString();
      assertThat(millis(fine)).as(fine).isEqualTo(reference(fine));
    }
  }

  @Test
  void anyDigitsAreTakenOrRefusedAsJavaDoes() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      String text =
          "%04d-%02d-%02dT%02d:%02d:%02dZ"
              .formatted(
                  random.nextInt(1, 10_000),
                  random.nextInt(0, 14),
                  random.nextInt(0, 33),
                  random.nextInt(0, 25),
                  random.nextInt(0, 61),
                  random.nextInt(0, 61));
      assertThat(millis(text)).as(text).isEqualTo(reference(text));
    }
  }

  @Test
  void otherFormsAreTakenAsJavaDoes() {
    for (String text :
        List.of(
            "2026-11-26T10:00:00+02:00",
            "2026-11-26T10:00:00.5-11:30",
            "2026-11-26T10:00Z",
            "2026-11-26T10:00:00.1234567891Z",
            "2026-11-26T10:00:00.Z",
            "2026-11-26 10:00:00Z",
            "2026-11-26t10:00:00z",
            "2026/11/26T10:00:00Z",
            "+12026-11-26T10:00:00Z",
            "2026-11-26T10:00:00",
            "2026-11-2\u0666T10:00:00Z",
            "Z",
            "")) {
      assertThat(millis(text)).as(text).isEqualTo(reference(text));
    }
    assertThat(millis("2026-11-26T10:00:00+02:00" + " ".repeat(100))).isEqualTo(Timestamp.NONE);
  }
}
