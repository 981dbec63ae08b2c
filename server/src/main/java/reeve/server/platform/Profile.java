package reeve.server.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as it was at one moment.
 *
 * @param handle the name by which others mention it, without a leading {@code @}
 * @param avatar SHA-256 of the avatar's bytes in lower-case hex, or null where there is none
 * @param signUpReason what a person who waits for approval wrote, else null
 */
public record Profile(
    AccountRef account,
    String handle,
    String displayName,
    String bio,
    String location,
    List<Field> fields,
    @Nullable String avatar,
    Instant createdAt,
    State state,
    Origin origin,
    long followers,
    long following,
    long posts,
    @Nullable String signUpReason) {

  /** What the platform lets the account do. */
  public enum State {
    PENDING,
    ACTIVE,
    LIMITED,
    SUSPENDED
  }

  /** A line of the profile that its holder named. */
  public record Field(String name, String value) {}

  public Profile {
    fields = List.copyOf(fields);
  }
}
