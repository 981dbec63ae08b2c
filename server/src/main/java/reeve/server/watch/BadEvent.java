package reeve.server.watch;

/** Ends the reading of one event. */
final class BadEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final EventProblem problem;

  BadEvent(EventProblem problem, String detail) {
    // An answer, not a fault: no stack trace, no suppression.
    super(detail, null, false, false);
    this.problem = problem;
  }

  EventProblem problem() {
    return problem;
  }

  /** What was wrong and what to do. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
