package reeve.server.watch;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Refused;

/**
 * The body of a batch, inflated while it is read. What is inflated and what came over the wire are
 * both bounded, and refused as soon as they are larger, with {@link EventsProblem#TOO_LARGE}. Of
 * one thread; whoever opened the wire closes it.
 */
final class EventBody extends InputStream {
  /** Bytes, inflated and over the wire, at most. */
  static final long MOST = 64L << 20;

  /** How a body is encoded, as {@code Content-Encoding} has it. */
  enum Encoding {
    IDENTITY,
    GZIP,
    ZSTD;

    /**
     * @throws Refused {@link EventsProblem#UNKNOWN_FORM}
     */
    static Encoding of(@Nullable String header) {
      return switch (header == null ? "" : header.strip().toLowerCase(Locale.ROOT)) {
        case "", "identity" -> IDENTITY;
        case "gzip", "x-gzip" -> GZIP;
        case "zstd" -> ZSTD;
        default ->
            throw new Refused(
                EventsProblem.UNKNOWN_FORM,
                "The Content-Encoding is none of gzip and zstd. Send it in one of them, or as it"
                    + " is.");
      };
    }
  }

  private final Wire wire;
  private final Encoding encoding;
  private final Room.Share share;
  private @Nullable InputStream inflated;
  private long count;

  EventBody(InputStream wire, Encoding encoding, Room.Share share) {
    this.wire = new Wire(wire);
    this.encoding = encoding;
    this.share = share;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int read;
    try {
      InputStream source = inflated;
      if (source == null) {
        source = inflated();
        inflated = source;
      }
      read = source.read(to, from, length);
    } catch (Refused e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (wire.failed) {
        throw e;
      }
      throw new Refused(
          EventsProblem.BROKEN_ENCODING,
          "The body stops being %s after %d bytes of what it holds."
              .formatted(encoding.name().toLowerCase(Locale.ROOT), count));
    }
    if (read > 0) {
      count += read;
      if (count > MOST) {
        throw tooLarge();
      }
      share.grow(read);
    }
    return read;
  }

  private InputStream inflated() throws IOException {
    return switch (encoding) {
      case IDENTITY -> wire;
      case GZIP -> new GzipMembers(wire);
      // The window stands twice in memory while it moves.
      case ZSTD -> new ZstdInputStream(new ZstdWindows(wire, more -> share.grow(2 * more)));
    };
  }

  /** Frees what inflates; the wire stays open. */
  @Override
  public void close() throws IOException {
    if (inflated instanceof GzipMembers members) {
      members.close();
    }
  }

  static Refused tooLarge() {
    return new Refused(
        EventsProblem.TOO_LARGE,
        "A batch has at most " + MOST + " bytes, inflated and as it is sent. Send several.");
  }

  /** What comes from the sender. */
  private static final class Wire extends InputStream {
    private final InputStream in;
    private long count;
    private boolean failed;

    private Wire(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      try {
        int read = in.read(to, from, length);
        count += Math.max(0, read);
        if (count <= MOST) {
          return read;
        }
      } catch (IOException e) {
        failed = true;
        throw e;
      }
      throw tooLarge();
    }
  }
}
