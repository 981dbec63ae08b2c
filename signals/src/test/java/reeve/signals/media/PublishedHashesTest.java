package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import reeve.signals.RealData;
import reeve.signals.media.Picture.Decoded;

/** PDQ as its authors publish it: within 10 bits of theirs at a quality of 80 or more. */
final class PublishedHashesTest {
  private static final int NEAR = 10;

  private static final PictureReader READER = new PictureReader(PictureLimits.STANDARD);

  @Test
  void hashesAreThoseOfTheAuthors() throws IOException {
    Path csv = RealData.file("pdq/published-hashes.csv");
    if (csv == null) {
      return;
    }
    int checked = 0;
    for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      Path picture = picture(csv, fields[2]);
      PictureHash ours = hash(Files.readAllBytes(picture));
      assertThat(ours.quality()).as(fields[2]).isGreaterThanOrEqualTo(80);
      assertThat(ours.hash().distance(Pdq.of(fields[0]))).as(fields[2]).isLessThanOrEqualTo(NEAR);
      if (!fields[1].isEmpty()) {
        assertThat(ours.quality()).isCloseTo(Integer.parseInt(fields[1]), Offset.offset(2));
      }
      checked++;
    }
    assertThat(checked).isEqualTo(30);
  }

  @Test
  void turnsAndMirrorsComeOutOfOnePicture() throws IOException {
    Path original = RealData.file("pdq/dih/bridge-1-original.jpg");
    if (original == null) {
      return;
    }
    List<String> files =
        List.of(
            "1-original",
            "2-rotate-90",
            "3-rotate-180",
            "4-rotate-270",
            "5-flipx",
            "6-flipy",
            "7-flip-plus-1",
            "8-flip-minus-1");
    PictureHash hash = hash(Files.readAllBytes(original));
    List<Turn> found = new ArrayList<>();
    for (String file : files) {
      Pdq turned =
          hash(Files.readAllBytes(original.resolveSibling("bridge-" + file + ".jpg"))).hash();
      for (Turn turn : Turn.values()) {
        if (hash.turns().get(turn).distance(turned) <= NEAR) {
          found.add(turn);
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrder(Turn.values());
  }

  private static Path picture(Path csv, String file) {
    String name = file.equals("b.jpg") ? "square-512x512.jpg" : file.replaceAll(".*/", "");
    return csv.resolveSibling(file.contains("/dih/") ? "dih" : "images").resolve(name);
  }

  private static PictureHash hash(byte[] file) {
    assertThat(READER.read(file)).isInstanceOf(Decoded.class);
    return ((Decoded) READER.read(file)).hash();
  }
}
