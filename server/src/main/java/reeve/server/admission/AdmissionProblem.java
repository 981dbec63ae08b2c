package reeve.server.admission;

import reeve.server.platform.Problem;

/** Why the admission slice refuses a request. */
public enum AdmissionProblem implements Problem {
  NOT_WAITING(409, "This sign-up does not wait any more"),
  REASON_MISSING(400, "A refusal needs a reason"),
  YOUR_OWN(403, "Nobody decides about their own account");

  private final int status;
  private final String title;

  AdmissionProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
