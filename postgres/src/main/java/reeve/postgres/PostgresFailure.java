package reeve.postgres;

/** PostgreSQL could not be started, stopped or provisioned; the message says what to do. */
public final class PostgresFailure extends RuntimeException {
  public PostgresFailure(String message) {
    super(message);
  }

  public PostgresFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
