package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import reeve.square.base.Fault;
import reeve.square.media.Pictures;

/** Pictures that lie, swell or tell too much. */
class PicturesTest {
  static byte[] png(int width, int height) {
    return write(image(width, height, BufferedImage.TYPE_INT_ARGB), "png");
  }

  private static BufferedImage image(int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    for (int x = 0; x < width / 2; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, Color.RED.getRGB());
      }
    }
    return image;
  }

  private static byte[] write(BufferedImage image, String format) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] jpeg(int width, int height) {
    return write(image(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
  }

  @Test
  void aPictureIsMadeAnewWithoutWhatItCarried() throws IOException {
    byte[] given = withExif(jpeg(40, 20), 1, "GPS 52.5N 13.4E");
    assertThat(new String(given, StandardCharsets.ISO_8859_1)).contains("Exif").contains("GPS");
    var made = Pictures.make(given, "image/jpeg");
    String bytes = new String(made.bytes().array(), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("Exif").doesNotContain("GPS");
    assertThat(made.width()).isEqualTo(40);
    assertThat(made.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void aPictureTakenSidewaysIsUpright() throws IOException {
    var made = Pictures.make(withExif(jpeg(40, 20), 6, ""), "image/jpeg");
    assertThat(made.width()).isEqualTo(20);
    assertThat(made.height()).isEqualTo(40);
    var image = ImageIO.read(new ByteArrayInputStream(made.bytes().array()));
    // The left half was red; turned clockwise, that is the upper half.
    assertThat(new Color(image.getRGB(10, 4)).getRed()).isGreaterThan(200);
    assertThat(new Color(image.getRGB(10, 36)).getRed()).isLessThan(60);
  }

  @Test
  void theContentDecidesAndALieIsNamed() {
    assertThat(Pictures.make(png(3, 3), "image/png").type()).isEqualTo("image/png");
    assertThat(Pictures.make(png(3, 3), null).type()).isEqualTo("image/png");
    Refusing.invalid(() -> Pictures.make(png(3, 3), "image/jpeg"));
    Refusing.invalid(
        () -> Pictures.make("<svg onload='x()'/>".getBytes(StandardCharsets.UTF_8), "image/png"));
    Refusing.invalid(() -> Pictures.make(new byte[0], "image/png"));
    Refusing.invalid(() -> Pictures.make(Arrays.copyOf(png(30, 30), 40), "image/png"));
    Refusing.invalid(() -> Pictures.make(Arrays.copyOf(jpeg(30, 30), 20), "image/jpeg"));
  }

  @Test
  void aPictureOfFiftyThousandPixelsASideIsRefusedByItsHeader() {
    Refusing.invalid(() -> Pictures.make(header(50_000, 50_000), "image/png"));
    Refusing.invalid(() -> Pictures.make(header(Integer.MAX_VALUE, 1), "image/png"));
  }

  @Test
  void aFileOverEightMegabytesIsTooLarge() {
    Refusing.with(
        Fault.TOO_LARGE, () -> Pictures.make(new byte[Pictures.MOST_BYTES + 1], "image/png"));
  }

  @Test
  void aLargePictureIsKeptSmallerAndItsPreviewIsSmall() throws IOException {
    var made = Pictures.make(jpeg(4400, 4000), "image/jpeg");
    assertThat((long) made.width() * made.height()).isLessThan(8_300_001);
    var preview = ImageIO.read(new ByteArrayInputStream(made.preview().array()));
    assertThat(Math.max(preview.getWidth(), preview.getHeight())).isEqualTo(640);
  }

  /** A PNG that says how large it is and has nothing more. */
  private static byte[] header(int width, int height) {
    var chunk = ByteBuffer.allocate(17);
    chunk.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    chunk.put((byte) 8).put((byte) 6).put((byte) 0).put((byte) 0).put((byte) 0);
    var crc = new CRC32();
    crc.update(chunk.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .put(chunk.array())
        .putInt((int) crc.getValue())
        .array();
  }

  /** Puts an EXIF segment with an orientation and some text behind the start of a JPEG. */
  private static byte[] withExif(byte[] jpeg, int orientation, String text) {
    byte[] words = text.getBytes(StandardCharsets.US_ASCII);
    var tiff = ByteBuffer.allocate(26 + words.length);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0).put(words);
    var segment = ByteBuffer.allocate(4 + 6 + tiff.capacity());
    segment.putShort((short) 0xFFE1).putShort((short) (2 + 6 + tiff.capacity()));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    return ByteBuffer.allocate(jpeg.length + segment.capacity())
        .put(jpeg, 0, 2)
        .put(segment.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
