package reeve.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger refuses; the message is a plain sentence for whoever runs or checks it. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final LedgerProblem problem;

  public LedgerException(LedgerProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public LedgerException(LedgerProblem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public LedgerProblem problem() {
    return problem;
  }
}
