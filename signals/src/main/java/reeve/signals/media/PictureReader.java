package reeve.signals.media;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import reeve.signals.media.Picture.Decoded;
import reeve.signals.media.Picture.Format;
import reeve.signals.media.Picture.Problem;
import reeve.signals.media.Picture.Refused;
import reeve.signals.media.PictureHeader.Colours;
import reeve.signals.media.PictureHeader.Known;

/**
 * Reads files as pictures, within limits and whatever is in them: an answer is a value, and no file
 * makes it throw. One call holds at the most 10 bytes for each of {@link PictureLimits#keptPixels}
 * and 8 for each of {@link PictureLimits#wholePixels}. For use by several threads; whoever calls
 * decides how many.
 */
public final class PictureReader {
  /** A file that breaks is read where so much of its picture came, in percent. */
  private static final float ENOUGH = 90;

  private final PictureLimits limits;

  public PictureReader(PictureLimits limits) {
    this.limits = limits;
  }

  /** Reads a file and hashes its (first) picture. */
  public Picture read(byte[] file) {
    if (file.length == 0) {
      return new Refused(Problem.EMPTY, "The file is empty.");
    }
    if (file.length > limits.bytes()) {
      return new Refused(
          Problem.TOO_MANY_BYTES,
          "The file has %,d bytes; %,d are read.".formatted(file.length, limits.bytes()));
    }
    return switch (PictureHeader.of(file)) {
      case PictureHeader.Unknown unknown -> unknown.why();
      case Known known -> {
        long most = known.whole() ? limits.wholePixels() : limits.pixels();
        yield known.pixels() > most
            ? new Refused(
                Problem.TOO_MANY_PIXELS,
                "The file claims %,d x %,d pixels; %,d are read."
                    .formatted(known.width(), known.height(), most))
            : decode(file, known);
      }
    };
  }

  private Picture decode(byte[] file, Known known) {
    var stream = new TimedBytes(file, System.nanoTime() + limits.time().toNanos());
    var progress = new Progress(stream);
    ImageReader reader = reader(known.format());
    try {
      reader.setInput(stream, true, true);
      reader.addIIOReadProgressListener(progress);
      if (reader.getWidth(0) != known.width() || reader.getHeight(0) != known.height()) {
        return new Refused(Problem.DAMAGED, "The file contradicts itself about its size.");
      }
      Luma luma =
          known.format() == Format.JPEG ? jpeg(reader, known) : other(reader, known, progress);
      if (stream.late()) {
        return late();
      }
      boolean cut =
          switch (known.format()) {
            case JPEG -> stream.exhausted();
            case WEBP -> OtherHeaders.isCut(new FileBytes(file));
            case PNG, GIF -> progress.broke;
          };
      return new Decoded(
          known.format(),
          known.width(),
          known.height(),
          known.animated(),
          !cut,
          PictureHash.of(luma));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Decoders answer what they cannot read with exceptions of every kind, and may ask for an
      // array as large as a file claims.
      return stream.late()
          ? late()
          : new Refused(
              Problem.DAMAGED, "The %s is damaged or cut off.".formatted(known.format().name()));
    } finally {
      reader.dispose();
    }
  }

  private Refused late() {
    return new Refused(
        Problem.OUT_OF_TIME,
        "The picture took longer than %s."
            .formatted(limits.time().toString().substring(2).toLowerCase(Locale.ROOT)));
  }

  /** The samples as they are in the file: no profile of colours is followed. */
  private Luma jpeg(ImageReader reader, Known known) throws IOException {
    return Samples.luma(reader.readRaster(0, param(reader, known)), known.colours(), null);
  }

  private Luma other(ImageReader reader, Known known, Progress progress) throws IOException {
    ImageReadParam param = param(reader, known);
    int step = step(known);
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    BufferedImage image =
        types
            .next()
            .createBufferedImage(
                (known.width() + step - 1) / step, (known.height() + step - 1) / step);
    param.setDestination(image);
    try {
      reader.read(0, param);
    } catch (IOException | RuntimeException e) {
      if (progress.percent < ENOUGH) {
        throw e;
      }
      progress.broke = true;
    }
    return Samples.luma(image.getRaster(), Colours.DECODER, image.getColorModel());
  }

  private ImageReadParam param(ImageReader reader, Known known) {
    ImageReadParam param = reader.getDefaultReadParam();
    int step = step(known);
    param.setSourceSubsampling(step, step, 0, 0);
    return param;
  }

  /** Every how many rows and columns are read. */
  private int step(Known known) {
    int step = 1;
    while ((known.width() + step - 1L) / step * ((known.height() + step - 1L) / step)
        > limits.keptPixels()) {
      step++;
    }
    return step;
  }

  private static ImageReader reader(Format format) {
    return switch (format) {
      case JPEG, PNG, GIF -> ImageIO.getImageReadersByFormatName(format.name()).next();
      case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
    };
  }
}
