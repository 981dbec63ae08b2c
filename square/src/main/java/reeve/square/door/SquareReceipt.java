package reeve.square.door;

import java.time.Instant;

/** The square's answer to an order. */
public sealed interface SquareReceipt {
  /** Carried out, now or before. */
  record Done(Instant at) implements SquareReceipt {}

  /** What a hand-over named: one JSON object, {@code docs/events.md}. Personal data. */
  record HandedOver(Instant at, String file) implements SquareReceipt {
    @Override
    public String toString() {
      return "HandedOver[" + at + ", " + file.length() + " characters]";
    }
  }

  /** Refused for good. */
  record Refused(Why why, String detail) implements SquareReceipt {}

  /** Why an order is refused. */
  enum Why {
    NO_SUCH_ACCOUNT,
    NO_SUCH_POST,
    /** Every post that the order names had been deleted by its author. */
    ALREADY_GONE,
    TOO_MUCH,
    SUPERSEDED
  }
}
