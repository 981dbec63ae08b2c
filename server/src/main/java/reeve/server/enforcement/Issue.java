package reeve.server.enforcement;

import java.util.UUID;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.record.RecordId;

/**
 * An order that is to be issued.
 *
 * @param bundle what is withdrawn together: the decision's id, or an id of its own
 * @param cause the record that it follows from; its receipt's record names it as cause
 */
public record Issue(OrderId id, UUID bundle, AccountRef account, Action action, RecordId cause) {

  /** An order under a fresh random id, which tells nothing of when it was made. */
  public static Issue of(UUID bundle, AccountRef account, Action action, RecordId cause) {
    return new Issue(new OrderId(UUID.randomUUID()), bundle, account, action, cause);
  }
}
