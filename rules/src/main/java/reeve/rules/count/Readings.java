package reeve.rules.count;

/**
 * What each row of {@link Bumps} read, at the same index. Rates and ratios are {@link #number}s,
 * all other counters are {@link #whole}. Made to be filled again.
 */
public final class Readings {
  private long[] bits = new long[64];
  private int size;

  public int size() {
    return size;
  }

  public long whole(int row) {
    return bits[row];
  }

  public double number(int row) {
    return Double.longBitsToDouble(bits[row]);
  }

  void begin(int size) {
    if (size > bits.length) {
      bits = new long[Math.max(size, bits.length * 2)];
    }
    this.size = size;
  }

  void set(int row, long whole) {
    bits[row] = whole;
  }

  void set(int row, double number) {
    bits[row] = Double.doubleToRawLongBits(number);
  }
}
