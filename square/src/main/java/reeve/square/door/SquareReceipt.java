package reeve.square.door;

import java.time.Instant;

/** The square's answer to an order. */
public sealed interface SquareReceipt {
  /** Carried out, now or before. */
  record Done(Instant at) implements SquareReceipt {}

  /** Refused for good. */
  record Refused(Why why, String detail) implements SquareReceipt {}

  /** Why an order is refused. */
  enum Why {
    NO_SUCH_ACCOUNT,
    NO_SUCH_POST,
    SUPERSEDED
  }
}
