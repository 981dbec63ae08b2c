package reeve.rules.expr;

import java.util.List;

/**
 * CEL's operators as cel-java's runtime has them, each error asked for beforehand: nothing here
 * throws.
 */
public final class Operators {
  private static final double TWO_63 = 0x1p63;

  private Operators() {}

  public static boolean addOverflows(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0;
  }

  public static boolean subtractOverflows(long a, long b) {
    long difference = a - b;
    return ((a ^ b) & (a ^ difference)) < 0;
  }

  public static boolean multiplyOverflows(long a, long b) {
    return Math.multiplyHigh(a, b) != ((a * b) >> 63);
  }

  /** Whether a division by zero, or of the least number by -1. */
  public static boolean divideFails(long a, long b) {
    return b == 0 || (a == Long.MIN_VALUE && b == -1);
  }

  /** Whether a number has no whole part that is an int; the bounds themselves have none. */
  public static boolean beyondInt(double number) {
    return !(Math.abs(number) < TWO_63);
  }

  /**
   * Orders a number and a whole number, which is made a double first; NaN comes last, and -0.0
   * before 0.
   */
  public static int compare(double a, long b) {
    if (a < -TWO_63) {
      return -1;
    }
    return a > TWO_63 ? 1 : Double.compare(a, (double) b);
  }

  /** Whether {@link Long#parseLong} takes a text. */
  public static boolean whole(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    if (at == length) {
      return false;
    }
    long value = 0;
    for (; at < length; at++) {
      int digit = Character.digit(text.charAt(at), 10);
      // Negative, since there is one negative number more.
      if (digit < 0 || multiplyOverflows(value, 10) || subtractOverflows(value * 10, digit)) {
        return false;
      }
      value = value * 10 - digit;
    }
    return negative || value != Long.MIN_VALUE;
  }

  /** Whether {@link Double#parseDouble} takes a text. */
  public static boolean number(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c > 'z') {
        return false;
      }
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Code points. */
  public static long size(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether two lists hold the same, in order. */
  public static boolean equal(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int at = 0; at < a.size(); at++) {
      Object x = a.get(at);
      Object y = b.get(at);
      boolean same =
          (x instanceof Double left && y instanceof Double right)
              ? left.doubleValue() == right.doubleValue()
              : x.equals(y);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** What comparing two values of one order comes to. */
  public static boolean holds(Expr.Comparison by, int order) {
    return switch (by) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_EQUAL -> order >= 0;
    };
  }

  /** Compares two numbers as IEEE 754 does: nothing but unequal holds of NaN. */
  public static boolean holds(Expr.Comparison by, double a, double b) {
    return switch (by) {
      case EQUAL -> a == b;
      case UNEQUAL -> a != b;
      case LESS -> a < b;
      case LESS_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_EQUAL -> a >= b;
    };
  }
}
