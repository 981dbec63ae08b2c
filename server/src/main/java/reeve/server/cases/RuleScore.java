package reeve.server.cases;

import reeve.server.platform.Origin;

/**
 * What became of one version of a rule's verdicts.
 *
 * @param origin of the cases; never added up over origins
 * @param surfaced verdicts
 * @param overLimit of them, beyond the rule's limit
 * @param cases that they stand in
 * @param judged of these, with a decision that stands
 * @param violations of the judged, where something was broken and it stands
 * @param overturned of the judged, where an appeal took that back
 */
public record RuleScore(
    String rule,
    String version,
    Origin origin,
    long surfaced,
    long overLimit,
    long cases,
    long judged,
    long violations,
    long overturned) {}
