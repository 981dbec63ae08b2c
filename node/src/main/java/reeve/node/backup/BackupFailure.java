package reeve.node.backup;

/** Why a backup cannot be written or read; the message says what to do. */
public final class BackupFailure extends RuntimeException {
  public BackupFailure(String message) {
    super(message);
  }

  public BackupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
