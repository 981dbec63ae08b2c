package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reeve.server.platform.Refused;
import reeve.server.watch.EventBody.Encoding;

final class EventBodyTest {
  private static final DataSize MB = DataSize.ofMegabytes(96);

  static WatchSettings settings(Path directory) {
    return new WatchSettings(
        directory, MB, Duration.ofDays(90), DataSize.ofGigabytes(1), DataSize.ofMegabytes(8), MB);
  }

  private final Room room = new Room(settings(Path.of("none")));

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    return compress(bytes, GZIPOutputStream::new);
  }

  static byte[] zstd(byte[] bytes) throws IOException {
    return compress(bytes, ZstdOutputStream::new);
  }

  private static byte[] compress(byte[] bytes, Compressor compressor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream to = compressor.over(out)) {
      to.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** A few bytes at a time, and never any that are said to wait, as from a network. */
  private static InputStream slowly(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int from, int length) {
        return super.read(to, from, Math.min(length, 7));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  private byte[] read(InputStream wire, Encoding encoding) throws IOException {
    try (Room.Share share = room.share()) {
      return new EventBody(wire, encoding, share).readAllBytes();
    }
  }

  private void refused(InputStream wire, Encoding encoding, EventsProblem why) {
    assertThatThrownBy(() -> read(wire, encoding))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(why));
  }

  @Test
  void eachEncodingIsInflatedWhole() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int size : new int[] {1, 100, 70_000, 3_000_000}) {
      StringBuilder text = new StringBuilder();
      while (text.length() < size) {
        text.append(random.nextInt(1_000)).append("the Crimson Dawn ");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(read(new ByteArrayInputStream(bytes), Encoding.IDENTITY)).isEqualTo(bytes);
      assertThat(read(new ByteArrayInputStream(gzip(bytes)), Encoding.GZIP)).isEqualTo(bytes);
      assertThat(read(new ByteArrayInputStream(zstd(bytes)), Encoding.ZSTD)).isEqualTo(bytes);
      assertThat(read(slowly(zstd(bytes)), Encoding.ZSTD)).isEqualTo(bytes);
      byte[] twice = concat(bytes, bytes);
      assertThat(read(slowly(concat(gzip(bytes), gzip(bytes))), Encoding.GZIP)).isEqualTo(twice);
      assertThat(read(slowly(concat(zstd(bytes), zstd(bytes))), Encoding.ZSTD)).isEqualTo(twice);
    }
  }

  @Test
  void aGzipHeaderMayHoldANameACommentAndMore() throws IOException {
    byte[] plain = gzip("Dawn".getBytes(StandardCharsets.UTF_8));
    byte[] header = {0x1F, (byte) 0x8B, 8, 30, 0, 0, 0, 0, 0, 3};
    byte[] more = {3, 0, 1, 2, 3, 'n', 0, 'c', 'c', 0, 9, 9};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(read(slowly(concat(concat(header, more), rest)), Encoding.GZIP))
        .isEqualTo("Dawn".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatCannotBeInflatedIsRefused() throws IOException {
    byte[] bytes = "the Crimson Dawn ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    byte[] gzip = gzip(bytes);
    byte[] zstd = zstd(bytes);
    for (int cut = 0; cut < gzip.length; cut++) {
      refused(new ByteArrayInputStream(gzip, 0, cut), Encoding.GZIP, EventsProblem.BROKEN_ENCODING);
    }
    for (int cut = 0; cut < zstd.length; cut++) {
      refused(new ByteArrayInputStream(zstd, 0, cut), Encoding.ZSTD, EventsProblem.BROKEN_ENCODING);
    }
    refused(new ByteArrayInputStream(bytes), Encoding.GZIP, EventsProblem.BROKEN_ENCODING);
    refused(
        new ByteArrayInputStream(concat(gzip, bytes)),
        Encoding.GZIP,
        EventsProblem.BROKEN_ENCODING);
    for (int i = gzip.length - 8; i < gzip.length; i++) {
      byte[] changed = gzip.clone();
      changed[i]++;
      refused(new ByteArrayInputStream(changed), Encoding.GZIP, EventsProblem.BROKEN_ENCODING);
    }
    refused(new ByteArrayInputStream(bytes), Encoding.ZSTD, EventsProblem.BROKEN_ENCODING);
    assertThatThrownBy(() -> Encoding.of("br")).isInstanceOf(Refused.class);
  }

  @Test
  void changedBytesOfZstdAreRefusedOrReadAndNeverCrash() throws IOException {
    byte[] bytes = "the Crimson Dawn 1 2 3 ".repeat(500).getBytes(StandardCharsets.UTF_8);
    byte[] zstd = zstd(bytes);
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] changed = zstd.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        read(new ByteArrayInputStream(changed), Encoding.ZSTD);
      } catch (Refused e) {
        assertThat(e.problem())
            .isIn(EventsProblem.BROKEN_ENCODING, EventsProblem.TOO_LARGE, EventsProblem.BUSY);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(400);
  }

  @Test
  void aBombIsRefusedAsSoonAsItIsTooLarge() throws IOException {
    byte[] gzip = gzip(new byte[70 << 20]);
    byte[] zstd = zstd(new byte[70 << 20]);
    assertThat(gzip.length + zstd.length).isLessThan(1 << 20);
    for (Encoding encoding : Encoding.values()) {
      long[] given = new long[1];
      InputStream counted =
          switch (encoding) {
            case GZIP -> new ByteArrayInputStream(gzip);
            case ZSTD -> new ByteArrayInputStream(zstd);
            case IDENTITY -> endless(given);
          };
      try (Room.Share share = room.share()) {
        InputStream body = new EventBody(counted, encoding, share);
        byte[] buffer = new byte[1 << 16];
        long[] read = new long[1];
        assertThatThrownBy(
                () -> {
                  for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    read[0] += n;
                  }
                })
            .isInstanceOfSatisfying(
                Refused.class, e -> assertThat(e.problem()).isEqualTo(EventsProblem.TOO_LARGE));
        assertThat(read[0]).isBetween(EventBody.MOST - (1 << 20), EventBody.MOST);
      }
      assertThat(given[0]).isLessThan(EventBody.MOST + (1 << 20));
    }
  }

  private static InputStream endless(long[] given) {
    return new InputStream() {
      @Override
      public int read() {
        given[0]++;
        return ' ';
      }

      @Override
      public int read(byte[] to, int from, int length) {
        given[0] += length;
        Arrays.fill(to, from, from + length, (byte) ' ');
        return length;
      }
    };
  }

  @Test
  void whatInflatesToNothingIsBoundedToo() throws IOException {
    byte[] empty = gzip(new byte[0]);
    InputStream members =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return empty[at++ % empty.length] & 0xFF;
          }

          @Override
          public int read(byte[] to, int from, int length) {
            for (int i = 0; i < length; i++) {
              at = at == empty.length ? 0 : at;
              to[from + i] = empty[at++];
            }
            return length;
          }
        };
    refused(members, Encoding.GZIP, EventsProblem.TOO_LARGE);
  }

  @Test
  void aWindowOfAZstdFrameIsBounded() throws IOException {
    assertThat(read(new ByteArrayInputStream(frame(13 << 3)), Encoding.ZSTD)).isEqualTo(xs());
    refused(frame((13 << 3) + 1), EventsProblem.BROKEN_ENCODING);
    refused(frame(20 << 3), EventsProblem.BROKEN_ENCODING);
    refused(frame(31 << 3), EventsProblem.BROKEN_ENCODING);
    // Behind a frame that is as it should be, too.
    refused(
        new ByteArrayInputStream(concat(zstd(xs()), frame(20 << 3))),
        Encoding.ZSTD,
        EventsProblem.BROKEN_ENCODING);
    // A single segment of 2^40 bytes.
    byte[] single = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 1, 0, 0, 1};
    refused(new ByteArrayInputStream(single), Encoding.ZSTD, EventsProblem.BROKEN_ENCODING);
  }

  private void refused(byte[] frame, EventsProblem why) {
    refused(new ByteArrayInputStream(frame), Encoding.ZSTD, why);
  }

  private static byte[] xs() {
    return "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
  }

  /** A frame whose one block is a thousand times x (RFC 8878, 3.1.1). */
  private static byte[] frame(int window) {
    int block = 1 | 1 << 1 | 1_000 << 3;
    return new byte[] {
      0x28,
      (byte) 0xB5,
      0x2F,
      (byte) 0xFD,
      0,
      (byte) window,
      (byte) block,
      (byte) (block >> 8),
      (byte) (block >> 16),
      'x'
    };
  }

  @Test
  void aSenderThatGoesAwayIsNoBrokenEncoding() {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] to, int from, int length) throws IOException {
            return read();
          }
        };
    for (Encoding encoding : Encoding.values()) {
      assertThatThrownBy(() -> read(gone, encoding)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theRoomOfAllBatchesIsBoundedAndGivenBack() {
    try (Room.Share one = room.share();
        Room.Share two = room.share()) {
      one.grow(60L << 20);
      two.grow(30L << 20);
      assertThatThrownBy(() -> two.grow(10L << 20))
          .isInstanceOfSatisfying(
              Refused.class, e -> assertThat(e.problem()).isEqualTo(EventsProblem.BUSY));
    }
    try (Room.Share all = room.share()) {
      all.grow(95L << 20);
    }
  }
}
