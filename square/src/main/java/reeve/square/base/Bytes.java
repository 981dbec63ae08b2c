package reeve.square.base;

/** Bytes that nobody changes any more: whoever hands them in or takes them out leaves them be. */
public final class Bytes {
  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  public static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  /** The array itself, no copy. */
  public byte[] array() {
    return array;
  }
}
