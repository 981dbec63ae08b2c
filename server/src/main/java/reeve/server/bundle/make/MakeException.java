package reeve.server.bundle.make;

/** No bundle came of it; the message is a plain sentence for who asked. */
public final class MakeException extends Exception {
  private static final long serialVersionUID = 1;

  private final MakeProblem problem;

  public MakeException(MakeProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public MakeProblem problem() {
    return problem;
  }
}
