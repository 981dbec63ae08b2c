package reeve.square.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Bytes;
import reeve.square.base.Digests;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;

/**
 * Makes pictures anew. What comes out was drawn here pixel by pixel: whatever else the file carried
 * (place, camera, thumbnails, a second file behind the picture) is gone.
 */
public final class Pictures {
  /** The most bytes of a picture as it is given. */
  public static final int MOST_BYTES = 8 << 20;

  /** The most pixels, as the header says, before anything is decoded. */
  public static final long MOST_PIXELS = 50_000_000;

  /** The most pixels that are kept; larger pictures are made smaller while they are read. */
  static final long KEPT_PIXELS = 8_300_000;

  private static final int PREVIEW_SIDE = 640;

  /** Decoding takes tens of megabytes: two at a time. */
  private static final Semaphore TURNS = new Semaphore(2, true);

  private Pictures() {}

  /**
   * Reads a picture and makes it anew.
   *
   * @param declared the media type that the sender named, if any
   * @throws Refusal with what is wrong with it
   */
  public static Picture make(byte[] given, @Nullable String declared) {
    if (given.length > MOST_BYTES) {
      throw new Refusal(Fault.TOO_LARGE, "A picture has at most 8 MB.");
    }
    PictureFormat format = PictureFormat.of(given);
    if (format == null) {
      throw Refusal.invalid("This file is no picture that the square takes: JPEG, PNG or GIF.");
    }
    if (declared != null && lies(declared, format)) {
      throw Refusal.invalid(
          "This file is sent as " + declared + " but its content is " + format.type + ".");
    }
    TURNS.acquireUninterruptibly();
    try {
      return encode(upright(given, format), format);
    } catch (IOException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      // The decoders of the JDK answer broken files with many kinds of exceptions.
      throw Refusal.invalid("This picture is damaged and cannot be read.");
    } finally {
      TURNS.release();
    }
  }

  private static boolean lies(String declared, PictureFormat format) {
    String type = declared.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return !type.equals(format.type)
        && !type.equals("image/jpg")
        && !type.equals("application/octet-stream");
  }

  private static BufferedImage upright(byte[] given, PictureFormat format) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByMIMEType(format.type).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(given))) {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS || pixels <= 0) {
        throw Refusal.invalid(
            "A picture has at most 50 million pixels; this one says %d × %d."
                .formatted(reader.getWidth(0), reader.getHeight(0)));
      }
      var how = reader.getDefaultReadParam();
      int step = (int) Math.ceil(Math.sqrt((double) pixels / KEPT_PIXELS));
      how.setSourceSubsampling(step, step, 0, 0);
      BufferedImage stored = reader.read(0, how);
      return draw(stored, format == PictureFormat.JPEG ? Orientation.of(given) : 1);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage draw(BufferedImage stored, int orientation) {
    boolean turned = Orientation.turned(orientation);
    int width = turned ? stored.getHeight() : stored.getWidth();
    int height = turned ? stored.getWidth() : stored.getHeight();
    return paint(stored, width, height, Orientation.upright(orientation, stored));
  }

  private static BufferedImage paint(
      BufferedImage from, int width, int height, AffineTransform transform) {
    boolean alpha = from.getColorModel().hasAlpha();
    var to =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = to.createGraphics();
    try {
      if (!alpha) {
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
      }
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      pen.drawImage(from, transform, null);
    } finally {
      pen.dispose();
    }
    return to;
  }

  private static Picture encode(BufferedImage image, PictureFormat format) throws IOException {
    boolean photo = format == PictureFormat.JPEG;
    byte[] bytes = write(image, photo);
    double scale =
        Math.min(1, (double) PREVIEW_SIDE / Math.max(image.getWidth(), image.getHeight()));
    boolean photoPreview = photo || !image.getColorModel().hasAlpha();
    BufferedImage small =
        paint(
            image,
            Math.max(1, (int) Math.round(image.getWidth() * scale)),
            Math.max(1, (int) Math.round(image.getHeight() * scale)),
            AffineTransform.getScaleInstance(scale, scale));
    return new Picture(
        Digests.hex(Digests.sha256(bytes)),
        type(photo),
        image.getWidth(),
        image.getHeight(),
        Bytes.of(bytes),
        type(photoPreview),
        Bytes.of(write(small, photoPreview)));
  }

  private static String type(boolean photo) {
    return photo ? "image/jpeg" : "image/png";
  }

  private static byte[] write(BufferedImage image, boolean photo) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName(photo ? "jpeg" : "png").next();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (photo) {
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.88f);
      }
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
