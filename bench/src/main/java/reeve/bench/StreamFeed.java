package reeve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Where each line begins, and at last the end: to find them is no part of what is measured. */
  private final List<int[]> starts = new ArrayList<>();

  private final byte[] chunk = new byte[LINES * LONGEST];
  private int file;
  private int line;
  private int length;

  /** Reads its part of the files into memory: what is measured is not the disk's reading. */
  StreamFeed(Path directory, int part, int parts) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.list(directory)) {
      all = found.filter(path -> path.toString().endsWith(".ndjson")).sorted().toList();
    }
    for (int i = part; i < all.size(); i += parts) {
      byte[] bytes = Files.readAllBytes(all.get(i));
      files.add(bytes);
      starts.add(lines(bytes));
    }
  }

  private static int[] lines(byte[] bytes) {
    int[] starts = new int[1024];
    int count = 1;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
        starts[count++] = at + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** The next lines, whole ones, good until the next call: {@link #bytes} up to the length. */
  int next(int lines, long millis) {
    int[] from = starts.get(file);
    int count = Math.min(lines, from.length - 1 - line);
    int begin = from[line];
    length = from[line + count] - begin;
    System.arraycopy(files.get(file), begin, chunk, 0, length);
    byte[] digits = Long.toString(millis).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      int at = from[line + i] - begin + StreamTown.AT;
      System.arraycopy(digits, 0, chunk, at, StreamTown.AT_DIGITS);
    }
    line += count;
    if (line == from.length - 1) {
      line = 0;
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
