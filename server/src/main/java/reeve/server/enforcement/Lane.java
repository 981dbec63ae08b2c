package reeve.server.enforcement;

/**
 * A share of a platform's accounts. All orders of one account lie in one lane, so lanes go on
 * beside each other and the orders of each account still one after another.
 *
 * @param number 0 to {@code of - 1}
 */
record Lane(int number, int of) {
  static final Lane ALL = new Lane(0, 1);
}
