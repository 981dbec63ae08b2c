package reeve.server.platform;

import java.time.Instant;

/** A platform's answer to an order. */
public sealed interface Receipt {
  /** The order is carried out, now or at an earlier try. */
  record Done(Instant at) implements Receipt {}

  /**
   * What {@link Action.HandOver} named.
   *
   * @param file one JSON object as {@code docs/events.md} describes it, at most 16 MiB; personal
   *     data, which MUST NOT stand in a log or in a record
   */
  record HandedOver(Instant at, String file) implements Receipt {
    @Override
    public String toString() {
      return "HandedOver[" + at + ", " + file.length() + " characters]";
    }
  }

  /** The order will never be carried out: another try is of no use. */
  record Refused(Refusal why, String detail) implements Receipt {}

  /** Why a platform refuses for good. */
  enum Refusal {
    NO_SUCH_ACCOUNT,
    NO_SUCH_POST,
    /** All of the posts were there, and their authors had deleted them before. */
    ALREADY_GONE,
    /** More than one file holds: ask for less at once. */
    TOO_MUCH,
    SUPERSEDED,
    NOT_SUPPORTED
  }
}
