package reeve.node;

/** Why a command stops, in plain sentences that say what to do; printed without a stack trace. */
final class Failure extends RuntimeException {
  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
