package reeve.server.bundle.make;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle is of.
 *
 * @param number of the bundle, a UUID
 * @param caseNumber of the case
 * @param platform where the account is
 * @param account its native id
 * @param handle its name when last seen
 * @param origin {@code live}, {@code sample} or {@code imported}
 * @param scope what of the case is in, in a sentence
 * @param source the host that made it
 * @param madeAt when it was asked for
 * @param madeBy the role of who asked
 * @param version of the program
 * @param copiesEndedAt when what was kept of the case ended by its time; null while it is kept
 * @param cut what a limit left out, in a sentence; null where nothing was
 */
public record About(
    String number,
    long caseNumber,
    String platform,
    String account,
    String handle,
    String origin,
    String scope,
    String source,
    Instant madeAt,
    String madeBy,
    String version,
    @Nullable Instant copiesEndedAt,
    @Nullable String cut) {
  /** As it signs its work. */
  public static final String TOOL = "Reeve";
}
