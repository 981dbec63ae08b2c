package reeve.signals.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures that tests draw, and files of them. */
final class Pictures {
  private Pictures() {}

  /** Discs of many colours. */
  static BufferedImage discs(long seed, int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    var random = new Random(seed);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    for (int i = 0; i < 60; i++) {
      pen.setColor(new Color(random.nextInt(0x1000000)));
      double size = (0.05 + 0.3 * random.nextDouble()) * Math.min(width, height);
      pen.fill(
          new Ellipse2D.Double(
              random.nextDouble() * width - size / 2,
              random.nextDouble() * height - size / 2,
              size,
              size));
    }
    pen.dispose();
    return image;
  }

  static BufferedImage discs(long seed, int width, int height) {
    return discs(seed, width, height, BufferedImage.TYPE_INT_RGB);
  }

  static byte[] file(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("cannot be written as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] progressive(BufferedImage image) {
    return written(
        "jpeg",
        (writer, out) -> {
          ImageWriteParam param = writer.getDefaultWriteParam();
          param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
          writer.write(null, new IIOImage(image, null, null), param);
        });
  }

  static byte[] animated(BufferedImage... frames) {
    return written(
        "gif",
        (writer, out) -> {
          writer.prepareWriteSequence(null);
          for (BufferedImage frame : frames) {
            writer.writeToSequence(new IIOImage(frame, null, null), null);
          }
          writer.endWriteSequence();
        });
  }

  /** A JPEG of ink, as Adobe's programs write it: inverted. */
  static byte[] inked(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        // Black ink takes a quarter, so that all four matter.
        int black = 191;
        int[] inks = {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, black};
        raster.setPixel(x, y, inks);
      }
    }
    byte[] plain =
        written(
            "jpeg", (writer, out) -> writer.write(null, new IIOImage(raster, null, null), null));
    byte[] adobe = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    byte[] file = new byte[plain.length + adobe.length];
    System.arraycopy(plain, 0, file, 0, 2);
    System.arraycopy(adobe, 0, file, 2, adobe.length);
    System.arraycopy(plain, 2, file, 2 + adobe.length, plain.length - 2);
    return file;
  }

  /** A PNG with 16 bits a sample. */
  static byte[] deep(BufferedImage image) {
    ImageTypeSpecifier type =
        ImageTypeSpecifier.createInterleaved(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
            new int[] {0, 1, 2},
            java.awt.image.DataBuffer.TYPE_USHORT,
            false,
            false);
    BufferedImage deep = type.createBufferedImage(image.getWidth(), image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int[] samples = {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF};
        deep.getRaster().setPixel(x, y, Arrays.stream(samples).map(s -> s * 257).toArray());
      }
    }
    return file(deep, "png");
  }

  /**
   * A lossless WebP (RFC 9649) without transforms: each of red, green and blue is all or nothing,
   * in one bit.
   */
  static byte[] webp(BufferedImage image) {
    var bits = new Bits();
    bits.put(0x2F, 8);
    bits.put(image.getWidth() - 1, 14);
    bits.put(image.getHeight() - 1, 14);
    // No alpha, version 0, no transform, no cache of colours, one group of codes.
    bits.put(0, 1 + 3 + 1 + 1 + 1);
    for (int colour = 0; colour < 3; colour++) {
      // A simple code of two symbols, 0 (one bit long) and 255.
      bits.put(0b011, 3);
      bits.put(0, 1);
      bits.put(255, 8);
    }
    // Alpha is always 255, and nothing is copied from afar.
    bits.put(0b101, 3);
    bits.put(255, 8);
    bits.put(0b001, 3);
    bits.put(0, 1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        bits.put(rgb >> 15 & 1, 1);
        bits.put(rgb >> 23 & 1, 1);
        bits.put(rgb >> 7 & 1, 1);
      }
    }
    int length = (bits.length + 7) / 8;
    ByteBuffer file = ByteBuffer.allocate(20 + length + length % 2).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    file.put(Arrays.copyOf(bits.set.toByteArray(), length));
    return file.array();
  }

  /** Bits, the least of each number first. */
  private static final class Bits {
    private final BitSet set = new BitSet();
    private int length;

    void put(int value, int count) {
      for (int i = 0; i < count; i++) {
        set.set(length++, (value >> i & 1) != 0);
      }
    }
  }

  /** Each of red, green and blue all or nothing. */
  static BufferedImage hard(BufferedImage image) {
    var hard = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        hard.setRGB(x, y, (image.getRGB(x, y) >> 7 & 0x010101) * 255);
      }
    }
    return hard;
  }

  /** A start of a PNG that claims to be so large. */
  static byte[] claiming(int width, int height) {
    byte[] png = file(discs(1, 64, 64), "png");
    put(png, 16, width);
    put(png, 20, height);
    var crc = new CRC32();
    crc.update(png, 12, 17);
    put(png, 29, (int) crc.getValue());
    return png;
  }

  /** A PNG with a chunk before its picture that inflates to a gigabyte. */
  static byte[] bomb(String type) {
    byte[] png = file(discs(1, 200, 150), "png");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("name\0" + (type.equals("iTXt") ? "\1\0\0\0" : "\0")).getBytes(StandardCharsets.US_ASCII));
    try (var deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_SPEED))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1024; i++) {
        deflate.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] data = bytes.toByteArray();
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    chunk.putInt((int) crc.getValue());
    // Behind the signature and IHDR.
    int at = 8 + 25;
    ByteBuffer all = ByteBuffer.allocate(png.length + chunk.capacity());
    all.put(png, 0, at).put(chunk.array()).put(png, at, png.length - at);
    return all.array();
  }

  /** A JPEG that claims to be so large. */
  static byte[] claimingJpeg(int width, int height) {
    byte[] jpeg = file(discs(1, 64, 64), "jpeg");
    for (int i = 0; i < jpeg.length - 9; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        put(jpeg, i + 5, height << 16 | width);
        return jpeg;
      }
    }
    throw new IllegalStateException("no frame");
  }

  private static void put(byte[] into, int at, int number) {
    for (int i = 0; i < 4; i++) {
      into[at + i] = (byte) (number >> (24 - 8 * i));
    }
  }

  private interface Writing {
    void write(ImageWriter writer, ImageOutputStream out) throws IOException;
  }

  private static byte[] written(String format, Writing writing) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    var bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writing.write(writer, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
