package reeve.server;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures with enough to see, and others that look like them. */
public final class TestPictures {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;

  private TestPictures() {}

  /** Discs, the same for the same seed; a PNG. */
  public static byte[] of(long seed) {
    return written(drawn(seed), "png");
  }

  /** The same picture smaller, in another format: other bytes that look alike. */
  public static byte[] again(long seed) {
    int width = WIDTH * 4 / 5;
    int height = HEIGHT * 4 / 5;
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = small.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(drawn(seed), 0, 0, width, height, null);
    pen.dispose();
    return written(small, "jpg");
  }

  private static BufferedImage drawn(long seed) {
    var random = new Random(seed);
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    for (int i = 0; i < 80; i++) {
      pen.setColor(new Color(random.nextInt(0x1000000)));
      pen.fillOval(
          random.nextInt(WIDTH) - 50,
          random.nextInt(HEIGHT) - 50,
          20 + random.nextInt(100),
          20 + random.nextInt(100));
    }
    pen.dispose();
    return image;
  }

  private static byte[] written(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new AssertionError("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
