package reeve.server.bundle.make;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A bag after RFC 8493 in a ZIP file, written in one pass: each file's SHA-512 is taken while it
 * goes by, so that nothing is held and nothing read twice. One folder is at its top.
 */
final class Bag implements Closeable {
  private static final String DATA = "data/";

  private final ZipOutputStream zip;
  private final String name;
  private final LocalDateTime at;
  private final Map<String, String> payload = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private long payloadBytes;

  Bag(OutputStream to, String name, Instant at) {
    this.zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    this.name = name;
    this.at = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  /** A file of the payload, below {@code data/}; it ends when closed, before the next begins. */
  OutputStream data(String path, boolean packed) throws IOException {
    return file(DATA + path, payload, packed);
  }

  void data(String path, byte[] bytes) throws IOException {
    try (OutputStream to = data(path, false)) {
      to.write(bytes);
    }
  }

  /** A file beside the payload. */
  void tag(String path, byte[] bytes) throws IOException {
    try (OutputStream to = file(path, tags, false)) {
      to.write(bytes);
    }
  }

  private OutputStream file(String path, Map<String, String> into, boolean packed)
      throws IOException {
    zip.setLevel(packed ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    ZipEntry entry = new ZipEntry(name + "/" + path);
    entry.setTimeLocal(at);
    zip.putNextEntry(entry);
    return new Digesting(path, into);
  }

  /** The manifest of the payload so far, in the form that {@code sha512sum --check} reads too. */
  byte[] manifest() {
    return lines(payload);
  }

  /** {@code bytes.files} of the payload. */
  String oxum() {
    return payloadBytes + "." + payload.size();
  }

  /** Ends the bag: what says that it is one, and the manifest of everything beside the payload. */
  void finish() throws IOException {
    tag(
        "bagit.txt",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
            .getBytes(StandardCharsets.US_ASCII));
    byte[] manifest = lines(tags);
    try (OutputStream to = file("tagmanifest-sha512.txt", new TreeMap<>(), false)) {
      to.write(manifest);
    }
    zip.finish();
  }

  private static byte[] lines(Map<String, String> files) {
    StringBuilder lines = new StringBuilder(files.size() * 160);
    files.forEach((path, digest) -> lines.append(digest).append("  ").append(path).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private final class Digesting extends FilterOutputStream {
    private final MessageDigest digest = Digests.sha512();
    private final String path;
    private final Map<String, String> into;
    private long bytes;
    private boolean closed;

    Digesting(String path, Map<String, String> into) {
      super(zip);
      this.path = path;
      this.into = into;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      digest.update(from, offset, length);
      bytes += length;
      zip.write(from, offset, length);
    }

    /** Ends the file, not the bag. */
    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      zip.closeEntry();
      into.put(path, Digests.hex(digest));
      if (path.startsWith(DATA)) {
        payloadBytes += bytes;
      }
    }
  }
}
