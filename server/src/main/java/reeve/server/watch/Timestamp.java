package reeve.server.watch;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * Times as programs write them: {@code 2026-11-26T10:00:00Z}, with fractions of a second or not,
 * with an offset or {@code Z} (RFC 3339).
 */
final class Timestamp {
  /** What no time is. */
  static final long NONE = Long.MIN_VALUE;

  private static final int SECONDS = 19;
  private static final int LONGEST = 64;
  private static final int[] BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  private Timestamp() {}

  /** Milliseconds since 1970 UTC, finer fractions cut off; {@link #NONE} where it is no time. */
  static long millis(char[] text, int from, int length) {
    if (length > SECONDS && text[from + length - 1] == 'Z') {
      long millis = utc(text, from, from + length - 1);
      if (millis != NONE) {
        return millis;
      }
    }
    if (length > LONGEST) {
      return NONE;
    }
    try {
      return OffsetDateTime.parse(new String(text, from, length)).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }

  /** The usual form, without allocation; {@link #NONE} sends the others the long way. */
  private static long utc(char[] text, int from, int end) {
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int day = digits(text, from + 8, 2);
    int hour = digits(text, from + 11, 2);
    int minute = digits(text, from + 14, 2);
    int second = digits(text, from + 17, 2);
    boolean marks =
        text[from + 4] == '-'
            && text[from + 7] == '-'
            && text[from + 10] == 'T'
            && text[from + 13] == ':'
            && text[from + 16] == ':';
    if (!marks || year < 1 || month < 1 || month > 12 || hour < 0 || hour > 23) {
      return NONE;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int days = BEFORE_MONTH[month] - BEFORE_MONTH[month - 1] + (leap && month == 2 ? 1 : 0);
    if (day < 1 || day > days || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return NONE;
    }
    int fraction = fraction(text, from + SECONDS, end);
    if (fraction < 0) {
      return NONE;
    }
    int past = year - 1;
    long date =
        365L * past
            + past / 4
            - past / 100
            + past / 400
            + BEFORE_MONTH[month - 1]
            + (leap && month > 2 ? 1 : 0)
            + day
            - 1
            - 719_162; // days from the year 1 to 1970
    return (date * 86_400L + hour * 3_600L + minute * 60L + second) * 1_000 + fraction;
  }

  private static int digits(char[] text, int from, int n) {
    int value = 0;
    for (int i = from; i < from + n; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Milliseconds of {@code .123456} or of nothing; -1 for anything else. */
  private static int fraction(char[] text, int from, int end) {
    if (from == end) {
      return 0;
    }
    if (text[from] != '.' || end - from < 2 || end - from > 10) {
      return -1;
    }
    int millis = 0;
    for (int i = from + 1; i < end || i < from + 4; i++) {
      int digit = i < end ? text[i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      millis = i < from + 4 ? 10 * millis + digit : millis;
    }
    return millis;
  }
}
