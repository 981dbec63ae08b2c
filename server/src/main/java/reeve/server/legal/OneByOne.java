package reeve.server.legal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.staff.Lease;

/**
 * A round of work under a lease, each thing in a transaction of its own, which commits only while
 * the lease is held. One that fails holds up no other; the end of the round tells of it, so that
 * the loop tries again.
 */
final class OneByOne {
  private final TransactionTemplate transaction;
  private final Lease lease;
  private final List<Throwable> failed = new ArrayList<>();

  OneByOne(TransactionTemplate transaction, Lease lease) {
    this.transaction = transaction;
    this.lease = lease;
  }

  <T> void each(List<T> things, Consumer<T> work) {
    asking(
        things,
        thing ->
            transaction.executeWithoutResult(t -> {
              lease.confirm();
              work.accept(thing);
            }));
  }

  /** For work that asks somebody outside, and opens and confirms its transactions itself. */
  <T> void asking(List<T> things, Consumer<T> work) {
    for (T thing : things) {
      try {
        work.accept(thing);
      } catch (Lease.LeaseLost e) {
        throw e;
      } catch (RuntimeException | Error e) {
        failed.add(e);
      }
    }
  }

  /** Throws what failed first, the rest with it. */
  void end() {
    if (!failed.isEmpty()) {
      Throwable first = failed.getFirst();
      failed.stream().skip(1).forEach(first::addSuppressed);
      if (first instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) first;
    }
  }
}
