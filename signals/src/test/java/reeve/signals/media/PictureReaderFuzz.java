package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reeve.signals.media.Picture.Decoded;
import reeve.signals.media.Picture.Refused;

/** Files that were bent, cut and mixed: each gets an answer, in time and within memory. */
final class PictureReaderFuzz {
  private static final PictureLimits LIMITS =
      new PictureLimits(1 << 20, 20_000_000, 1_000_000, 200_000, Duration.ofMillis(300));

  /** What a loaded machine may add to a time. */
  private static final Duration SLACK = Duration.ofSeconds(4);

  @Test
  void everyFileGetsAnAnswerInTime() {
    BufferedImage discs = Pictures.discs(1, 200, 150);
    List<byte[]> files =
        List.of(
            Pictures.file(discs, "png"),
            Pictures.file(discs, "jpeg"),
            Pictures.file(discs, "gif"),
            Pictures.progressive(discs),
            Pictures.animated(discs, Pictures.discs(2, 200, 150)),
            Pictures.inked(discs),
            Pictures.deep(discs),
            Pictures.webp(discs));
    var reader = new PictureReader(LIMITS);
    Map<Picture.Problem, Integer> problems = new EnumMap<>(Picture.Problem.class);
    int read = 0;
    long longest = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      var random = new Random(seed);
      byte[] file = bent(files.get(random.nextInt(files.size())), files, random);
      long start = System.nanoTime();
      switch (reader.read(file)) {
        case Decoded _ -> read++;
        case Refused refused -> problems.merge(refused.problem(), 1, Integer::sum);
      }
      longest = Math.max(longest, System.nanoTime() - start);
      assertThat(System.nanoTime() - start)
          .as("seed %d", seed)
          .isLessThan(LIMITS.time().plus(SLACK).toNanos());
    }
    System.out.printf("read %d, refused %s, longest %d ms%n", read, problems, longest / 1_000_000);
    assertThat(read).isPositive();
    assertThat(problems).containsKey(Picture.Problem.DAMAGED);
  }

  /** Most bytes that are bent lie at the beginning, where the sizes stand. */
  private static byte[] bent(byte[] from, List<byte[]> files, Random random) {
    byte[] file = from.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(random.nextBoolean() ? Math.min(700, file.length) : file.length);
      file[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0xFF;
            case 1 -> 0;
            case 2 -> (byte) (file[at] ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt();
          };
    }
    if (random.nextInt(5) == 0) {
      file = java.util.Arrays.copyOf(file, 1 + random.nextInt(file.length));
    }
    if (random.nextInt(8) == 0) {
      byte[] other = files.get(random.nextInt(files.size()));
      int at = random.nextInt(file.length);
      int length = Math.min(file.length - at, random.nextInt(other.length));
      System.arraycopy(other, 0, file, at, length);
    }
    return file;
  }
}
