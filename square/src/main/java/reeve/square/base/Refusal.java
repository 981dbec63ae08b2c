package reeve.square.base;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is refused; carries no stack, since nothing here went wrong. */
public final class Refusal extends RuntimeException {
  private final Fault fault;
  private final String detail;
  private final @Nullable Duration retryAfter;

  /**
   * Makes one.
   *
   * @param detail what was wrong and what to do: a sentence that may be shown to who asked
   */
  public Refusal(Fault fault, String detail) {
    this(fault, detail, null);
  }

  public Refusal(Fault fault, String detail, @Nullable Duration retryAfter) {
    super(fault + ": " + detail, null, false, false);
    this.fault = fault;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  public Fault fault() {
    return fault;
  }

  public String detail() {
    return detail;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** The common one: something that the caller gave is not right. */
  public static Refusal invalid(String detail) {
    return new Refusal(Fault.INVALID, detail);
  }

  public static Refusal notFound(String what) {
    return new Refusal(Fault.NOT_FOUND, "There is no such " + what + ".");
  }
}
