package reeve.simulation;

import java.util.Arrays;

/** A growing list of account numbers. */
final class Numbers {
  private int[] held = new int[4];
  private int size;

  void add(int number) {
    if (size == held.length) {
      held = Arrays.copyOf(held, size * 2);
    }
    held[size++] = number;
  }

  int get(int index) {
    return held[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(int number) {
    for (int i = 0; i < size; i++) {
      if (held[i] == number) {
        return true;
      }
    }
    return false;
  }

  int pick(Dice dice) {
    return held[dice.below(size)];
  }
}
