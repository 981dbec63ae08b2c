package reeve.server.platform;

/**
 * A request that is refused. The message says in plain sentences what was wrong and what to do; it
 * is shown to whoever asked, so it holds no secrets. The console turns it into a problem (API) or a
 * page.
 */
public final class Refused extends RuntimeException {
  private final transient Problem problem;

  public Refused(Problem problem, String detail) {
    // A refusal is an answer, not a fault: no stack trace, no suppression.
    super(detail, null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
