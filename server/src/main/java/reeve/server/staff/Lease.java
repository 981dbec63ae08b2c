package reeve.server.staff;

/** The right to be the only one that does a work, until it lapses. Close gives it back. */
public interface Lease extends AutoCloseable {
  String name();

  /** Rises with each new holder; what was begun under a lower one must not be finished. */
  long number();

  /** Holds on for another length. False once it is lost: stop at once. */
  boolean beat();

  /**
   * Makes the caller's transaction commit only as the holder: nobody else can take the lease before
   * it ends.
   *
   * @throws LeaseLost when somebody else holds it; the transaction must roll back
   */
  void confirm();

  @Override
  void close();

  /** Somebody else holds the lease now. */
  final class LeaseLost extends RuntimeException {
    LeaseLost(String name) {
      super("the lease " + name + " has another holder");
    }
  }
}
