package reeve.server.watch;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reeve.rules.schema.Slot;
import reeve.server.watch.signal.Derived;

/**
 * What rules read now: an event's derived fields are computed on its way in only where one of them
 * does. All are while no rule runs.
 */
@Component
class Wanted {
  private volatile Derived derived = new Derived(_ -> true);

  /** Fills the fields that rules read. */
  Derived derived() {
    return derived;
  }

  /** What runs has changed. */
  void read(List<Predicate<Slot>> reads) {
    derived = new Derived(slot -> reads.stream().anyMatch(one -> one.test(slot)));
  }
}
