package reeve.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/1.1 connection that is kept alive, with as little work a request as can be: the load
 * program shares the machine with what it measures.
 */
final class Wire implements Closeable {
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.ISO_8859_1);
  private static final int TIMEOUT_MS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** An answer; the body as far as it is of interest. */
  record Answer(int status, String body) {}

  /** Sends a request, written whole, and reads the answer. */
  Answer exchange(byte[] request) throws IOException {
    out.write(request);
    from = 0;
    to = 0;
    int head = head();
    int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + (buffer[11] - '0');
    int length = length(head);
    from = head;
    if (length >= 0) {
      while (to - from < length) {
        fill();
      }
      return new Answer(status, text(from, from + length));
    }
    return new Answer(status, chunks());
  }

  private int head() throws IOException {
    int seen = 0;
    while (true) {
      for (; seen + 3 < to; seen++) {
        if (buffer[seen] == '\r' && buffer[seen + 2] == '\r' && buffer[seen + 3] == '\n') {
          return seen + 4;
        }
      }
      fill();
    }
  }

  private int length(int head) {
    for (int i = 12; i < head - LENGTH.length; i++) {
      if (buffer[i] == '\n' && matches(i + 1)) {
        int length = 0;
        for (int j = i + 1 + LENGTH.length; buffer[j] != '\r'; j++) {
          length = length * 10 + buffer[j] - '0';
        }
        return length;
      }
    }
    return -1;
  }

  private boolean matches(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((buffer[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int end = from;
      while (end + 1 >= to || buffer[end] != '\r') {
        if (end + 1 >= to) {
          fill();
        } else {
          end++;
        }
      }
      int size = Integer.parseInt(text(from, end), 16);
      from = end + 2;
      while (to - from < size + 2) {
        fill();
      }
      if (size == 0) {
        return body.toString();
      }
      body.append(text(from, from + size));
      from += size + 2;
    }
  }

  private String text(int start, int end) {
    return new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }

  private void fill() throws IOException {
    if (to == buffer.length) {
      throw new IOException("an answer of more than " + buffer.length + " bytes");
    }
    int read = in.read(buffer, to, buffer.length - to);
    if (read < 0) {
      throw new EOFException("the connection was closed");
    }
    to += read;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
