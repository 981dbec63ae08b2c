package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.signals.media.Picture.Decoded;
import reeve.signals.media.Picture.Format;
import reeve.signals.media.Picture.Problem;
import reeve.signals.media.Picture.Refused;

/** What is read of pictures, good and bad. */
final class PictureReaderTest {
  private static final PictureReader READER = new PictureReader(PictureLimits.STANDARD);

  /** So many pixels that the filter's boxes are odd, which lie evenly about their points. */
  private static final int SIDE = 832;

  private static final BufferedImage DISCS = Pictures.discs(7, 300, 200);
  private static final Pdq HASH = decoded(Pictures.file(DISCS, "png")).hash().hash();

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void onePictureHasNearlyOneHashInEachFormat(String format) {
    Decoded picture = decoded(Pictures.file(DISCS, format));
    assertThat(picture.width()).isEqualTo(300);
    assertThat(picture.height()).isEqualTo(200);
    assertThat(picture.animated()).isFalse();
    assertThat(picture.whole()).isTrue();
    assertThat(picture.hash().quality()).isGreaterThanOrEqualTo(80);
    assertThat(picture.hash().hash().distance(HASH)).isLessThanOrEqualTo(10);
  }

  @Test
  void ofAnAnimationTheFirstFrameIsReadAndThatIsSaid() {
    Decoded picture = decoded(Pictures.animated(DISCS, Pictures.discs(8, 300, 200)));
    assertThat(picture.format()).isEqualTo(Format.GIF);
    assertThat(picture.animated()).isTrue();
    assertThat(picture.hash().hash().distance(HASH)).isLessThanOrEqualTo(10);
    assertThat(decoded(Pictures.file(DISCS, "gif")).animated()).isFalse();
  }

  @Test
  void inkAndSixteenBitsAreReadAsPeopleSeeThem() {
    assertThat(decoded(Pictures.inked(DISCS)).hash().hash().distance(HASH)).isLessThanOrEqualTo(10);
    assertThat(decoded(Pictures.deep(DISCS)).hash().hash().distance(HASH)).isLessThanOrEqualTo(2);
    byte[] progressive = Pictures.progressive(DISCS);
    assertThat(decoded(progressive).hash().hash().distance(HASH)).isLessThanOrEqualTo(10);
  }

  @Test
  void whatIsTransparentIsSeenOnWhite() {
    var image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.drawImage(DISCS, 0, 0, null);
    pen.dispose();
    assertThat(decoded(Pictures.file(image, "png")).hash().hash()).isEqualTo(HASH);
    var hidden = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 200; y++) {
        hidden.setRGB(x, y, DISCS.getRGB(x, y) & 0xFFFFFF);
      }
    }
    assertThat(decoded(Pictures.file(hidden, "png")).hash().discarded()).isTrue();
  }

  @Test
  void colourCountsByHowBrightItIs() {
    for (String format : new String[] {"png", "jpeg"}) {
      var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      // Equally bright: a grey and a red of the same luminance hide each other.
      pen.setColor(new Color(200, 0, 0));
      pen.fillRect(0, 0, 64, 64);
      pen.setColor(new Color(60, 60, 60));
      pen.fillRect(16, 16, 32, 32);
      pen.dispose();
      assertThat(decoded(Pictures.file(image, format)).hash().quality()).as(format).isZero();
    }
  }

  @Test
  void webpIsRead() {
    BufferedImage hard = Pictures.hard(DISCS);
    Decoded picture = decoded(Pictures.webp(hard));
    assertThat(picture.format()).isEqualTo(Format.WEBP);
    assertThat(picture.width()).isEqualTo(300);
    assertThat(picture.hash()).isEqualTo(decoded(Pictures.file(hard, "png")).hash());
    assertThat(picture.whole()).isTrue();
    assertThat(decoded(Arrays.copyOf(Pictures.webp(hard), 20_000)).whole()).isFalse();
  }

  @Test
  void aFlatPictureHasNoUseAndSaysSo() {
    var flat = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    assertThat(decoded(Pictures.file(flat, "png")).hash().discarded()).isTrue();
  }

  @Test
  void theTinyIsReadToo() {
    var dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThat(decoded(Pictures.file(dot, "png")).hash().discarded()).isTrue();
    var line = new BufferedImage(1, 500, BufferedImage.TYPE_INT_RGB);
    assertThat(decoded(Pictures.file(line, "jpeg")).width()).isEqualTo(1);
  }

  @Test
  void aLargePictureIsReadInStepsAndHasItsHash() {
    BufferedImage large = Pictures.discs(9, 3000, 2000);
    PictureHash whole = decoded(Pictures.file(large, "jpeg")).hash();
    var small =
        new PictureReader(
            new PictureLimits(16 << 20, 100_000_000, 25_000_000, 300_000, Duration.ofSeconds(20)));
    for (String format : new String[] {"jpeg", "png"}) {
      Decoded reduced = (Decoded) small.read(Pictures.file(large, format));
      assertThat(reduced.width()).isEqualTo(3000);
      assertThat(reduced.hash().hash().distance(whole.hash())).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void whatClaimsTooMuchIsRefusedBeforeItIsDecoded() {
    refused(Pictures.claiming(100_000, 100_000), Problem.TOO_MANY_PIXELS, "100,000 x 100,000");
    refused(Pictures.claimingJpeg(65_500, 65_500), Problem.TOO_MANY_PIXELS, "65,500 x 65,500");
    refused(Pictures.claiming(-1, 5), Problem.DAMAGED, "wider or higher");
    refused(Pictures.claiming(0, 5), Problem.DAMAGED, "no width");
    refused(new byte[(16 << 20) + 1], Problem.TOO_MANY_BYTES, "16,777,217");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iTXt", "iCCP"})
  void whatBlowsUpBesideThePictureIsLeftPacked(String type) {
    byte[] bomb = Pictures.bomb(type);
    long start = System.nanoTime();
    assertThat(decoded(bomb).hash().quality()).isPositive();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aJpegOfManyScansIsRefused() {
    byte[] jpeg = Pictures.file(DISCS, "jpeg");
    byte[] many = Arrays.copyOf(jpeg, jpeg.length + 10 * 100);
    for (int i = 0; i < 100; i++) {
      byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
      System.arraycopy(scan, 0, many, jpeg.length - 2 + 10 * i, scan.length);
    }
    refused(many, Problem.TOO_MANY_SCANS, "64");
  }

  @Test
  void whatIsCutOffIsRefusedOrSaysThatItIsNotWhole() {
    byte[] png = Pictures.file(DISCS, "png");
    refused(Arrays.copyOf(png, png.length / 2), Problem.DAMAGED, "damaged or cut off");
    refused(Arrays.copyOf(png, 20), Problem.DAMAGED, "headers");
    Decoded nearly = decoded(Arrays.copyOf(png, png.length * 97 / 100));
    assertThat(nearly.whole()).isFalse();
    assertThat(nearly.hash().hash().distance(HASH)).isLessThanOrEqualTo(31);
    byte[] jpeg = Pictures.file(DISCS, "jpeg");
    Decoded most = decoded(Arrays.copyOf(jpeg, jpeg.length * 97 / 100));
    assertThat(most.whole()).isFalse();
    assertThat(most.hash().hash().distance(HASH)).isLessThanOrEqualTo(31);
    byte[] gif = Pictures.file(DISCS, "gif");
    refused(Arrays.copyOf(gif, gif.length / 2), Problem.DAMAGED, "damaged or cut off");
  }

  @Test
  void whatIsNoPictureSaysWhatIsRead() {
    refused(new byte[0], Problem.EMPTY, "empty");
    refused(bytes("hello"), Problem.UNKNOWN_FORMAT, "JPEG, PNG, GIF or WebP");
    refused(bytes("BM"), Problem.UNKNOWN_FORMAT, "JPEG, PNG, GIF or WebP");
    refused(bytes("<?xml version=\"1.0\"?>\n<!-- x --><SVG onload='x'/>"), Problem.VECTOR, "SVG");
  }

  @Test
  void timeEndsWhereItIsOver() {
    var hurried =
        new PictureReader(
            new PictureLimits(16 << 20, 100_000_000, 25_000_000, 4_000_000, Duration.ofNanos(1)));
    for (String format : new String[] {"jpeg", "png", "gif"}) {
      assertThat(hurried.read(Pictures.file(DISCS, format)))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.problem()).isEqualTo(Problem.OUT_OF_TIME));
    }
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void turnsAreThoseOfTurnedPixels(Turn turn) {
    BufferedImage square = Pictures.discs(3, SIDE, SIDE);
    var turned = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < SIDE; x++) {
      for (int y = 0; y < SIDE; y++) {
        int rgb =
            switch (turn) {
              case NONE -> square.getRGB(x, y);
              case LEFT -> square.getRGB(SIDE - 1 - y, x);
              case HALF -> square.getRGB(SIDE - 1 - x, SIDE - 1 - y);
              case RIGHT -> square.getRGB(y, SIDE - 1 - x);
              case MIRRORED -> square.getRGB(SIDE - 1 - x, y);
              case FLIPPED -> square.getRGB(x, SIDE - 1 - y);
              case TRANSPOSED -> square.getRGB(y, x);
              case ANTITRANSPOSED -> square.getRGB(SIDE - 1 - y, SIDE - 1 - x);
            };
        turned.setRGB(x, y, rgb);
      }
    }
    Pdq expected = decoded(Pictures.file(square, "png")).hash().turns().get(turn);
    assertThat(decoded(Pictures.file(turned, "png")).hash().hash().distance(expected))
        .isLessThanOrEqualTo(10);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Decoded decoded(byte[] file) {
    Picture picture = READER.read(file);
    assertThat(picture).isInstanceOf(Decoded.class);
    return (Decoded) picture;
  }

  private static void refused(byte[] file, Problem problem, String says) {
    Picture picture = READER.read(file);
    assertThat(picture).isInstanceOf(Refused.class);
    assertThat(((Refused) picture).problem()).as("%s", picture).isEqualTo(problem);
    assertThat(((Refused) picture).detail()).contains(says);
  }
}
