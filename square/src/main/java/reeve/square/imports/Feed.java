package reeve.square.imports;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads files on a thread of its own and hands lines on in batches, a few ahead of the loader. */
final class Feed implements AutoCloseable {
  /** How many lines one transaction holds. */
  static final int BATCH = 5_000;

  private static final int AHEAD = 3;

  private final LineParser parser;
  private final List<Path> files;
  private final Rejects rejects;
  private final BlockingQueue<Handed> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;
  private final long allBytes;
  private volatile long bytesRead;
  private List<Numbered> lines = new ArrayList<>(BATCH);

  Feed(LineParser parser, List<Path> files, Rejects rejects) throws IOException {
    this.parser = parser;
    this.files = files;
    this.rejects = rejects;
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    allBytes = sum;
    reader = Thread.ofPlatform().name("import-reader").daemon().start(this::read);
  }

  /**
   * Lines for one transaction.
   *
   * @param bytesRead of all files when the batch was full
   */
  record Batch(List<Numbered> lines, long bytesRead) {}

  /** A batch, or the end: null in both, or why reading ended early. */
  private record Handed(@Nullable Batch batch, @Nullable Throwable failure) {}

  long allBytes() {
    return allBytes;
  }

  /** Gives the next batch, or null at the end. */
  @Nullable Batch next() throws IOException {
    try {
      Handed handed = queue.take();
      switch (handed.failure()) {
        case null -> {}
        case IOException e -> throw e;
        case Throwable e -> throw new IllegalStateException("reading failed", e);
      }
      return handed.batch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImportFailure("The import was interrupted. Run it again to go on.", e);
    }
  }

  private void read() {
    try {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        rejects.begin(name);
        long before = bytesRead;
        try (Open open = open(file)) {
          parser.parse(open.lines(), sink(name, before, open));
          bytesRead = before + open.bytes();
        }
      }
      parser.finish(sink(String.valueOf(files.getLast().getFileName()), bytesRead, null));
      hand();
      put(new Handed(null, null));
    } catch (Closed e) {
      return;
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** What was read before is still handed on. */
  private void fail(Throwable failure) {
    try {
      hand();
      put(new Handed(null, failure));
    } catch (Closed e) {
      // The loader has given up by itself.
    }
  }

  private LineParser.Sink sink(String file, long before, @Nullable Open open) {
    return new LineParser.Sink() {
      @Override
      public void line(long number, TownLine line) {
        lines.add(Numbered.of(file, number, line));
        if (lines.size() >= BATCH) {
          bytesRead = before + (open == null ? 0 : open.bytes());
          hand();
        }
      }

      @Override
      public void reject(long number, Refused why) throws IOException {
        rejects.add(file, number, why);
      }
    };
  }

  private void hand() {
    if (!lines.isEmpty()) {
      put(new Handed(new Batch(lines, bytesRead), null));
      lines = new ArrayList<>(BATCH);
    }
  }

  private void put(Handed handed) {
    try {
      queue.put(handed);
    } catch (InterruptedException e) {
      throw new Closed();
    }
  }

  /** Nobody listens any more. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Closed() {
      super("closed", null, false, false);
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }

  /** Opens a file, compressed or not. */
  static Open open(Path file) throws IOException {
    Counted counted = new Counted(Files.newInputStream(file));
    try {
      BufferedInputStream raw = new BufferedInputStream(counted, 1 << 16);
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      InputStream plain = packed ? new GZIPInputStream(raw, 1 << 16) : raw;
      return new Open(counted, new LineReader(plain));
    } catch (IOException | RuntimeException e) {
      counted.close();
      throw e;
    }
  }

  /** An open file. */
  record Open(Counted counted, LineReader lines) implements AutoCloseable {
    long bytes() {
      return counted.count;
    }

    @Override
    public void close() throws IOException {
      counted.close();
    }
  }

  /** Counts what was read. */
  static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      int read = super.read(bytes, from, most);
      count += Math.max(read, 0);
      return read;
    }
  }
}
