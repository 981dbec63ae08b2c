package reeve.server.intake;

import java.util.List;
import reeve.server.platform.Event;

/** A slice above intake that wants events; declared as a bean. */
public interface Receiver {
  /**
   * Receives a stretch of a platform's stream, in its order, in the transaction in which the cursor
   * moves past it: what it writes there, happens exactly once.
   *
   * <p>MUST NOT act outside the database. MUST pass over kinds that it does not know. May throw:
   * the batch is then taken in again event by event, and the one that still fails is set aside
   * where people see it, while the rest goes on. A failure of the database is tried again instead.
   */
  void receive(List<Event> events);
}
