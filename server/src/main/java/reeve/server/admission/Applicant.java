package reeve.server.admission;

import java.time.Instant;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;

/**
 * Somebody who waits for approval.
 *
 * @param reason what they wrote when they signed up, possibly nothing
 */
record Applicant(
    AccountRef account,
    String handle,
    String displayName,
    String bio,
    String reason,
    Origin origin,
    Instant signedUpAt) {}
