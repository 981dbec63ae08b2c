package reeve.square.base;

/**
 * Names a post or a boost; its decimal digits are what clients and events see.
 *
 * @param value above 0, time-ordered (see {@link Ids})
 */
public record PostId(long value) {
  public PostId {
    if (value <= 0) {
      throw new IllegalArgumentException("a post's id is above 0");
    }
  }

  /** Reads one from outside; anything else names no post. */
  public static PostId parse(String text) {
    return new PostId(Ids.parse(text, "post"));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
