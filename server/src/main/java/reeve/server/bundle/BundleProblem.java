package reeve.server.bundle;

import reeve.server.platform.Problem;

/** Why a request about a bundle is refused. */
enum BundleProblem implements Problem {
  BAD_INPUT(400, "Something is missing or has the wrong form"),
  NOT_YOURS(403, "This is not for you to see"),
  YOUR_OWN(403, "Nobody works on what is about their own account"),
  NO_SUCH_CASE(404, "There is no such case"),
  NO_SUCH_DECISION(404, "There is no such decision on the case"),
  NO_SUCH_BUNDLE(404, "There is no such bundle"),
  ELSEWHERE(409, "Another server process keeps it"),
  BUSY(409, "A bundle is being made"),
  GONE(410, "The file is no longer kept");

  private final int status;
  private final String title;

  BundleProblem(int status, String title) {
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
