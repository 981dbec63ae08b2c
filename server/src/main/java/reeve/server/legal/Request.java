package reeve.server.legal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;

/**
 * What an authority asked to look at, and bound nobody with.
 *
 * @param posts addresses or ids as named
 * @param caseId the case in which it stands as a report
 * @param answeredAt when somebody noted the answer; null before
 * @param answer to which contact it went
 */
record Request(
    UUID id,
    UUID authority,
    String reference,
    String ground,
    Instant receivedAt,
    AccountRef account,
    List<String> posts,
    CaseId caseId,
    RemovalOrder.Source source,
    @Nullable Instant answeredAt,
    String answer) {
  Request {
    posts = List.copyOf(posts);
  }
}
