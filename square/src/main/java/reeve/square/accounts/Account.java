package reeve.square.accounts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.base.Visibility;
import reeve.square.outbox.Event.Field;

/**
 * An account as others may see it, at one moment.
 *
 * @param avatar SHA-256 of the picture in hex, or null
 * @param locked whether following needs an answer
 * @param followers as counted here, or as the source of an import reported them, whichever is more
 */
public record Account(
    AccountId id,
    String handle,
    String displayName,
    String bio,
    String location,
    List<Field> fields,
    @Nullable String avatar,
    boolean locked,
    @Nullable String language,
    Visibility defaultVisibility,
    Instant createdAt,
    Origin origin,
    State state,
    @Nullable Instant suspendedUntil,
    long followers,
    long following,
    long posts) {

  /** How an account stands now. */
  public enum State {
    PENDING,
    REFUSED,
    ACTIVE,
    LIMITED,
    SUSPENDED
  }

  public Account {
    fields = List.copyOf(fields);
  }

  /** The display name, or the handle where there is none. */
  public String name() {
    return displayName.isBlank() ? handle : displayName;
  }

  public boolean suspended() {
    return state == State.SUSPENDED;
  }

  /** Whether it is admitted and not suspended: seen by others, and able to do something. */
  public boolean present() {
    return state == State.ACTIVE || state == State.LIMITED;
  }

  /** What is left to see of a suspended account: its handle. */
  public Account veiled() {
    return suspended()
        ? new Account(
            id,
            handle,
            "",
            "",
            "",
            List.of(),
            null,
            locked,
            null,
            defaultVisibility,
            createdAt,
            origin,
            state,
            null,
            0,
            0,
            0)
        : this;
  }
}
