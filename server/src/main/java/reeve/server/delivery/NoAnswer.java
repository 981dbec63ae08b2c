package reeve.server.delivery;

/**
 * A call had no answer. The message is a sentence for people and names the host at most.
 *
 * <p>Where {@link #mayHaveArrived()} is false, nothing was sent; where it is true, the other side
 * may have done what it was asked.
 */
public final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1;

  private final Why why;
  private final boolean mayHaveArrived;

  /** The kinds of it. */
  public enum Why {
    /** The address is none that may be called; trying again changes nothing. */
    BAD_ADDRESS,
    /** It leads to an address that is not public; trying again changes nothing. */
    NOT_PUBLIC,
    /** The name has no address, at present. */
    NO_SUCH_HOST,
    /** Nobody took the connection. */
    NO_CONNECTION,
    /** The other side has no certificate for its name that is trusted here. */
    NOT_TRUSTED,
    /** It was not done in time. */
    TOO_SLOW,
    /** The connection broke off, or what came is no HTTP. */
    BROKEN
  }

  NoAnswer(Why why, boolean mayHaveArrived, String message) {
    super(message);
    this.why = why;
    this.mayHaveArrived = mayHaveArrived;
  }

  public Why why() {
    return why;
  }

  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }

  /** Whether the same may succeed later, without anybody changing a setting or the address. */
  public boolean worthATry() {
    return switch (why) {
      case BAD_ADDRESS, NOT_PUBLIC -> false;
      case NO_SUCH_HOST, NO_CONNECTION, NOT_TRUSTED, TOO_SLOW, BROKEN -> true;
    };
  }
}
