package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LinesTest {
  private static final int MOST = 70_000;

  /** Gives as few bytes at a time as the test wants. */
  private static InputStream drops(byte[] bytes, SplittableRandom random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int from, int length) {
        return super.read(to, from, Math.min(length, random.nextInt(1, 40_000)));
      }
    };
  }

  @Test
  void linesComeAsTheyAreHoweverTheirBytesArrive() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> wanted = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int line = random.nextInt(1, 200); line > 0; line--) {
        int length =
            switch (random.nextInt(20)) {
              case 0 -> MOST;
              case 1 -> MOST + 1;
              case 2 -> random.nextInt(4 * MOST);
              default -> random.nextInt(600);
            };
        String one = Character.toString('a' + line % 26).repeat(length);
        wanted.add(length > MOST ? "too long" : one);
        text.append(one).append(line == 1 && length > 0 && random.nextBoolean() ? "" : "\n");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
      Lines lines = new Lines(drops(bytes, random), MOST);
      List<String> found = new ArrayList<>();
      while (lines.next()) {
        found.add(
            lines.tooLong()
                ? "too long"
                : new String(
                    lines.buffer(), lines.from(), lines.length(), StandardCharsets.US_ASCII));
      }
      assertThat(found).as("seed " + seed).isEqualTo(wanted);
      assertThat(lines.buffer()).hasSizeLessThanOrEqualTo(MOST + 2);
    }
  }

  @Test
  void nothingIsNoLine() throws IOException {
    assertThat(new Lines(InputStream.nullInputStream(), MOST).next()).isFalse();
  }
}
