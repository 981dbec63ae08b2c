package reeve.server.legal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A header and what follows it (RFC 5322, RFC 2046), as a stretch of the bytes that came, of which
 * nothing is copied. A mail may be made to break what reads it, so lines and parts are counted
 * before anything is built of them.
 */
final class MailEntity {
  /** The longest header, in bytes and in lines. */
  static final int HEADER_BYTES = 64 << 10;

  static final int HEADER_LINES = 500;

  /** So many parts a whole mail may have. */
  static final int PARTS = 100;

  private final InternetHeaders headers;
  private final Stretch body;

  private MailEntity(InternetHeaders headers, Stretch body) {
    this.headers = headers;
    this.body = body;
  }

  /** More than any mail has that a person wrote. */
  static final class TooMuch extends MessagingException {
    private static final long serialVersionUID = 1;

    TooMuch(String what) {
      super(what);
    }
  }

  /** Bytes from {@code from} on, up to {@code to}, of others; not to be changed. */
  static final class Stretch {
    private final byte[] bytes;
    private final int from;
    private final int to;

    private Stretch(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    static Stretch of(byte[] bytes) {
      return new Stretch(bytes, 0, bytes.length);
    }

    InputStream stream() {
      return new ByteArrayInputStream(bytes, from, to - from);
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(bytes, from, to - from);
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, from, to);
    }

    private int lineEnd(int at) {
      int end = at;
      while (end < to && bytes[end] != '\n') {
        end++;
      }
      return Math.min(end + 1, to);
    }

    private boolean isEmptyLine(int at) {
      return bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n');
    }
  }

  /**
   * What stands between boundaries.
   *
   * @param closed whether the last boundary is there
   * @param more whether there are more than were asked for
   */
  record Parts(List<Stretch> all, boolean closed, boolean more) {}

  /**
   * Reads a header.
   *
   * @throws TooMuch where it is longer than {@link #HEADER_BYTES} or {@link #HEADER_LINES}
   */
  static MailEntity read(Stretch in) throws MessagingException {
    int end = in.from;
    int lines = 0;
    while (end < in.to && !in.isEmptyLine(end)) {
      end = in.lineEnd(end);
      lines++;
      if (lines > HEADER_LINES || end - in.from > HEADER_BYTES) {
        throw new TooMuch("a header is longer than any that a mail program writes.");
      }
    }
    return new MailEntity(
        new InternetHeaders(new ByteArrayInputStream(in.bytes, in.from, end - in.from), true),
        new Stretch(in.bytes, in.lineEnd(end), in.to));
  }

  boolean hasHeader() {
    return headers.getAllHeaderLines().hasMoreElements();
  }

  ContentType type() throws MessagingException {
    String type = headers.getHeader("Content-Type", null);
    return new ContentType(type == null ? "text/plain" : MimeUtility.unfold(type));
  }

  String header(String name) {
    String value = headers.getHeader(name, ", ");
    return value == null ? "" : MimeUtility.unfold(value);
  }

  /** The first of this name, empty where there is none. */
  String first(String name) {
    String[] values = headers.getHeader(name);
    return values == null ? "" : MimeUtility.unfold(values[0]);
  }

  /** The body, decoded while it is read. */
  InputStream decoded() throws MessagingException {
    String encoding = header("Content-Transfer-Encoding").strip();
    return MimeUtility.decode(body.stream(), encoding.isEmpty() ? "7bit" : encoding);
  }

  /** The first {@code most} parts; the line end before a boundary belongs to the boundary. */
  Parts parts(String boundary, int most) {
    byte[] mark = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<Stretch> parts = new ArrayList<>();
    int from = -1;
    int line = body.from;
    while (line < body.to) {
      int end = body.lineEnd(line);
      if (isBoundary(line, end, mark)) {
        if (from >= 0) {
          if (parts.size() == most) {
            return new Parts(parts, false, true);
          }
          parts.add(new Stretch(body.bytes, from, Math.max(from, beforeLineEnd(line))));
        }
        if (closes(line + mark.length, end)) {
          return new Parts(parts, true, false);
        }
        from = end;
      }
      line = end;
    }
    boolean rest = from >= 0 && from < body.to;
    if (rest && parts.size() < most) {
      parts.add(new Stretch(body.bytes, from, body.to));
    }
    return new Parts(parts, false, rest && parts.size() == most);
  }

  private int beforeLineEnd(int line) {
    int end = line;
    if (end > body.from && body.bytes[end - 1] == '\n') {
      end--;
    }
    return end > body.from && body.bytes[end - 1] == '\r' ? end - 1 : end;
  }

  /** A boundary stands alone on its line but for blanks, so that another may begin like it. */
  private boolean isBoundary(int line, int end, byte[] mark) {
    if (end - line < mark.length
        || !Arrays.equals(body.bytes, line, line + mark.length, mark, 0, mark.length)) {
      return false;
    }
    int at = line + mark.length;
    if (closes(at, end)) {
      at += 2;
    }
    while (at < end && body.bytes[at] <= ' ' && body.bytes[at] >= 0) {
      at++;
    }
    return at == end;
  }

  private boolean closes(int at, int end) {
    return at + 1 < end && body.bytes[at] == '-' && body.bytes[at + 1] == '-';
  }
}
