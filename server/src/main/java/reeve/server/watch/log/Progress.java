package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import reeve.server.watch.log.Disk.Stored;

/**
 * What a consumer of the log has applied: an offset, and the state that it then had. A snapshot is
 * there as a whole or not at all, and the two newest are kept. Safe for one writer and any readers.
 */
public final class Progress implements Closeable {
  private static final long MAGIC = 0x5245455645534E50L; // REEVESNP
  private static final int HEAD = 16;
  private static final int TRAILER = 12;
  private static final int KEPT = 2;

  private final Disk disk;
  private final String name;
  private final Pattern files;

  Progress(Disk disk, String name) {
    if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
      throw new IllegalArgumentException("a consumer's name is of a-z, 0-9 and -, not " + name);
    }
    this.disk = disk;
    this.name = name;
    files = Pattern.compile(Pattern.quote(name) + "@(\\d{19})\\.snap");
  }

  /**
   * The snapshots of one consumer.
   *
   * @param directory made where there is none, mode 0700; another one than the log's
   */
  public static Progress open(Path directory, String name) throws IOException {
    return new Progress(FileDisk.at(directory), name);
  }

  /**
   * Begins a snapshot; it counts once {@link Draft#commit} has returned.
   *
   * @param offset the first that is not applied
   * @param bytesPerSecond how fast it may be written
   */
  public Draft begin(long offset, long bytesPerSecond) throws IOException {
    disk.delete(temporary());
    Bytes head = new Bytes(HEAD);
    head.u64(MAGIC);
    head.u64(offset);
    Stored file = disk.create(temporary());
    return new Draft(file, head.copy(), bytesPerSecond, () -> publish(offset));
  }

  private void publish(long offset) throws IOException {
    disk.rename(temporary(), name(offset));
    disk.sync();
    for (Long old : offsets().stream().skip(KEPT).toList()) {
      disk.delete(name(old));
    }
  }

  /** The newest that is whole; the caller closes it. */
  public Optional<Saved> newest() throws IOException {
    return newest(Long.MAX_VALUE);
  }

  /** The newest whole one of at most an offset. */
  Optional<Saved> newest(long offset) throws IOException {
    for (Long one : offsets()) {
      if (one <= offset) {
        Stored file = disk.open(name(one));
        if (whole(file, one)) {
          return Optional.of(new Saved(one, file, file.size() - HEAD - TRAILER));
        }
        file.close();
      }
    }
    return Optional.empty();
  }

  /** The offsets of what is kept, newest first, whole or not. */
  List<Long> offsets() throws IOException {
    return disk.list().stream()
        .map(files::matcher)
        .filter(Matcher::matches)
        .map(it -> Long.parseLong(it.group(1)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static boolean whole(Stored file, long offset) throws IOException {
    long end = file.size() - TRAILER;
    byte[] buffer = new byte[1 << 18];
    if (end < HEAD || file.read(0, buffer, 0, HEAD) < HEAD) {
      return false;
    }
    Cursor head = Cursor.over(buffer, 0, HEAD);
    if (head.u64() != MAGIC || head.u64() != offset) {
      return false;
    }
    CRC32C crc = new CRC32C();
    for (long at = 0; at < end; ) {
      int n = file.read(at, buffer, 0, (int) Math.min(buffer.length, end - at));
      if (n == 0) {
        return false;
      }
      crc.update(buffer, 0, n);
      at += n;
    }
    if (file.read(end, buffer, 0, TRAILER) < TRAILER) {
      return false;
    }
    Cursor trailer = Cursor.over(buffer, 0, TRAILER);
    return trailer.u64() == end - HEAD && trailer.u32() == (int) crc.getValue();
  }

  private String temporary() {
    return name + ".tmp";
  }

  private String name(long offset) {
    return String.format("%s@%019d.snap", name, offset);
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }

  /** A snapshot that can be read: bytes as they were written. */
  public static final class Saved extends InputStream {
    private final long offset;
    private final Stored file;
    private final byte[] buffer = new byte[1 << 16];
    private long position = HEAD;
    private final long end;
    private int at;
    private int held;

    private Saved(long offset, Stored file, long length) {
      this.offset = offset;
      this.file = file;
      end = HEAD + length;
    }

    /** The first offset that is not applied. */
    public long offset() {
      return offset;
    }

    /** Bytes of the content. */
    public long length() {
      return end - HEAD;
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, held - at);
      System.arraycopy(buffer, at, into, from, n);
      at += n;
      return n;
    }

    private boolean fill() throws IOException {
      if (at < held) {
        return true;
      }
      held = file.read(position, buffer, 0, (int) Math.min(buffer.length, end - position));
      position += held;
      at = 0;
      return held > 0;
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
