package reeve.rules.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large an RE2 pattern becomes once its repetitions are written out, without writing them out:
 * {@code ((a{500}){500}){500}} would take all memory only to be found too large.
 */
final class PatternSize {
  private static final Pattern COUNTS = Pattern.compile("([0-9]{1,9})(?:,([0-9]{0,9}))?");

  private final String pattern;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** At least the number of atoms, or {@code most + 1} where there are more. */
  static int of(String pattern, int most) {
    PatternSize reader = new PatternSize(pattern);
    long size = 0;
    while (reader.at < pattern.length() && size <= most) {
      size += reader.sequence(most);
      // A closing parenthesis too many: the compiler will say so.
      reader.at++;
    }
    return (int) Math.min(size, most + 1L);
  }

  private long sequence(int most) {
    long size = 0;
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      long atom = atom(most);
      size = Math.min(size + atom * times(), most + 1L);
    }
    return size;
  }

  private long atom(int most) {
    char c = pattern.charAt(at++);
    if (c == '(') {
      long inner = 1 + sequence(most);
      at++;
      return inner;
    }
    if (c == '[') {
      // A bracket that comes first stands for itself.
      at += at < pattern.length() && pattern.charAt(at) == '^' ? 1 : 0;
      int close = pattern.indexOf(']', at + 1);
      at = close < 0 ? pattern.length() : close + 1;
    } else if (c == '\\') {
      at++;
    }
    return 1;
  }

  /** The greatest number of a repetition that follows here. */
  private long times() {
    if (at >= pattern.length() || pattern.charAt(at) != '{') {
      return 1;
    }
    int close = pattern.indexOf('}', at);
    if (close < 0) {
      return 1;
    }
    Matcher counts = COUNTS.matcher(pattern.substring(at + 1, close));
    if (!counts.matches()) {
      return 1;
    }
    String most = counts.group(2);
    long times = Math.max(1, Long.parseLong(counts.group(1)));
    if (most != null && !most.isEmpty()) {
      times = Math.max(times, Long.parseLong(most));
    }
    at = close + 1;
    return times;
  }
}
