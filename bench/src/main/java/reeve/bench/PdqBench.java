package reeve.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import reeve.signals.media.Picture.Decoded;
import reeve.signals.media.PictureLimits;
import reeve.signals.media.PictureReader;

/** Files of JPEG, 512 x 512 pixels, to their hash in eight turns. One thread; its CPU. */
final class PdqBench {
  private static final int SIDE = 512;
  private static final int DRAWN = 8;
  private static final int WINDOWS = 5;
  private static final double WINDOW_SECONDS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  Figures run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<byte[]> files = files();
    var reader = new PictureReader(PictureLimits.STANDARD);
    double[] rates = new double[WINDOWS];
    int at = 0;
    for (int window = -2; window < WINDOWS; window++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + (long) (WINDOW_SECONDS * 1e9);
      long now = start;
      long done = 0;
      while (now < end) {
        if (!(reader.read(files.get(at++ % files.size())) instanceof Decoded decoded)
            || decoded.hash().discarded()) {
          throw new IllegalStateException("a picture has no hash");
        }
        done++;
        now = THREADS.getCurrentThreadCpuTime();
      }
      if (window >= 0) {
        rates[window] = done / ((now - start) / 1e9);
      }
    }
    Arrays.sort(rates);
    Machine.log("windows %s; load %s", Arrays.toString(rates), Machine.load());
    return new Figures()
        .put("images_per_cpu_s", rates[WINDOWS / 2])
        .put("file_kb", files.stream().mapToInt(file -> file.length).average().orElseThrow() / 1e3);
  }

  /** The reference picture of that size where it is there, and drawn ones. */
  private static List<byte[]> files() throws IOException {
    List<byte[]> files = new ArrayList<>();
    Path reference =
        Node.home().resolve("../shared/data/pdq/images/square-512x512.jpg").normalize();
    if (Files.isReadable(reference)) {
      files.add(Files.readAllBytes(reference));
      return files;
    }
    Machine.log("data absent: pdq/images; drawn pictures instead");
    for (int seed = 0; seed < DRAWN; seed++) {
      var random = new Random(seed);
      var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      for (int i = 0; i < 3_000; i++) {
        pen.setColor(new Color(random.nextInt(0x1000000)));
        pen.fillOval(
            random.nextInt(SIDE),
            random.nextInt(SIDE),
            1 + random.nextInt(40),
            1 + random.nextInt(40));
      }
      pen.dispose();
      var bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, "jpeg", bytes)) {
        throw new IllegalStateException("no JPEG can be written");
      }
      files.add(bytes.toByteArray());
    }
    return files;
  }
}
