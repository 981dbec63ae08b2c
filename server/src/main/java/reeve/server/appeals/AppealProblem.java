package reeve.server.appeals;

import reeve.server.platform.Problem;

/** Why a request about an appeal is refused. */
enum AppealProblem implements Problem {
  NO_SUCH_APPEAL(404, "There is no such appeal."),
  TOOK_PART(403, "Who took part in a decision does not hear its appeal."),
  NOT_CLAIMED(409, "The member does not hold the appeal."),
  CLAIMED(409, "Somebody else hears the appeal."),
  CLOSED(409, "The appeal is closed."),
  TOO_LATE(409, "The outcome has left and cannot be withdrawn."),
  OTHERS_CAN_HEAR(409, "There is somebody on the staff who can hear the appeal.");

  private final int status;
  private final String title;

  AppealProblem(int status, String title) {
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
