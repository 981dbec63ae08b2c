package reeve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of events from files, again from the first after the last, each time with the time of its
 * sending. A part of the files for each thread that reads.
 */
final class StreamFeed {
  /** A chunk has so many lines at the most. */
  static final int LINES = 512;

  private static final int LONGEST = 640;

  private final List<byte[]> files = new ArrayList<>();
  private final byte[] chunk = new byte[LINES * LONGEST];
  private int file;
  private int at;
  private int length;

  /** Reads its part of the files into memory: what is measured is not the disk's reading. */
  StreamFeed(Path directory, int part, int parts) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.list(directory)) {
      all = found.filter(path -> path.toString().endsWith(".ndjson")).sorted().toList();
    }
    for (int i = part; i < all.size(); i += parts) {
      files.add(Files.readAllBytes(all.get(i)));
    }
  }

  /** The next lines, whole ones, good until the next call: {@link #bytes} up to the length. */
  int next(int lines, long millis) {
    byte[] from = files.get(file);
    byte[] digits = Long.toString(millis).getBytes(StandardCharsets.US_ASCII);
    length = 0;
    int count = 0;
    while (count < lines && at < from.length) {
      int end = at;
      while (from[end] != '\n') {
        end++;
      }
      end++;
      System.arraycopy(from, at, chunk, length, end - at);
      System.arraycopy(digits, 0, chunk, length + StreamTown.AT, StreamTown.AT_DIGITS);
      length += end - at;
      at = end;
      count++;
    }
    if (at >= from.length) {
      at = 0;
      file = (file + 1) % files.size();
    }
    return count;
  }

  /** Goes on behind so many events. */
  void skip(long events) {
    for (long left = events; left > 0; ) {
      left -= next((int) Math.min(left, LINES), System.currentTimeMillis());
    }
  }

  byte[] bytes() {
    return chunk;
  }

  int length() {
    return length;
  }
}
