package reeve.server.enforcement;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.record.RecordId;

/**
 * An order that is to be issued.
 *
 * @param bundle what is withdrawn together: the decision's id, or an id of its own
 * @param cause the record that it follows from; its receipt's record names it as cause
 * @param letter whose words {@link KeptLetters} knows, so that the order need not hold them; null
 *     where the order holds all of its action
 */
public record Issue(
    OrderId id,
    UUID bundle,
    AccountRef account,
    Action action,
    RecordId cause,
    @Nullable UUID letter) {

  public Issue(OrderId id, UUID bundle, AccountRef account, Action action, RecordId cause) {
    this(id, bundle, account, action, cause, null);
  }

  /** An order under a fresh random id, which tells nothing of when it was made. */
  public static Issue of(UUID bundle, AccountRef account, Action action, RecordId cause) {
    return new Issue(new OrderId(UUID.randomUUID()), bundle, account, action, cause);
  }

  /** The same for an action that brings a kept letter. */
  public static Issue ofLetter(
      UUID bundle, AccountRef account, Action action, RecordId cause, UUID letter) {
    return new Issue(new OrderId(UUID.randomUUID()), bundle, account, action, cause, letter);
  }
}
