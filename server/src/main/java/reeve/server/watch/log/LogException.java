package reeve.server.watch.log;

/** The log refuses; the message is a plain sentence for an administrator. */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final LogProblem problem;

  LogException(LogProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  LogException(LogProblem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public LogProblem problem() {
    return problem;
  }
}
