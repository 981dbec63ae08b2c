package reeve.square.base;

/**
 * Names an account; its decimal digits are what clients and events see.
 *
 * @param value above 0, time-ordered (see {@link Ids})
 */
public record AccountId(long value) {
  public AccountId {
    if (value <= 0) {
      throw new IllegalArgumentException("an account's id is above 0");
    }
  }

  /** Reads one from outside; anything else names no account. */
  public static AccountId parse(String text) {
    return new AccountId(Ids.parse(text, "account"));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
