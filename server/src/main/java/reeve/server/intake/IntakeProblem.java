package reeve.server.intake;

import reeve.server.platform.Problem;

/** Why intake refuses a request. */
enum IntakeProblem implements Problem {
  TOO_LARGE(413, "The body is larger than this address takes."),
  NOT_JSON(400, "The body is no JSON object in UTF-8."),
  INVALID_REPORT(422, "The report cannot be taken as it is."),
  ID_REUSED(409, "Another report with this id was taken before."),
  KEY_MAY_NOT(403, "This API key may not do that."),
  BUSY(429, "Too many reports wait to be stored."),
  NOT_NOW(503, "The report could not be stored now."),
  INVALID_QUERY(400, "The query cannot be answered as it is."),
  INVALID_KEY_REQUEST(422, "The API key cannot be made as asked."),
  NO_SUCH_KEY(404, "There is no such API key."),
  NO_SUCH_EVENT(404, "There is no such event.");

  private final int status;
  private final String title;

  IntakeProblem(int status, String title) {
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
