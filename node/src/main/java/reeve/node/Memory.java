package reeve.node;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How much memory Reeve may take, and who gets what of it. The launcher has set the heap to {@link
 * #heapMb} before this process started.
 *
 * @param totalMb at least 512
 */
record Memory(long totalMb) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([mg])");

  Memory {
    if (totalMb < 512) {
      throw new Failure("--memory is at least 512m: Reeve and its database need that much.");
    }
  }

  /** Reads {@code 768m} or {@code 4g}. */
  static Memory parse(String text) {
    var matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new Failure("--memory is a number with m or g, for example 768m or 4g.");
    }
    long number = Long.parseLong(matcher.group(1));
    return new Memory(matcher.group(2).equals("g") ? 1024 * number : number);
  }

  /** Half of it. */
  long heapMb() {
    return totalMb / 2;
  }

  /** An eighth, 1 GiB at most: PostgreSQL's shared buffers. */
  long postgresBuffersMb() {
    return Math.min(1024, Math.max(64, totalMb / 8));
  }

  /** A quarter: what rules count, outside the heap. */
  long countersMb() {
    return totalMb / 4;
  }
}
