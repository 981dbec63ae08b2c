package reeve.server.platform;

import java.time.Instant;

/** A platform's answer to an order. */
public sealed interface Receipt {
  /** The order is carried out, now or at an earlier try. */
  record Done(Instant at) implements Receipt {}

  /** The order will never be carried out: another try is of no use. */
  record Refused(Refusal why, String detail) implements Receipt {}

  /** Why a platform refuses for good. */
  enum Refusal {
    NO_SUCH_ACCOUNT,
    NO_SUCH_POST,
    SUPERSEDED,
    NOT_SUPPORTED
  }
}
