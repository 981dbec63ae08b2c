package reeve.server.transparency;

import java.time.YearMonth;

/**
 * What is counted by itself; every table is a sum of such counts.
 *
 * @param month by UTC
 * @param policy of an order the authority's country
 * @param clause of an order what it demands
 * @param detail see {@link What}
 */
record Cell(
    What what,
    Origin origin,
    Scope scope,
    YearMonth month,
    String policy,
    String clause,
    String detail) {
  /** What a count is of, and what its detail says. */
  enum What {
    /** Accounts suspended for the first time; how they were found. */
    SUSPENDED,
    /** Accounts whose suspension was taken back; nothing. */
    REINSTATED,
    /** Accounts whose suspension was for a time that is over; nothing. */
    ENDED,
    /** Accounts reinstated or ended that are suspended again; {@code reinstated}, {@code ended}. */
    AGAIN,
    /** Accounts suspended for the first time; the language of the posts relied on. */
    LANGUAGE,
    /** Accounts suspended for the first time; {@code described}, {@code before-first-post}. */
    REACH,
    /** First decisions on a case; {@code person}, {@code rule}. */
    DECIDED,
    /** Of these, by one person where another was asked for; nothing. */
    ALONE,
    /** Decisions that were undone; nothing. */
    UNDONE,
    /** Sanctions and reinstatements that were carried out; the action. */
    MEASURE,
    /** Appeals; {@code holder}, {@code reporter}. */
    FILED,
    /** Their outcomes; the same, a colon, the outcome. */
    HEARD,
    /** Outcomes without a second person; {@code holder}, {@code reporter}. */
    HEARD_ALONE,
    /** Outcomes on what a rule had decided alone; the outcome. */
    HEARD_AUTOMATED,
    /** Decisions on accounts that a rule had surfaced, under the rule's clause; what they found. */
    RULE,
    /** Orders and notifications; {@code received} or the outcome. */
    ORDER,
    /** What staff did; {@code claims}, {@code views}. */
    WORK
  }
}
