package reeve.server.staff;

import java.util.UUID;
import reeve.server.record.Actor;

/** Names a member of staff; the name of the person stands in this slice alone. */
public record StaffId(UUID value) {
  /** As the actor of a record. */
  public Actor actor() {
    return new Actor.Staff(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
