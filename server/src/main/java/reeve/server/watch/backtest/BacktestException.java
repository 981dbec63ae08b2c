package reeve.server.watch.backtest;

/** A job over the archive gives nothing; the message is a plain sentence for who asked. */
public final class BacktestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final BacktestProblem problem;

  BacktestException(BacktestProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  BacktestException(BacktestProblem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public BacktestProblem problem() {
    return problem;
  }
}
