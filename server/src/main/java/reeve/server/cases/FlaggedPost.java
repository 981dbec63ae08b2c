package reeve.server.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Post;

/**
 * A post as it was when flagged, by a person or by a rule.
 *
 * @param deletedAt when its author deleted it since, or null
 * @param sealed hidden from everybody: text and pictures are gone from the copy
 */
public record FlaggedPost(
    Post post, Instant flaggedAt, @Nullable Instant deletedAt, boolean sealed) {}
