package reeve.server.cases;

import reeve.server.platform.Problem;

/** Why the case pages refuse a request. */
enum CaseProblem implements Problem {
  NO_SUCH_CASE(404, "There is no such case."),
  NOT_YOURS(403, "This case is not yours."),
  NO_SUCH_QUEUE(404, "There is no such queue."),
  NO_SUCH_PICTURE(404, "There is no copy of this picture."),
  TOO_MANY_CLAIMS(409, "You hold as many cases as one member may.");

  private final int status;
  private final String title;

  CaseProblem(int status, String title) {
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
