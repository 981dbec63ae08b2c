package reeve.signals.likeness;

/** Partial orders. */
final class Order {
  private Order() {}

  /**
   * Brings the greatest to the front, in no order among them (Hoare's selection, 1961).
   *
   * @param size how many of the values there are
   */
  static void greatestFirst(float[] values, int size, int most) {
    if (most >= size) {
      return;
    }
    int from = 0;
    int to = size - 1;
    while (from < to) {
      float pivot = values[(from + to) >>> 1];
      int i = from;
      int j = to;
      while (i <= j) {
        while (values[i] > pivot) {
          i++;
        }
        while (values[j] < pivot) {
          j--;
        }
        if (i <= j) {
          float swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      }
      if (most - 1 <= j) {
        to = j;
      } else if (most - 1 >= i) {
        from = i;
      } else {
        return;
      }
    }
  }
}
