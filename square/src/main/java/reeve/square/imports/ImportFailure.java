package reeve.square.imports;

/** The import as a whole cannot go on; the message says what to do. What is written stays. */
public final class ImportFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  ImportFailure(String message) {
    super(message);
  }

  ImportFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
